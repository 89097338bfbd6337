using System.Data;
using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Npgsql;

namespace Leadline.Cli.Checks;

/// <summary>
/// Each account: what it holds, whether somebody can get in, and whether its leads are found by what they hold.
/// </summary>
internal static class AccountChecks
{
    public static async Task<IReadOnlyList<Check>> Run(
        IServiceProvider services, NpgsqlConnection connection, bool full)
    {
        var accounts = services.GetRequiredService<AccountOperations>();
        var fields = services.GetRequiredService<FieldOperations>();
        var checks = new List<Check>();
        // Servers go on writing: everything that is compared is seen at one moment.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var tables = await Tables(connection);
        foreach (var id in await accounts.AccountIds())
        {
            if (await accounts.Find(id) is not { } account)
                continue;
            checks.Add(Entry(account));
            checks.Add(await Rows(connection, tables, account));
            checks.Add(await IdentityChecks.Run(connection, account, (await fields.Get(id)).Lead, full));
            if (full)
                checks.Add(await Events(connection, account));
        }

        if (checks.Count == 0)
            checks.Add(Check.Warn("accounts", "there is none: the server makes the first when it starts"));
        return checks;
    }

    private static async Task<List<string>> Tables(NpgsqlConnection connection) =>
    [
        .. await connection.QueryAsync<string>(
            """
            SELECT c.relname::text
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            ORDER BY 1
            """)
    ];

    private static Check Entry(Account account)
    {
        var administrators = account.Users.Values.Count(user => user.IsActive && user.IsAdministrator);
        var keys = account.Keys.Values.Count(key =>
            account.Users.TryGetValue(key.UserId, out var user) && user.IsActive);
        var detail = $"'{account.Name}', {administrators} active administrators, {keys} usable keys";
        return administrators > 0 && keys > 0
            ? Check.Ok($"account {account.Id}", detail)
            : Check.Warn($"account {account.Id}", $"{detail}: nobody can get in or manage it");
    }

    private static async Task<Check> Rows(NpgsqlConnection connection, List<string> tables, Account account)
    {
        var counts = new List<string>();
        foreach (var table in tables)
        {
            var count = await connection.ExecuteScalarAsync<long>(
                $"SELECT count(*) FROM {new NpgsqlCommandBuilder().QuoteIdentifier(table)} WHERE account_id = @Id",
                new { account.Id });
            if (count > 0)
                counts.Add($"{table} {count}");
        }

        return Check.Ok($"account {account.Id} rows", string.Join(", ", counts));
    }

    /// <summary>Every lead came with an event, and every one that went left one.</summary>
    private static async Task<Check> Events(NpgsqlConnection connection, Account account)
    {
        var (leads, events) = await connection.QuerySingleAsync<(long, long)>(
            """
            SELECT (SELECT count(*) FROM lead WHERE account_id = @Id),
                   (SELECT count(*) FILTER (WHERE kind = 'lead.created') - count(*) FILTER (WHERE kind = 'lead.deleted')
                    FROM event WHERE account_id = @Id)
            """,
            new { account.Id });
        return leads == events
            ? Check.Ok($"account {account.Id} events", $"they tell of all {leads} leads")
            : Check.Fail($"account {account.Id} events", $"they tell of {events} leads, but there are {leads}");
    }
}
