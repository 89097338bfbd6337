using System.Text;
using Npgsql;

namespace Leadline.Storage.Embedded;

/// <summary>
/// Where clients of this process find the cluster's Unix socket, which lies in the cluster's own folder. A socket's
/// path is limited to 107 bytes and a folder's is not, so a folder that does not fit is opened and named by its
/// descriptor.
/// </summary>
internal sealed class ClusterSocket : IDisposable
{
    public const int Port = 5432;
    public const string Database = "leadline";

    private readonly int descriptor = -1;

    public ClusterSocket(string cluster)
    {
        Folder = cluster;
        if (Fits(cluster))
            return;
        if (!OperatingSystem.IsLinux())
            throw new StartupException(
                $"The data folder's path is too long for a Unix socket or holds a comma ({cluster}): name another "
                + "with --data.");
        descriptor = Libc.OpenFolder(cluster);
        Folder = $"/proc/self/fd/{descriptor}";
    }

    public string Folder { get; }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Folder,
        Port = Port,
        Username = Cluster.Owner,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>The connection string of a PostgreSQL that answers in this cluster's folder, or null.</summary>
    public static async Task<string?> FindAsync(string cluster, CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(cluster, $".s.PGSQL.{Port}")))
            return null;
        var socket = new ClusterSocket(cluster);
        await using var connection = await socket.TryOpenAsync(Database, ct);
        if (connection is null)
            socket.Dispose();
        return connection is null ? null : socket.ConnectionString(Database);
    }

    /// <summary>
    /// Tries until PostgreSQL takes connections, however long its recovery needs, and makes our database if it is not
    /// there; false when it has ended before.
    /// </summary>
    public async Task<bool> EnsureDatabaseAsync(Task ended, CancellationToken ct)
    {
        NpgsqlConnection? connection;
        while ((connection = await TryOpenAsync("postgres", ct)) is null)
        {
            if (ended.IsCompleted)
                return false;
            await Task.WhenAny(ended, Task.Delay(20, ct));
            ct.ThrowIfCancellationRequested();
        }
        await using (connection)
        {
            await using var find = new NpgsqlCommand(
                $"SELECT 1 FROM pg_database WHERE datname = '{Database}'", connection);
            if (await find.ExecuteScalarAsync(ct) is not null)
                return true;
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
            await create.ExecuteNonQueryAsync(ct);
            return true;
        }
    }

    public void Dispose()
    {
        if (descriptor >= 0)
            Libc.Close(descriptor);
    }

    private async Task<NpgsqlConnection?> TryOpenAsync(string database, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    // macOS allows 103 bytes. Npgsql takes a comma for the start of a second host, and outside of Windows a colon for a
    // port.
    private static bool Fits(string cluster) =>
        Encoding.UTF8.GetByteCount($"{cluster}/.s.PGSQL.{Port}") <= (OperatingSystem.IsMacOS() ? 103 : 107)
        && !cluster.Contains(',')
        && (OperatingSystem.IsWindows() || !cluster.Contains(':'));
}
