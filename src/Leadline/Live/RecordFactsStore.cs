using Dapper;
using Leadline.Storage;

namespace Leadline.Live;

/// <summary>The SQL of what decides who sees records: many of all kinds by one look.</summary>
internal sealed class RecordFactsStore(Database database)
{
    /// <summary>Those of the records that are there, by their names.</summary>
    public async Task<IReadOnlyDictionary<RecordName, RecordFacts>> Find(
        int accountId, IReadOnlyCollection<RecordName> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
            return new Dictionary<RecordName, RecordFacts>();
        await using var connection = await database.Open(accountId, cancellation);
        var found = await connection.QueryAsync<RecordFacts>(new CommandDefinition(
            """
            SELECT 'lead' AS Kind, l.lead_id AS Id, l.lead_id AS LeadId, l.owner_id AS LeadOwner, l.owner_id AS Owner,
                NULL::uuid AS GroupId, NULL::uuid AS ActivityId, 0 AS Code, NULL::bigint AS Number,
                coalesce(
                    nullif(concat_ws(' ', l."values" ->> 'FirstName', l."values" ->> 'LastName'), ''),
                    l."values" ->> 'EmailAddress', l."values" ->> 'Phone') AS Title
            FROM lead l WHERE l.account_id = @accountId AND l.lead_id = ANY(@leads)
            UNION ALL
            SELECT CASE WHEN a.activity_id = ANY(@opportunities) THEN 'opportunity' ELSE 'activity' END,
                a.activity_id, a.lead_id, l.owner_id, a.owner_id, NULL, NULL, a.event_code, NULL,
                a."values" ->> 'mx_Custom_1'
            FROM activity a JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id
            WHERE a.account_id = @accountId AND a.activity_id = ANY(@activities || @opportunities)
            UNION ALL
            SELECT 'task', t.task_id, t.lead_id, l.owner_id, t.owner_id, NULL, NULL, 0, NULL, t.name
            FROM task t LEFT JOIN lead l ON l.account_id = t.account_id AND l.lead_id = t.lead_id
            WHERE t.account_id = @accountId AND t.task_id = ANY(@tasks)
            UNION ALL
            SELECT 'ticket', t.ticket_id, t.lead_id, NULL, t.agent_id, t.group_id, NULL, 0, t.number,
                t."values" ->> 'Title'
            FROM ticket t WHERE t.account_id = @accountId AND t.ticket_id = ANY(@tickets)
            UNION ALL
            SELECT 'note', n.note_id, n.lead_id, l.owner_id, NULL, NULL, NULL, 0, NULL, NULL
            FROM lead_note n JOIN lead l ON l.account_id = n.account_id AND l.lead_id = n.lead_id
            WHERE n.account_id = @accountId AND n.note_id = ANY(@notes)
            UNION ALL
            SELECT 'file', f.file_id, f.lead_id, l.owner_id, a.owner_id, NULL, f.activity_id,
                coalesce(a.event_code, 0), NULL, NULL
            FROM stored_file f JOIN lead l ON l.account_id = f.account_id AND l.lead_id = f.lead_id
            LEFT JOIN activity a ON a.account_id = f.account_id AND a.activity_id = f.activity_id
            WHERE f.account_id = @accountId AND f.file_id = ANY(@files)
            """,
            new
            {
                accountId,
                leads = Ids(names, LiveKinds.Lead),
                activities = Ids(names, LiveKinds.Activity),
                opportunities = Ids(names, LiveKinds.Opportunity),
                tasks = Ids(names, LiveKinds.Task),
                tickets = Ids(names, LiveKinds.Ticket),
                notes = Ids(names, LiveKinds.Note),
                files = Ids(names, LiveKinds.File),
            },
            cancellationToken: cancellation));
        return found.ToDictionary(one => new RecordName(one.Kind, one.Id));
    }

    /// <summary>The id of the ticket of a number; null where there is none.</summary>
    public async Task<Guid?> TicketId(int accountId, long number, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "SELECT ticket_id FROM ticket WHERE account_id = @accountId AND number = @number",
            new { accountId, number },
            cancellationToken: cancellation));
    }

    private static Guid[] Ids(IEnumerable<RecordName> names, string kind) =>
        [.. names.Where(name => name.Kind == kind).Select(name => name.Id).Distinct()];
}
