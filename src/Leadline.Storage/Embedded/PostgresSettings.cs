using System.Text;

namespace Leadline.Storage.Embedded;

/// <summary>
/// What the embedded PostgreSQL runs with: its promises (durable, private, silent about values), and sizes that follow
/// the machine. Written at every start; <c>ALTER SYSTEM</c> wins over it.
/// </summary>
internal static class PostgresSettings
{
    private const long Megabyte = 1024 * 1024;

    // Error texts and their details quote values ("Key (email)=(...) already exists"), so backends log no ERROR at all,
    // and what is left says neither details nor statements.
    private const string Durability = """
        listen_addresses = ''
        unix_socket_directories = '.'
        unix_socket_permissions = 0700
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        log_destination = 'stderr'
        logging_collector = off
        log_line_prefix = ''
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = none
        log_min_duration_statement = -1
        log_parameter_max_length_on_error = 0
        log_checkpoints = off
        log_autovacuum_min_duration = -1
        lc_messages = 'C'
        timezone = 'UTC'
        log_timezone = 'UTC'
        cluster_name = 'leadline'
        """;

    // Leads and activities are mostly inserted, a lot at a time: vacuum follows in small, frequent steps, which keeps
    // the visibility map fresh for index-only scans and statistics true for new accounts.
    private const string SessionDefaults = """
        max_connections = 100
        checkpoint_timeout = 15min
        checkpoint_completion_target = 0.9
        wal_compression = on
        random_page_cost = 1.1
        jit = off
        autovacuum_naptime = 20s
        autovacuum_vacuum_scale_factor = 0.05
        autovacuum_vacuum_insert_scale_factor = 0.05
        autovacuum_analyze_scale_factor = 0.02
        autovacuum_vacuum_cost_limit = 1000
        """;

    public static string FileOf(DataFolder folder) => Path.Combine(folder.Path, "postgresql.conf");

    public static void Write(DataFolder folder)
    {
        var file = FileOf(folder);
        var text = Text(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, new DriveInfo(folder.Path).AvailableFreeSpace);
        // A new file in place of the old: whole even on a full disk, and never through a link that someone else put
        // there.
        var next = file + ".new";
        File.Delete(next);
        using (var stream = new FileStream(next, FileMode.CreateNew))
            stream.Write(Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>The file's text for a machine of this much memory and free disk, in bytes.</summary>
    public static string Text(long memory, long freeDisk) => $"""
        # Written by Leadline at every start. To change a setting, use ALTER SYSTEM.
        port = {ClusterSocket.Port}
        {Durability}
        {SessionDefaults}
        shared_buffers = {Megabytes(memory / 4, 128, 2048)}
        effective_cache_size = {Megabytes(memory / 2, 256, 1024 * 1024)}
        maintenance_work_mem = {Megabytes(memory / 32, 64, 512)}
        work_mem = {Megabytes(memory / 256, 16, 32)}
        max_wal_size = {Megabytes(freeDisk / 8, 256, 4096)}

        """;

    private static string Megabytes(long bytes, long least, long most) =>
        $"{Math.Clamp(bytes / Megabyte, least, most)}MB";
}
