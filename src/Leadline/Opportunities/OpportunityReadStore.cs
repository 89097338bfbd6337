using System.Data.Common;
using Dapper;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>The SQL of reading opportunities.</summary>
internal sealed class OpportunityReadStore(Database database)
{
    /// <summary>The leads of those opportunities that exist. A lead keeps its opportunities for good.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> LeadsOf(Caller caller, IReadOnlyCollection<Guid> ids)
    {
        await using var connection = await database.Open(caller.AccountId);
        return await LeadsOf(connection, caller.AccountId, ids);
    }

    /// <summary>The ids of the opportunities that have these numbers in their AutoId fields (extended §2.2).</summary>
    public async Task<IReadOnlyDictionary<long, Guid>> Numbered(Caller caller, IReadOnlyCollection<long> numbers)
    {
        if (numbers.Count == 0)
            return new Dictionary<long, Guid>();
        await using var connection = await database.Open(caller.AccountId);
        return (
            await connection.QueryAsync<(long Number, Guid Id)>(
                """
                SELECT opportunity_number, activity_id FROM activity
                WHERE account_id = @AccountId AND opportunity_number = ANY(@numbers) AND opportunity_number IS NOT NULL
                """,
                new { caller.AccountId, numbers = numbers.Distinct().ToArray() })
        ).ToDictionary(row => row.Number, row => row.Id);
    }


    /// <summary>The opportunities of these ids that exist.</summary>
    public async Task<IReadOnlyList<Activity>> Find(
        int accountId, IReadOnlyCollection<Guid> ids, ActivityScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {ActivityReadStore.Columns}
            FROM unnest(@ids) WITH ORDINALITY AS k (activity_id, ord)
            JOIN activity a ON a.account_id = @accountId AND a.activity_id = k.activity_id
            WHERE a.event_code >= {ActivityType.FirstOpportunityCode}{scope.Condition}
            ORDER BY k.ord
            """,
            scope.With(new { accountId, ids = ids.ToArray() }),
            cancellationToken: cancellation));
        return await ReadAll(reader, cancellation);
    }

    /// <summary>The newest opportunities of a lead.</summary>
    public async Task<IReadOnlyList<Activity>> OfLead(
        int accountId, Guid leadId, int most, ActivityScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {ActivityReadStore.Columns} FROM activity a
            WHERE a.account_id = @accountId AND a.lead_id = @leadId
                AND a.event_code >= {ActivityType.FirstOpportunityCode}{scope.Condition}
            ORDER BY a.activity_on DESC, a.activity_id DESC LIMIT @most
            """,
            scope.With(new { accountId, leadId, most }),
            cancellationToken: cancellation));
        return await ReadAll(reader, cancellation);
    }

    private static async Task<List<Activity>> ReadAll(DbDataReader reader, CancellationToken cancellation)
    {
        var found = new List<Activity>();
        while (await reader.ReadAsync(cancellation))
            found.Add(ActivityReadStore.Read(reader));
        return found;
    }

    /// <inheritdoc cref="LeadsOf(Caller, IReadOnlyCollection{Guid})"/>
    public static async Task<IReadOnlyDictionary<Guid, Guid>> LeadsOf(
        NpgsqlConnection connection, int accountId, IReadOnlyCollection<Guid> ids) =>
        (await connection.QueryAsync<(Guid Id, Guid LeadId)>(
            $"""
            SELECT activity_id, lead_id FROM activity
            WHERE account_id = @accountId AND activity_id = ANY(@ids)
                AND event_code >= {ActivityType.FirstOpportunityCode}
            """,
            new { accountId, ids = ids.Distinct().ToArray() })).ToDictionary(row => row.Id, row => row.LeadId);
}
