using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Platform;

/// <summary>The SQL by which nodes tell each other what has come up.</summary>
internal sealed class WakeStore(Database database)
{
    /// <summary>
    /// Tells all nodes. In no transaction that callers wait for: a notifying commit would hold up all others.
    /// </summary>
    public async Task Notify(string channel, string[] payloads, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        await connection.ExecuteAsync(
            "SELECT pg_notify(@channel, payload) FROM unnest(@payloads) payload", new { channel, payloads });
    }

    /// <summary>A connection that hears of all channels.</summary>
    public Task<NpgsqlConnection> Listen(CancellationToken cancellation) =>
        database.Listen(Wake.Channels, cancellation);

    /// <summary>Has connections opened anew that may have died with the database.</summary>
    public void ForgetConnections() => database.ForgetConnections();
}
