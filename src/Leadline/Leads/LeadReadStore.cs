using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>The SQL of finding leads by what identifies them. Concurrent look-ups share a query.</summary>
internal sealed class LeadReadStore(Database database) : IAsyncDisposable
{
    private const int MaxBatch = 128;

    private readonly GroupRead<IdentityKey, StoredLead?> byKey = new(
        database,
        LaneCount.ForThisMachine,
        MaxBatch,
        (connection, keys, found) => Find(connection, keys, key => key.AccountId, FindByKeys, found));
    private readonly GroupRead<(int AccountId, Guid LeadId), StoredLead?> byId = new(
        database,
        LaneCount.ForThisMachine,
        MaxBatch,
        (connection, ids, found) => Find(connection, ids, id => id.AccountId, FindByIds, found));

    public Task<StoredLead?> ByKey(IdentityKey key, CancellationToken cancellation) => byKey.Find(key, cancellation);

    public Task<StoredLead?> ById(int accountId, Guid leadId, CancellationToken cancellation) =>
        byId.Find((accountId, leadId), cancellation);

    /// <summary>
    /// The lead with the latest activity among those of the scope that have this number as Phone or as Mobile.
    /// </summary>
    public async Task<StoredLead?> ByPhone(IdentityKey phone, RecordScope scope, CancellationToken cancellation) =>
        (await ByPhone(phone, scope, most: 1, cancellation)).SingleOrDefault();

    /// <summary>The leads that have this number as Phone or as Mobile, whoever may see them.</summary>
    public Task<List<StoredLead>> AllByPhone(IdentityKey phone, int most, CancellationToken cancellation) =>
        ByPhone(phone, RecordScope.All, most, cancellation);

    private async Task<List<StoredLead>> ByPhone(
        IdentityKey phone, RecordScope scope, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(phone.AccountId, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {LeadStore.Columns}
            FROM (
                SELECT i.lead_id FROM lead_identity i WHERE i.account_id = $1 AND i.field = $2 AND i.value = $3
                UNION
                SELECT m.lead_id FROM lead m WHERE m.account_id = $1 AND m.mobile_key = $3
            ) found
            CROSS JOIN {LeadStore.ById("found.lead_id")} l
            WHERE $4::uuid[] IS NULL OR l.owner_id = ANY($4) OR l.lead_id = ANY($5)
            ORDER BY l.last_activity_on DESC NULLS LAST, l.last_modified_on DESC, l.lead_id
            LIMIT $6
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = phone.AccountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = phone.Field });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = phone.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid[]?> { TypedValue = scope.OwnerIds });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = scope.SharedIds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leads = new List<StoredLead>();
        while (await reader.ReadAsync(cancellation))
            leads.Add(StoredLead.Read(reader));
        return leads;
    }

    /// <summary>
    /// The leads of the scope that have these numbers. No index holds them, since every write would pay for it: not for
    /// calls in a hurry.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, Guid>> IdsOfNumbers(
        int accountId, IReadOnlyCollection<long> numbers, RecordScope scope)
    {
        if (numbers.Count == 0)
            return new Dictionary<long, Guid>();
        await using var connection = await database.Open(accountId);
        return (
            await connection.QueryAsync<(long Number, Guid Id)>(
                $"""
                SELECT number, lead_id FROM lead l
                WHERE account_id = @accountId AND number = ANY(@numbers) AND {LeadStore.IsOfScope}
                """,
                new { accountId, numbers = numbers.ToArray(), scope.OwnerIds, scope.SharedIds })
        ).ToDictionary(row => row.Number, row => row.Id);
    }

    /// <summary>The leads of these ids that exist, in the order of the ids, without repeats.</summary>
    public async Task<List<StoredLead>> ByIds(
        int accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {LeadStore.Columns}
            FROM ({RowSource.Numbered("lead_id")}) k
            CROSS JOIN {LeadStore.ById("k.lead_id")} l
            ORDER BY k.ord
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Uuid, ids));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leads = new List<StoredLead>(ids.Count);
        while (await reader.ReadAsync(cancellation))
            leads.Add(StoredLead.Read(reader));
        return leads;
    }

    public async ValueTask DisposeAsync()
    {
        await byKey.DisposeAsync();
        await byId.DisposeAsync();
    }

    /// <summary>The leads of keys, each with its key's number.</summary>
    internal static NpgsqlBatchCommand FindByKeys(int accountId, IReadOnlyList<IdentityKey> keys) => LeadStore.Command(
        $"""
        SELECT {LeadStore.Columns}, k.ord
        FROM ({LeadStore.IdsOfKeys}) k
        CROSS JOIN {LeadStore.ById("k.lead_id")} l
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Text, keys.Select(key => key.Field)),
        LeadStore.Array(NpgsqlDbType.Text, keys.Select(key => key.Value)));

    /// <summary>The leads of ids, each with its id's number.</summary>
    internal static NpgsqlBatchCommand FindByIds(int accountId, IReadOnlyList<(int AccountId, Guid LeadId)> ids) =>
        LeadStore.Command(
            $"""
            SELECT {LeadStore.Columns}, k.ord
            FROM ({RowSource.Numbered("lead_id")}) k
            CROSS JOIN {LeadStore.ById("k.lead_id")} l
            """,
            LeadStore.Account(accountId),
            LeadStore.Array(NpgsqlDbType.Uuid, ids.Select(id => id.LeadId)));

    /// <summary>
    /// One statement an account, all in one round trip. The last column is the key's place among the account's.
    /// </summary>
    private static void Find<TKey>(
        NpgsqlConnection connection,
        IReadOnlyList<TKey> keys,
        Func<TKey, int> accountOf,
        Func<int, IReadOnlyList<TKey>, NpgsqlBatchCommand> query,
        StoredLead?[] found)
    {
        var accounts = Enumerable.Range(0, keys.Count).GroupBy(place => accountOf(keys[place]))
            .Select(account => (Id: account.Key, Places: account.ToArray())).ToList();
        using var batch = new NpgsqlBatch(connection);
        foreach (var (id, places) in accounts)
            batch.BatchCommands.Add(query(id, [.. places.Select(place => keys[place])]));
        using var reader = batch.ExecuteReader();
        foreach (var (_, places) in accounts)
        {
            while (reader.Read())
                found[places[reader.GetInt32(13) - 1]] = StoredLead.Read(reader);
            reader.NextResult();
        }
    }
}
