using System.Text.RegularExpressions;
using Dapper;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Architecture;

/// <summary>Accounts never meet: every table starts with account_id, every statement names it, nothing spans accounts.</summary>
public sealed partial class AccountRules : IAsyncLifetime
{
    // Tables of the server itself: its migrations, and the keys of form tokens, which a node needs before it knows whose portal
    // is asked for.
    private static readonly string[] OfServer = ["schema_migration", "data_protection_key"];

    // Reads over all accounts, without locks: who there is, who has work, whom a secret or an address belongs to. What they
    // find is then claimed within one account. The one that adds is what makes an account.
    private static readonly (string File, string Start)[] Spanning =
    [
        ("Accounts/AccountStore.cs", "SELECT account_id FROM account"),
        ("Accounts/AccountStore.cs", "SELECT EXISTS (SELECT account_id FROM account)"),
        ("Accounts/AccountStore.cs", "SELECT u.account_id, u.user_id"),
        ("Accounts/AccountStore.cs", "INSERT INTO account ("),
        ("Cli/Checks/MailChecks.cs", "SELECT count(*)"),
        ("EmailMarketing/MailingStore.cs", "SELECT account_id, mailing_id"),
        ("Imports/ImportStore.cs", "SELECT o.account_id"),
        ("InboundMail/Imap/MailboxStore.cs", "SELECT DISTINCT account_id FROM mailbox"),
        ("Intake/IntakePartitionStore.cs", "SELECT min(received_on)"),
        ("Intake/IntakePollerStore.cs", "SELECT c.account_id"),
        ("LeadJobs/LeadJobStore.cs", "SELECT j.account_id"),
        ("Leads/Index/IndexWriteStore.cs", "SELECT a.account_id"),
        ("Leads/UniqueFieldStore.cs", "SELECT account_id, schema_name"),
        ("Mail/MailStore.cs", "SELECT DISTINCT account_id"),
        ("Mail/MailStore.cs", "SELECT account_id FROM ("),
        ("Mail/MailStore.cs", "SELECT due_on"),
        ("PersonalData/PersonalRequestStore.cs", "SELECT r.account_id"),
        ("Portals/PortalStore.cs", "SELECT account_id FROM portal"),
        ("Portals/PortalStore.cs", "SELECT EXISTS"),
        ("Surfaces/StatusCallStore.cs", "SELECT account_id AS"),
        ("Tasks/TaskReminderStore.cs", "SELECT account_id AS"),
        ("Tickets/Sla/TicketSweepStore.cs", "SELECT account_id AS"),
        ("Tickets/Sla/TicketSweepStore.cs", "SELECT account_id FROM service_desk"),
        ("Users/SignIn/UserIdentityStore.cs", "SELECT account_id, user_id FROM user_identity"),
        ("Webhooks/WebhookStore.cs", "SELECT w.account_id, w.webhook_id"),
    ];

    private string connectionString = "";
    private NpgsqlConnection connection = null!;

    public async ValueTask InitializeAsync()
    {
        connectionString = await TestPostgres.NewDatabase();
        connection = new NpgsqlConnection(connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await TestPostgres.Drop(connectionString);
    }

    [Fact]
    public async Task Every_primary_key_starts_with_account_id()
    {
        var firstColumns = await connection.QueryAsync<(string Table, string? Column)>(
            """
            SELECT c.relname, a.attname
            FROM pg_class c
            LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            """);

        Assert.DoesNotContain(firstColumns, row => !OfServer.Contains(row.Table) && row.Column != "account_id");
    }

    [Fact]
    public async Task No_sequence_and_no_reference_spans_accounts()
    {
        Assert.Empty(await connection.QueryAsync<string>(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"));
        Assert.Empty(await connection.QueryAsync<string>(
            """
            SELECT conname FROM pg_constraint
            WHERE contype = 'f' AND connamespace = 'public'::regnamespace
              AND NOT (SELECT attname = 'account_id' FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1])
            """));
    }

    [Fact]
    public async Task Every_statement_is_one_accounts()
    {
        var tables = await Tables();

        var statements = (
            from file in SourceTree.CSharp("src")
            from literal in Literal().Matches(file.Text)
            let sql = literal.Value.Trim('"')
            where AccountStatement.IsWhole(sql) && Table().Matches(sql).Any(match => tables.Contains(match.Groups[1].Value))
            select (file.Path, Sql: sql, Fault: AccountStatement.Fault(sql, tables))).ToList();

        Assert.True(statements.Count > 150, "The search for statements finds too few to be believed.");
        Assert.Empty(
            from statement in statements
            where statement.Fault is not null && !Spans(statement.Path, statement.Sql)
            select $"{statement.Path}: {statement.Fault}: {statement.Sql}");
        Assert.All(Spanning, known => Assert.Contains(
            statements, statement => statement.Fault is not null && Is(statement.Path, statement.Sql, known)));
    }

    [Theory]
    [InlineData("UPDATE lead SET owner_id = $3 WHERE account_id > 0 AND lead_id = $2")]
    [InlineData("DELETE FROM lead WHERE lead_id = $1")]
    [InlineData("SELECT lead_id FROM lead WHERE account_id = ANY($1)")]
    [InlineData("SELECT lead_id FROM lead WHERE account_id IN ($1, $2) FOR UPDATE")]
    [InlineData("DELETE FROM mail m USING account a WHERE m.account_id = a.account_id AND m.use_by < $1")]
    [InlineData("UPDATE lead SET owner_id = $2 WHERE account_id = $1 OR lead_id = $3")]
    [InlineData("SELECT l.lead_id FROM lead l JOIN activity a ON a.lead_id = l.lead_id WHERE l.account_id = $1")]
    [InlineData("INSERT INTO lead_identity (account_id, field, value) SELECT account_id, $1, $2 FROM account WHERE account_id = $3")]
    [InlineData("INSERT INTO lead_identity (field, value, account_id) VALUES ($1, $2, $3)")]
    [InlineData("WITH due AS (SELECT mail_id FROM mail WHERE account_id = $1) DELETE FROM mail m USING due d WHERE m.mail_id = d.mail_id")]
    [InlineData("SELECT lead_id FROM lead WHERE account_id = $1 + 1")]
    [InlineData("SELECT lead_id FROM lead WHERE account_id <> $1")]
    [InlineData("UPDATE lead SET owner_id = $1 -- WHERE account_id = $2")]
    public async Task A_statement_that_is_not_one_accounts_is_found(string sql) =>
        Assert.NotNull(AccountStatement.Fault(sql, await Tables()));

    [Theory]
    [InlineData("SELECT l.lead_id FROM lead l JOIN activity a ON a.account_id = l.account_id WHERE l.account_id = $1 AND (l.number = $2 OR l.number = $3)")]
    [InlineData("INSERT INTO lead_identity (account_id, field, value) VALUES ($1, $2, $3)")]
    [InlineData("UPDATE mail SET due_on = @now WHERE account_id = @accountId AND mail_id = @id")]
    public async Task A_statement_of_one_account_passes(string sql) => Assert.Null(AccountStatement.Fault(sql, await Tables()));

    private async Task<HashSet<string>> Tables() => [.. (await connection.QueryAsync<string>(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"))
        .Where(table => !OfServer.Contains(table))];

    private static bool Spans(string path, string sql) => Spanning.Any(known => Is(path, sql, known));

    private static bool Is(string path, string sql, (string File, string Start) known) =>
        path.EndsWith("/" + known.File, StringComparison.Ordinal)
        && sql.TrimStart().StartsWith(known.Start, StringComparison.Ordinal)
        && !Locks().IsMatch(sql);

    [GeneratedRegex(@"\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b|\bUPDATE\s+\w+\s+(?:\w+\s+)?SET\b|\bDELETE\b")]
    private static partial Regex Locks();

    [GeneratedRegex(""""
        """[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"
        """", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?:FROM|INTO|UPDATE|JOIN|TABLE|USING)\s+(?:ONLY\s+)?(\w+)")]
    private static partial Regex Table();
}
