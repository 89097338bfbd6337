using Dapper;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Opportunities;

/// <summary>The SQL of opportunity types.</summary>
internal sealed class OpportunityTypeStore(Database database)
{
    private const int Chunk = 5_000;

    /// <summary>What each type has beyond its activity type, by code.</summary>
    public async Task<IReadOnlyDictionary<int, (string PluralName, Guid? ModifiedBy)>> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return (await connection.QueryAsync<(int Code, string PluralName, Guid? ModifiedBy)>(
                "SELECT event_code, plural_name, modified_by FROM opportunity_type WHERE account_id = @accountId",
                new { accountId }))
            .ToDictionary(row => row.Code, row => (row.PluralName, row.ModifiedBy));
    }

    public Task Put(NpgsqlConnection connection, int accountId, int eventCode, string? pluralName, Guid? modifiedBy) =>
        connection.ExecuteAsync(
            """
            INSERT INTO opportunity_type AS t (account_id, event_code, plural_name, modified_by)
            VALUES (@accountId, @eventCode, coalesce(@pluralName, ''), @modifiedBy)
            ON CONFLICT (account_id, event_code) DO UPDATE
                SET plural_name = coalesce(@pluralName, t.plural_name), modified_by = @modifiedBy
            """,
            new { accountId, eventCode, pluralName, modifiedBy });

    /// <summary>Marks the place that <see cref="Release"/> may go back to.</summary>
    public static Task Savepoint(NpgsqlConnection connection) =>
        connection.ExecuteAsync("SAVEPOINT opportunity_type");

    public static Task Release(NpgsqlConnection connection, bool isUndone) => connection.ExecuteAsync(
        $"{(isUndone ? "ROLLBACK TO" : "RELEASE")} SAVEPOINT opportunity_type");

    /// <summary>
    /// Gives the opportunities of a type the keys of its new rule, in the transaction that changes the rule: nobody
    /// captures meanwhile. Of those that are duplicates by it already, the one that was changed first has the key.
    /// </summary>
    public async Task Rekey(NpgsqlConnection connection, Account account, OpportunityDefinition definition)
    {
        await connection.ExecuteAsync(
            """
            UPDATE activity SET opportunity_key = NULL
            WHERE account_id = @Id AND event_code = @EventCode AND opportunity_key IS NOT NULL
            """,
            new { account.Id, definition.EventCode });
        if (!definition.DuplicateRule.Any())
            return;
        var (modifiedOn, activityId) = (DateTime.MinValue, Guid.Empty);
        while (await Next(connection, account.Id, definition.EventCode, modifiedOn, activityId) is { Count: > 0 } chunk)
        {
            (modifiedOn, activityId) = (chunk[^1].ModifiedOn, chunk[^1].Id);
            await SetKeys(
                connection,
                account.Id,
                chunk,
                [.. chunk.Select(opportunity => definition.KeyOf(account, opportunity))]);
        }
    }

    private static async Task<List<Activity>> Next(
        NpgsqlConnection connection, int accountId, int eventCode, DateTime modifiedOn, Guid activityId)
    {
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            SELECT {ActivityReadStore.Columns} FROM activity a
            WHERE a.account_id = @accountId AND a.event_code = @eventCode
                AND (a.modified_on, a.activity_id) > (@modifiedOn, @activityId)
            ORDER BY a.modified_on, a.activity_id LIMIT {Chunk}
            """,
            new { accountId, eventCode, modifiedOn = DateTime.SpecifyKind(modifiedOn, DateTimeKind.Utc), activityId });
        var opportunities = new List<Activity>();
        while (await reader.ReadAsync())
            opportunities.Add(ActivityReadStore.Read(reader));
        return opportunities;
    }

    private static async Task SetKeys(NpgsqlConnection connection, int accountId, List<Activity> chunk, Guid?[] keys)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE activity a SET opportunity_key = u.opportunity_key
            FROM (
                SELECT DISTINCT ON (k.lead_id, k.opportunity_key) k.*
                FROM unnest($2, $3, $4) WITH ORDINALITY AS k (activity_id, lead_id, opportunity_key, ord)
                WHERE k.opportunity_key IS NOT NULL AND NOT EXISTS (
                    SELECT FROM activity b
                    WHERE b.account_id = $1 AND b.lead_id = k.lead_id AND b.opportunity_key = k.opportunity_key)
                ORDER BY k.lead_id, k.opportunity_key, k.ord
            ) u
            WHERE a.account_id = $1 AND a.activity_id = u.activity_id
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(Leads.LeadStore.Array(NpgsqlDbType.Uuid, chunk.Select(opportunity => opportunity.Id)));
        command.Parameters.Add(
            Leads.LeadStore.Array(NpgsqlDbType.Uuid, chunk.Select(opportunity => opportunity.LeadId)));
        command.Parameters.Add(Leads.LeadStore.Array(NpgsqlDbType.Uuid, keys));
        await command.ExecuteNonQueryAsync();
    }
}
