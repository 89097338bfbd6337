using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Live;

/// <summary>The SQL by which nodes tell each other what is not kept, such as who is there.</summary>
internal sealed class LiveSignStore(Database database)
{
    private const string Channel = "leadline_live";

    /// <summary>Tells all nodes, this one included. In no transaction of a writer.</summary>
    public async Task Notify(string[] signs, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        await connection.ExecuteAsync(
            "SELECT pg_notify(@Channel, sign) FROM unnest(@signs) sign", new { Channel, signs });
    }

    /// <summary>A connection that hears of <see cref="Notify"/>.</summary>
    public Task<NpgsqlConnection> Listen(CancellationToken cancellation) => database.Listen([Channel], cancellation);
}
