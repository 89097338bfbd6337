using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Leadline.Intake;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Opportunities;
using Leadline.Portals;
using Leadline.Sales;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Subscribers;
using Leadline.Surfaces;
using Leadline.Tests.Support;
using Leadline.Tickets;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace Leadline.Tests.Storage.Sql;

/// <summary>
/// Lanes keep the plans of their statements, made when there were few rows, with whatever statistics there were. What a
/// statement reads must follow from its text alone: each row by an index of its whole key, at any size and with any statistics,
/// in the first minutes of a new server least of all otherwise.
/// </summary>
public sealed partial class LanePlanTests : IAsyncLifetime
{
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await TestPostgres.NewDatabase());

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await TestPostgres.Drop(database.ConnectionString);
    }

    /// <summary>What PostgreSQL believes, of a table that then grows to 400 rows of account 1.</summary>
    public static TheoryData<string> Statistics => ["none", "empty", "one row", "30 rows", "30 accounts", "of leads alone", "of keys alone", "dead rows"];

    [Theory]
    [MemberData(nameof(Statistics))]
    public void A_statement_reads_by_whole_keys_whatever_the_statistics(string statistics)
    {
        using var held = new LaneConnection(database);
        var connection = held.Open();
        var indexes = connection.Query<(string Index, string Columns)>(
            """
            SELECT c.relname, (
                SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.place) FROM unnest(i.indkey::int[]) WITH ORDINALITY k (number, place)
                LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            """).ToDictionary(row => row.Index, row => row.Columns.Split(','));

        foreach (var (table, check) in connection.Query<(string, string)>(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace"))
            connection.Execute($"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {check}");
        Believe(connection, statistics);
        var statements = Statements().ToList();
        Assert.True(statements.Count > 45, $"{statements.Count} statements are too few to be believed.");
        var young = Faults(connection, statements, indexes);
        Fill(connection, Tables(connection), "1", rows: 370);
        var grown = Faults(connection, statements, indexes);

        Assert.Empty(young);
        Assert.Empty(grown);
    }

    /// <summary>The statements that lanes run, as PREPARE takes them.</summary>
    private static IEnumerable<(string Name, string Types, string Sql)> Statements()
    {
        var fields = typeof(LeadStore).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .ToList();
        var batch = new NpgsqlBatch();
        foreach (var field in fields.Where(field => IsRows(field.FieldType)))
            foreach (var statement in Commands(field.GetValue(null)!))
                yield return Prepared($"{field.DeclaringType!.Name}.{field.Name}", statement);
        foreach (var field in fields.Where(field => field.FieldType == typeof(LeadDeletion)))
            foreach (var statement in ((LeadDeletion)field.GetValue(null)!).Statements.SelectMany(Commands))
                yield return Prepared($"{field.DeclaringType!.Name}.{field.Name}", statement);

        foreach (var field in fields.Where(field => field.FieldType == typeof(OpportunityDeletion)))
            foreach (var statement in Commands(((OpportunityDeletion)field.GetValue(null)!).Statement))
                yield return Prepared($"{field.DeclaringType!.Name}.{field.Name}", statement);

        foreach (var field in fields.Where(field => field.FieldType == typeof(LeadMerging)))
            foreach (var statement in ((LeadMerging)field.GetValue(null)!).Statements.SelectMany(Commands))
                yield return Prepared($"{field.DeclaringType!.Name}.{field.Name}", statement);

        IdempotencyStore.AddClaim(batch, new IdempotencyKey(1, "key", new DefaultHttpContext().Request, [], DateTime.UtcNow));
        NpgsqlBatchCommand[] lookUps =
        [
            LeadStore.FindByKeys(1, []), LeadStore.FindByIds(1, []), LeadReadStore.FindByKeys(1, []), LeadReadStore.FindByIds(1, []),
            OpportunityStore.FindByIds(1, []), SaleStore.FindByIds(1, []), OpportunityStore.FindByKeys(1, []), TicketStore.FindByNumbers(1, []),
            IntakeStore.ReadRequests(1, []), PortalUserStore.Find(1, []), MergedLeadStore.FindParents(1, []), SubscriberStore.FindNumbers(1, []), .. batch.BatchCommands.Cast<NpgsqlBatchCommand>(),
        ];
        foreach (var lookUp in lookUps)
            yield return Prepared("look-up", lookUp);
    }

    private static bool IsRows(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RowStatement<>);

    private static IEnumerable<NpgsqlBatchCommand> Commands(object statement)
    {
        var batch = new NpgsqlBatch();
        var rows = Activator.CreateInstance(typeof(List<>).MakeGenericType(statement.GetType().GetGenericArguments()));
        statement.GetType().GetMethod("AddTo", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(statement, [batch, 1, rows]);
        return batch.BatchCommands.Cast<NpgsqlBatchCommand>();
    }

    private static (string Name, string Types, string Sql) Prepared(string name, NpgsqlBatchCommand command) => (
        name, string.Join(", ", command.Parameters.Select(parameter => TypeOf(parameter.NpgsqlDbType))), command.CommandText);

    private static string TypeOf(NpgsqlDbType type) =>
        (type & ~NpgsqlDbType.Array).ToString().ToLowerInvariant() + (type.HasFlag(NpgsqlDbType.Array) ? "[]" : "");

    private static List<string> Faults(
        NpgsqlConnection connection, IEnumerable<(string Name, string Types, string Sql)> statements, Dictionary<string, string[]> indexes)
    {
        var faults = new List<string>();
        foreach (var (name, types, sql) in statements)
        {
            connection.Execute($"PREPARE asked ({types}) AS {sql}");
            var nulls = string.Join(", ", types.Split(", ").Select(_ => "NULL"));
            using var plan = JsonDocument.Parse(connection.QuerySingle<string>($"EXPLAIN (FORMAT JSON) EXECUTE asked ({nulls})"));
            connection.Execute("DEALLOCATE asked");
            faults.AddRange(
                from node in Nodes(plan.RootElement[0].GetProperty("Plan"))
                where IsFault(node, indexes)
                select $"{name}: {Text(node, "Node Type")} {Text(node, "Index Name")} {Text(node, "Relation Name")} {Text(node, "Index Cond")}");
        }

        return faults;
    }

    private static bool IsFault(JsonElement node, Dictionary<string, string[]> indexes)
    {
        var type = Text(node, "Node Type");
        if (type.StartsWith("Index", StringComparison.Ordinal))
        {
            var columns = Column().Matches(Text(node, "Index Cond")).Select(match => match.Groups[1].Value).Distinct().ToHashSet();
            var index = indexes[Text(node, "Index Name")];
            return columns.Count < Math.Min(2, index.Length) || !columns.SetEquals(index.Take(columns.Count));
        }

        return type is "Seq Scan" || type.StartsWith("Bitmap", StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static void Believe(NpgsqlConnection connection, string statistics)
    {
        var tables = Tables(connection);
        switch (statistics)
        {
            case "empty":
                connection.Execute("ANALYZE (VERBOSE false)");
                break;
            case "one row":
                Fill(connection, tables, "1", rows: 1);
                connection.Execute("ANALYZE (VERBOSE false)");
                break;
            case "30 accounts":
                Fill(connection, tables, "n", rows: 30);
                connection.Execute("ANALYZE (VERBOSE false)");
                return;
            case "dead rows":
                Fill(connection, tables, "1", rows: 400);
                foreach (var table in tables)
                    connection.Execute($"DELETE FROM {table}");
                connection.Execute("ANALYZE (VERBOSE false)");
                break;
        }

        Fill(connection, tables, "1", rows: 30);
        switch (statistics)
        {
            case "30 rows":
                connection.Execute("ANALYZE (VERBOSE false)");
                break;
            case "of leads alone":
                connection.Execute("ANALYZE lead, activity, ticket, idempotency_key");
                break;
            case "of keys alone":
                connection.Execute("ANALYZE lead_identity, ticket_conversation, portal_user");
                break;
        }
    }

    private static List<string> Tables(NpgsqlConnection connection) => [.. connection.Query<string>(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'account_id')
            AND relname NOT LIKE 'lead\_search%' ORDER BY relname
        """)];

    /// <summary>Adds rows of anything to each table; the account is an expression of the row's number, <c>n</c>.</summary>
    private static void Fill(NpgsqlConnection connection, IEnumerable<string> tables, string account, int rows)
    {
        foreach (var table in tables)
        {
            var columns = connection.Query<(string Name, string Type)>(
                """
                SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
                WHERE attrelid = @table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
                    AND (attnotnull AND NOT atthasdef OR attname IN ('lead_id', 'ticket_id'))
                """,
                new { table }).ToList();
            connection.Execute(
                $"""
                INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))})
                SELECT {string.Join(", ", columns.Select(column => column.Name == "account_id" ? account : Anything(column.Type)))}
                FROM generate_series(1, {rows}) n ON CONFLICT DO NOTHING
                """);
        }
    }

    private static string Anything(string type) => type switch
    {
        "uuid" => "gen_random_uuid()",
        "text" or "character" => "md5(random()::text)",
        "bytea" => "decode(md5(random()::text), 'hex')",
        "integer" or "bigint" or "numeric" or "double precision" => "(random() * 1000000000)::integer",
        "smallint" => "1",
        "boolean" => "false",
        "json" or "jsonb" => $"'{{}}'::{type}",
        "xid8" => "pg_current_xact_id()",
        _ when type.EndsWith("[]", StringComparison.Ordinal) => $"'{{}}'::{type}",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "now() + random() * interval '1 day'",
        _ => $"NULL::{type}",
    };

    [GeneratedRegex(@"\((\w+) (?:=|>=|<=) ")]
    private static partial Regex Column();
}
