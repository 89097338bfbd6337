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
    public async Task Every_statement_names_account_id()
    {
        var tables = (await connection.QueryAsync<string>(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"))
            .Where(table => !OfServer.Contains(table)).ToHashSet();

        var statements = (
            from file in SourceTree.CSharp("src")
            from literal in Literal().Matches(file.Text)
            let sql = literal.Value
            where Table().Matches(sql).Any(match => tables.Contains(match.Groups[1].Value))
            where !LocksWholeTable(sql)
            select (file.Path, Sql: sql)).ToList();

        Assert.True(statements.Count > 20, "The search for statements finds too few to be believed.");
        Assert.DoesNotContain(statements, statement => !statement.Sql.Contains("account_id", StringComparison.Ordinal));
    }

    // LOCK TABLE has no rows to name an account of.
    private static bool LocksWholeTable(string sql) => sql.Contains("LOCK TABLE", StringComparison.Ordinal);

    [GeneratedRegex(""""
        """[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"
        """", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?:FROM|INTO|UPDATE|JOIN|TABLE|USING)\s+(?:ONLY\s+)?(\w+)")]
    private static partial Regex Table();
}
