using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// The SQL by which nodes tell each other that there are requests, and find those of which none was told.
/// </summary>
internal sealed class IntakePollerStore(Database database)
{
    private const string Channel = "leadline_intake";

    /// <summary>Tells all nodes. In no transaction of a request: a notifying commit would hold up all others.</summary>
    public async Task Notify(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel });
    }

    /// <summary>A connection that hears of <see cref="Notify"/>.</summary>
    public Task<NpgsqlConnection> Listen(CancellationToken cancellation) => database.Listen(Channel, cancellation);

    /// <summary>The accounts with requests to work on, in any order.</summary>
    public static async Task<IEnumerable<int>> Waiting(
        NpgsqlConnection connection, DateTime now, CancellationToken cancellation) =>
        await connection.QueryAsync<int>(new CommandDefinition(
            """
            SELECT c.account_id FROM intake_cursor c
            WHERE NOT c.is_paused AND (c.due_on <= @now OR EXISTS (
                SELECT FROM intake_request q
                WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on))
            ORDER BY random()
            """,
            new { now },
            cancellationToken: cancellation));
}
