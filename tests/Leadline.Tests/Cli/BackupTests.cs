using System.IO.Compression;
using System.Runtime.Versioning;
using Dapper;
using Leadline.Cli;
using Leadline.Cli.Backups;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>What a backup holds comes back whole, and nothing else comes back at all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests(CommandServer server) : IClassFixture<CommandServer>, IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-backup-");
    private string target = "";

    private string FilePath => Path.Combine(root.FullName, "leads.backup");

    public async ValueTask InitializeAsync() => target = await TestPostgres.EmptyDatabase();

    public async ValueTask DisposeAsync()
    {
        await TestPostgres.Drop(target);
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_row_of_every_table_comes_back()
    {
        using (var caller = new Caller(server.Url, server.Credentials.AccessKey, server.Credentials.SecretKey))
        {
            await caller.Capture("one@example.com");
            await caller.Capture("one@example.com", idempotencyKey: "retry");
            await caller.Capture("two@example.com");
        }

        await FillEmptyTables(server.ConnectionString);
        var expected = await BackupAtRest();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.False(File.Exists(FilePath + ".partial"));
        await Restore();

        Assert.All(expected, table => Assert.True(table.Value.Rows > 0, $"{table.Key} is empty"));
        var restored = await Digests(target);
        Assert.All(expected, table => Assert.True(table.Value == restored[table.Key], $"{table.Key} came back otherwise"));
        Assert.Equal(expected.Count, restored.Count);
        Assert.Equal(await EventOrder(server.ConnectionString), await EventOrder(target));
    }

    [Fact]
    public async Task A_backup_beside_writers_is_one_moment()
    {
        using var stop = new CancellationTokenSource();
        var account = await LeadlineProcess.Json(server.On("account", "create"));
        await LeadlineProcess.Json(server.On("account", "limit", "--account", account.GetProperty("orgId").GetString()!, "--calls", "off"));
        using var caller = new Caller(
            server.Url, account.GetProperty("accessKey").GetString()!, account.GetProperty("secretKey").GetString()!);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
                await caller.Capture($"w{writer}-{number}@example.com");
        })).ToList();

        await Backup();
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await Restore();
        var (_, output, _) = await LeadlineProcess.Run("doctor", "--full", "--data", root.FullName, "--database", target);

        // The run's PostgreSQL may do without fsync.
        Assert.DoesNotContain(
            output.Split('\n'), line => line.StartsWith("FAIL", StringComparison.Ordinal) && !line.Contains(" fsync ", StringComparison.Ordinal));
        Assert.DoesNotContain($"account {account.GetProperty("orgId").GetString()} identity  0 leads", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_database_is_refused()
    {
        await Backup();
        await StartFailureTests.Refused("The database holds tables already", server.On("restore", FilePath));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public async Task A_damaged_file_is_refused_and_leaves_nothing(double place)
    {
        await Backup();
        var bytes = await File.ReadAllBytesAsync(FilePath, TestContext.Current.CancellationToken);
        var at = (int)(bytes.Length * place);
        for (var index = at; index < at + 40; index++)
            bytes[index] ^= 0x55;
        await File.WriteAllBytesAsync(FilePath, bytes, TestContext.Current.CancellationToken);

        await StartFailureTests.Refused("damaged", "restore", FilePath, "--database", target);
        Assert.Empty(await Digests(target));
    }

    [Fact]
    public async Task A_cut_file_is_refused()
    {
        await Backup();
        await using (var file = File.OpenWrite(FilePath))
            file.SetLength(file.Length / 2);
        await StartFailureTests.Refused("is not a backup of Leadline, or is damaged", "restore", FilePath, "--database", target);
    }

    [Fact]
    public async Task Another_zip_is_refused()
    {
        await using (var archive = await ZipFile.OpenAsync(FilePath, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
            archive.CreateEntry("something.txt");
        await StartFailureTests.Refused("is not a backup of Leadline, or is damaged", "restore", FilePath, "--database", target);
    }

    [Fact]
    public async Task An_older_backup_is_migrated_and_a_newer_one_refused()
    {
        var all = OpenDatabase.Migrations();
        var source = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(source + ";Pooling=false"))
        {
            await using (var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken))
                await Migrator.Create(connection, [all[0]]);
            await Execute(database, "INSERT INTO account (account_id, name) VALUES (10001, 'Older')");
            await BackupWriter.Write(database, FilePath, TestContext.Current.CancellationToken);
            await Restore();
            await using var restored = new Database(target + ";Pooling=false");
            Assert.Empty(await Migrator.Pending(restored, all, TestContext.Current.CancellationToken));

            await Execute(database, "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, '9999_later', '')");
            await BackupWriter.Write(database, FilePath, TestContext.Current.CancellationToken);
        }

        await TestPostgres.Drop(source);
        await StartFailureTests.Refused("it was made by a newer Leadline", "restore", FilePath, "--database", target);
    }

    private async Task Backup()
    {
        var (exitCode, _, errors) = await LeadlineProcess.Run(server.On("backup", FilePath));
        Assert.True(exitCode == 0, errors);
    }

    /// <summary>A backup during which no row changed: the server's workers act on awkward rows as well. What every table held then.</summary>
    private async Task<Dictionary<string, (long Rows, string Digest)>> BackupAtRest()
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await Digests(server.ConnectionString);
            await Backup();
            var after = await Digests(server.ConnectionString);
            var changed = after.Where(table => before[table.Key] != table.Value).Select(table => table.Key).ToList();
            if (changed.Count == 0)
                return after;
            Assert.True(attempt < 20, $"Rows of {string.Join(", ", changed)} change all the time.");
            File.Delete(FilePath);
        }
    }

    private async Task Restore()
    {
        var (exitCode, _, errors) = await LeadlineProcess.Run("restore", FilePath, "--database", target);
        Assert.True(exitCode == 0, errors);
    }

    private static async Task Execute(Database database, string sql)
    {
        await using var connection = await database.OpenAcrossAccounts();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Each table's rows and their digest, without the columns whose values belong to the cluster.</summary>
    private static async Task<Dictionary<string, (long Rows, string Digest)>> Digests(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        var digests = new Dictionary<string, (long, string)>();
        foreach (var table in await Columns(connection))
        {
            var row = string.Join(", ", table.Where(column => column.Type != "xid8").Select(column => $"\"{column.Name}\""));
            digests[table.Key] = await connection.QuerySingleAsync<(long, string)>(
                $"SELECT count(*), coalesce(md5(string_agg(r::text, ';' ORDER BY r::text)), '') FROM (SELECT {row} FROM \"{table.Key}\") r");
        }

        return digests;
    }

    /// <summary>The events of each lead in their order. A restored log holds one transaction, so across leads it is the ids' order.</summary>
    private static async Task<List<Guid>> EventOrder(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        return [.. await connection.QueryAsync<Guid>("SELECT event_id FROM event ORDER BY account_id, lead_id, tx, event_id")];
    }

    /// <summary>A row of awkward values in each table that the requests above did not reach.</summary>
    private static async Task FillEmptyTables(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        foreach (var table in await Columns(connection))
            if (await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM \"{table.Key}\"") == 0)
                await connection.ExecuteAsync(
                    $"INSERT INTO \"{table.Key}\" VALUES ({string.Join(", ", table.Select(Awkward))})");
    }

    private static string Awkward((string Table, string Name, string Type) column) => column.Type switch
    {
        // One of the kinds that the table allows.
        "text" when column is { Table: "canned_answer", Name: "scope" } => "'all'",
        "text" when column is { Table: "portal_proof" or "user_proof", Name: "kind" } => "'reset'",
        "text" => """E'tab\tline\nreturn\rback\\slash \\N "quoted" अमित'""",
        "json" or "jsonb" => """'{"a": "line\\nbreak \\\\ \" अ"}'""",
        "bytea" => @"'\x00ff0a5c'",
        "uuid" => "gen_random_uuid()",
        "boolean" => "true",
        "xid8" => "pg_current_xact_id()",
        "timestamp with time zone" => "'2026-01-31 23:59:59.123456+05:30'",
        "text[]" => """E'{"a,b","c\\"d",NULL}'""",
        "uuid[]" => "'{00000000-0000-0000-0000-000000000001,NULL}'",
        "bigint[]" => "'{7,NULL,-7}'",
        "integer" or "bigint" or "smallint" or "numeric" or "double precision" => "7",
        _ => "NULL",
    };

    private static async Task<List<IGrouping<string, (string Table, string Name, string Type)>>> Columns(NpgsqlConnection connection) =>
    [
        .. (await connection.QueryAsync<(string Table, string Name, string Type)>(
            """
            SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL(@Derived)
            ORDER BY c.relname, a.attnum
            """,
            new { BackupWriter.Derived })).GroupBy(column => column.Table)
    ];
}
