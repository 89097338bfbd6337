using Leadline.Storage;
using Npgsql;

namespace Leadline.Cli;

/// <summary>
/// A connection for work on whole tables: without the limits and the planner settings of a server's short statements.
/// </summary>
internal static class BulkConnection
{
    public static async Task<NpgsqlConnection> Open(Database database, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            Options = "-c jit=off",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
