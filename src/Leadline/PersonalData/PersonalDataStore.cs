using Dapper;
using Leadline.Storage;

namespace Leadline.PersonalData;

/// <summary>The SQL of reading what the account holds of a person.</summary>
internal sealed class PersonalDataStore(Database database)
{
    // What no index leads to is looked for in whole tables, in the background.
    private const int SlowSeconds = 3600;

    /// <summary>The leads that were merged into these.</summary>
    public async Task<IReadOnlyList<(Guid LeadId, string Values)>> Merged(int accountId, Guid[] leads)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<(Guid, string)>(
                """
                SELECT lead_id, "values"::text FROM merged_lead
                WHERE account_id = @accountId AND parent_id = ANY(@leads)
                """,
                new { accountId, leads }),
        ];
    }

    /// <summary>How many records there are of each kind, but those that are slow to find.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Count(int accountId, PersonalTraces traces)
    {
        await using var connection = await database.Open(accountId);
        var counts = await connection.QueryAsync<(string Kind, long Records)>(
            PersonalTableStore.Count(PersonalTableStore.All.Where(table => !table.IsSlow)),
            Parameters(accountId, traces));
        return counts.Where(one => one.Records > 0).ToDictionary(one => one.Kind, one => one.Records);
    }

    /// <summary>What is needed to know the person's records by, once the leads are gone.</summary>
    public async Task<PersonalTraces> Complete(int accountId, PersonalTraces traces)
    {
        await using var connection = await database.Open(accountId);
        var parameters = Parameters(accountId, traces);
        var tickets = (await connection.QueryAsync<(Guid Id, long Number)>(
            "SELECT ticket_id, number FROM ticket WHERE account_id = @accountId AND lead_id = ANY(@leads)",
            parameters)).ToList();
        var tasks = (await connection.QueryAsync<(Guid Id, string Name)>(
            "SELECT task_id, name FROM task WHERE account_id = @accountId AND lead_id = ANY(@leads)",
            parameters)).ToList();
        var opportunities = await connection.QueryAsync<Guid>(
            """
            SELECT activity_id FROM activity
            WHERE account_id = @accountId AND lead_id = ANY(@leads) AND event_code >= 12000
            """,
            parameters);
        return traces with
        {
            Tickets = [.. tickets.Select(ticket => ticket.Id)],
            Records =
            [
                .. traces.Leads.Concat(tickets.Select(ticket => ticket.Id)).Concat(tasks.Select(task => task.Id))
                    .Concat(opportunities).Select(id => id.ToString()),
                .. tickets.Select(ticket => $"tickets/{ticket.Number}"),
            ],
            Subjects = [.. tasks.Select(task => $"Reminder: {task.Name}")],
        };
    }

    /// <summary>Calls back with each record of a kind, as JSON.</summary>
    public async Task Read(
        int accountId, PersonalTable table, PersonalTraces traces, Func<string, Task> take,
        CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        var parameters = Parameters(accountId, traces);
        parameters.Add("hidden", table.Hidden.Append("account_id").ToArray());
        await foreach (var record in connection.QueryUnbufferedAsync<string>(
            PersonalTableStore.Read(table), parameters, commandTimeout: SlowSeconds).WithCancellation(cancellation))
            await take(record);
    }

    /// <summary>Calls back with each file that records of a kind hold.</summary>
    public async Task ReadFiles(
        int accountId, PersonalTable table, PersonalTraces traces, Func<string, byte[], Task> take,
        CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await foreach (var (name, content) in connection.QueryUnbufferedAsync<(string, byte[])>(
            PersonalTableStore.ReadFiles(table), Parameters(accountId, traces), commandTimeout: SlowSeconds)
            .WithCancellation(cancellation))
            await take(name, content);
    }

    /// <summary>Calls back with the leads' files, part by part: those of a file follow each other.</summary>
    public async Task ReadStoredFiles(
        int accountId, PersonalTraces traces, Func<string, byte[], Task> take, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await foreach (var (name, content) in connection.QueryUnbufferedAsync<(string, byte[])>(
            """
            SELECT f.file_id || '-' || f.name, p.content FROM stored_file f
            JOIN stored_file_part p ON p.account_id = f.account_id AND p.file_id = f.file_id
            WHERE f.account_id = @accountId AND f.lead_id = ANY(@leads) AND NOT f.is_removed
            ORDER BY f.file_id, p.part
            """,
            Parameters(accountId, traces),
            commandTimeout: SlowSeconds).WithCancellation(cancellation))
            await take(name, content);
    }

    /// <summary>Removes what is left of a person once the leads are gone.</summary>
    public async Task Erase(int accountId, PersonalTraces traces, string statement, CancellationToken cancellation)
    {
        var parameters = Parameters(accountId, traces);
        await Races.Again(() => database.Transaction(
            accountId,
            connection => connection.ExecuteAsync(statement, parameters, commandTimeout: SlowSeconds),
            cancellation));
    }

    private static DynamicParameters Parameters(int accountId, PersonalTraces traces)
    {
        var mentions = traces.Emails.Concat(traces.Phones).Concat(traces.Leads.Select(id => id.ToString())).ToList();
        return new DynamicParameters(new
        {
            accountId,
            leads = traces.Leads.ToArray(),
            tickets = traces.Tickets.ToArray(),
            records = traces.Records.ToArray(),
            subjects = traces.Subjects.ToArray(),
            emails = traces.Emails.ToArray(),
            bracketed = traces.Emails.Select(email => $"%<{PersonalTraceRules.Literal(email)}>%").ToArray(),
            phones = traces.Phones.ToArray(),
            mentions = mentions.Select(PersonalTraceRules.Mention).ToArray(),
            words = PersonalTraceRules.Words(traces),
            addresses = PersonalTraceRules.Addresses(traces),
            tokens = traces.Tickets.SelectMany(PersonalTraceRules.MailsAbout).ToArray(),
        });
    }
}
