using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// What a batch of leads came to: where it ended, null after the last lead, and who shares a value with an earlier one.
/// </summary>
internal sealed record EnteredBatch(
    Guid? Last, IReadOnlyList<(string Key, string Value, Guid Owner, Guid LeadId)> Clashes);

/// <summary>The SQL of marking a field unique.</summary>
internal static class UniqueFieldStore
{
    private const int BatchSize = 1000;

    public static async Task<IReadOnlyList<(int AccountId, string SchemaName)>> Unfinished(
        NpgsqlConnection connection) =>
        [
            .. await connection.QueryAsync<(int, string)>(
                """
                SELECT account_id, schema_name FROM field
                WHERE owner = @LeadOwner AND definition ->> 'Unique' = @building
                ORDER BY account_id, schema_name
                """,
                new { AccountFields.LeadOwner, building = nameof(Uniqueness.Building) }),
        ];

    public static Task<bool> TryLock(NpgsqlConnection connection, int markingLock, int accountId) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT pg_try_advisory_lock(@markingLock, @accountId)", new { markingLock, accountId });

    public static Task Unlock(NpgsqlConnection connection, int markingLock, int accountId) =>
        connection.ExecuteAsync("SELECT pg_advisory_unlock(@markingLock, @accountId)", new { markingLock, accountId });

    /// <summary>
    /// Enters the identities of the next 1,000 leads. Their rows are locked, so that no write changes a value between
    /// its reading here and its entry.
    /// </summary>
    public static async Task<EnteredBatch> EnterBatch(
        NpgsqlConnection connection, Account account, FieldDefinition field, Guid after)
    {
        var last = await connection.ExecuteScalarAsync<Guid?>(
            $"""
            SELECT lead_id FROM lead WHERE account_id = @Id AND lead_id > @after
            ORDER BY lead_id OFFSET {BatchSize - 1} LIMIT 1
            """,
            new { account.Id, after });
        var rows = await connection.QueryAsync<(Guid LeadId, string Value)>(
            """
            SELECT lead_id, "values" ->> @SchemaName FROM lead
            WHERE account_id = @Id AND lead_id > @after AND lead_id <= @upTo AND "values" ->> @SchemaName IS NOT NULL
            ORDER BY lead_id
            FOR UPDATE
            """,
            new { account.Id, after, upTo = last ?? Guid.AllBitsSet, field.SchemaName });

        var found = new List<(string Key, string Value, Guid LeadId)>();
        foreach (var (leadId, value) in rows)
            if (LeadInput.Key(account, field, value) is { } key)
                found.Add((key.Value, value, leadId));
        return new EnteredBatch(
            last, found.Count == 0 ? [] : await Enter(connection, account.Id, field.SchemaName, found));
    }

    public static Task<int> RemoveBatch(NpgsqlConnection connection, int accountId, string schemaName) =>
        connection.ExecuteAsync(
            """
            DELETE FROM lead_identity WHERE account_id = @accountId AND field = @schemaName AND value = ANY(ARRAY(
                SELECT value FROM lead_identity WHERE account_id = @accountId AND field = @schemaName LIMIT 5000))
            """,
            new { accountId, schemaName });

    private static async Task<IReadOnlyList<(string Key, string Value, Guid Owner, Guid LeadId)>> Enter(
        NpgsqlConnection connection,
        int accountId,
        string schemaName,
        List<(string Key, string Value, Guid LeadId)> found)
    {
        var keys = found.Select(row => row.Key).ToArray();
        await connection.ExecuteAsync(
            """
            INSERT INTO lead_identity (account_id, field, value, lead_id)
            SELECT @accountId, @schemaName, u.value, u.lead_id FROM unnest(@keys, @leadIds) AS u (value, lead_id)
            ORDER BY u.value, u.lead_id
            ON CONFLICT (account_id, field, value) DO NOTHING
            """,
            new { accountId, schemaName, keys, leadIds = found.Select(row => row.LeadId).ToArray() });
        var owners = (await connection.QueryAsync<(string Key, Guid LeadId)>(
            """
            SELECT value, lead_id FROM lead_identity
            WHERE account_id = @accountId AND field = @schemaName AND value = ANY(@keys)
            """,
            new { accountId, schemaName, keys })).ToDictionary(row => row.Key, row => row.LeadId);

        var clashes = new List<(string, string, Guid, Guid)>();
        foreach (var (key, value, leadId) in found)
        {
            // Whoever had the key has given it up since: the batch can now be entered.
            if (!owners.TryGetValue(key, out var owner))
                throw new RaceLostException();
            if (owner != leadId)
                clashes.Add((key, value, owner, leadId));
        }

        return clashes;
    }
}
