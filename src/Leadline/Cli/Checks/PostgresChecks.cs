using System.Diagnostics;
using Dapper;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Npgsql;

namespace Leadline.Cli.Checks;

/// <summary>The database as a whole: what it promises, how full it is, whether it keeps itself in order.</summary>
internal static class PostgresChecks
{
    /// <summary>Transactions after which PostgreSQL must vacuum or stop; it starts to press at 200 million.</summary>
    private const long OldTransactions = 1_000_000_000;

    private const double NoticeableSkew = 1;
    private const double HarmfulSkew = 30;

    public static async Task<IReadOnlyList<Check>> Run(Database database, CancellationToken cancellation)
    {
        await using var connection = await BulkConnection.Open(database, cancellation);
        var checks = new List<Check>
        {
            await Version(connection),
            await Migrations(database, cancellation),
            await Setting(connection, "fsync", "on", CheckStatus.Fail),
            await Setting(connection, "synchronous_commit", "on", CheckStatus.Fail),
            await Setting(connection, "full_page_writes", "on", CheckStatus.Fail),
            await Setting(connection, "data_checksums", "on", CheckStatus.Warn),
            await Setting(connection, "autovacuum", "on", CheckStatus.Warn),
            await Clock(connection),
            await Connections(connection),
            await Transactions(connection),
            await Damage(connection),
            await Age(connection),
        };
        checks.AddRange(await Tables(connection));
        return checks;
    }

    private static async Task<Check> Version(NpgsqlConnection connection)
    {
        var (version, encoding, size) = await connection.QuerySingleAsync<(string, string, long)>(
            "SELECT version(), current_setting('server_encoding'), pg_database_size(current_database())");
        var detail = $"{version.Split(',')[0]}, {encoding}, {Check.Size(size)}";
        return connection.PostgreSqlVersion.Major < 15 || encoding != "UTF8"
            ? Check.Fail("postgresql", $"{detail}: 15 or later in UTF8 is needed")
            : Check.Ok("postgresql", detail);
    }

    private static async Task<Check> Migrations(Database database, CancellationToken cancellation)
    {
        var all = OpenDatabase.Migrations();
        try
        {
            var pending = await Migrator.Pending(database, all, cancellation);
            return pending.Count == 0
                ? Check.Ok("schema", $"at {all[^1].Name}, the newest")
                : Check.Warn(
                    "schema",
                    $"{pending.Count} migrations are to come, from {pending[0].Name} on: the next start applies them");
        }
        catch (StartupException exception)
        {
            return Check.Fail("schema", exception.Message);
        }
    }

    private static async Task<Check> Setting(
        NpgsqlConnection connection, string name, string wanted, CheckStatus otherwise)
    {
        var value = await connection.ExecuteScalarAsync<string>("SELECT current_setting(@name)", new { name });
        return new Check(
            name,
            value == wanted ? CheckStatus.Ok : otherwise,
            value == wanted ? wanted : $"{value}, but should be {wanted}");
    }

    private static async Task<Check> Clock(NpgsqlConnection connection)
    {
        var roundTrip = Stopwatch.StartNew();
        var theirs = await connection.ExecuteScalarAsync<DateTime>("SELECT clock_timestamp()");
        var skew = (DateTime.UtcNow - (roundTrip.Elapsed / 2) - theirs).TotalSeconds;
        var detail = $"{skew:0.000} s ahead of the database, {roundTrip.Elapsed.TotalMilliseconds:0.0} ms away";
        return Math.Abs(skew) switch
        {
            > HarmfulSkew => Check.Fail("clock", detail),
            > NoticeableSkew => Check.Warn("clock", detail),
            _ => Check.Ok("clock", detail),
        };
    }

    private static async Task<Check> Connections(NpgsqlConnection connection)
    {
        var (used, most) = await connection.QuerySingleAsync<(int, int)>(
            """
            SELECT count(*)::int, current_setting('max_connections')::int FROM pg_stat_activity
            WHERE backend_type = 'client backend'
            """);
        return used * 10 > most * 8
            ? Check.Warn("connections", $"{used} of {most} in use")
            : Check.Ok("connections", $"{used} of {most} in use");
    }

    private static async Task<Check> Transactions(NpgsqlConnection connection)
    {
        var seconds = await connection.ExecuteScalarAsync<double?>(
            """
            SELECT max(extract(epoch FROM now() - xact_start))::float8
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """) ?? 0;
        return seconds > 300
            ? Check.Warn("oldest transaction", $"{seconds:0} s old: it holds back vacuum")
            : Check.Ok("oldest transaction", $"{seconds:0} s old");
    }

    private static async Task<Check> Damage(NpgsqlConnection connection)
    {
        var (failures, invalid) = await connection.QuerySingleAsync<(long, int)>(
            """
            SELECT coalesce((SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()), 0),
                   (SELECT count(*)::int FROM pg_index WHERE NOT indisvalid)
            """);
        return failures > 0 ? Check.Fail("damage", $"{failures} pages failed their checksum: restore a backup")
            : invalid > 0 ? Check.Warn("damage", $"{invalid} indexes are invalid: REINDEX them")
            : Check.Ok("damage", "no checksum failure, no invalid index");
    }

    private static async Task<Check> Age(NpgsqlConnection connection)
    {
        var age = await connection.ExecuteScalarAsync<long>(
            "SELECT age(datfrozenxid)::bigint FROM pg_database WHERE datname = current_database()");
        return age > OldTransactions
            ? Check.Warn("vacuum", $"the oldest row is {age} transactions old: autovacuum does not keep up")
            : Check.Ok("vacuum", $"the oldest row is {age} transactions old");
    }

    private static async Task<IEnumerable<Check>> Tables(NpgsqlConnection connection)
    {
        var tables = await connection.QueryAsync<(string Name, long Size, long Dead, long Live, DateTime? Vacuumed)>(
            """
            SELECT relname::text, pg_total_relation_size(relid), n_dead_tup, n_live_tup,
                greatest(last_vacuum, last_autovacuum)
            FROM pg_stat_user_tables
            WHERE schemaname = 'public'
            ORDER BY 2 DESC, 1
            """);
        return tables.Select(table =>
        {
            var vacuumed = table.Vacuumed is { } on ? $"vacuumed {on:u}" : "never vacuumed";
            var detail = $"{Check.Size(table.Size)} with its indexes, {table.Dead} dead rows, {vacuumed}";
            return table.Dead > 100_000 && table.Dead > table.Live / 2
                ? Check.Warn($"table {table.Name}", detail)
                : Check.Ok($"table {table.Name}", detail);
        });
    }
}
