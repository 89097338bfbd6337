using Leadline.Platform.Http;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Npgsql;

namespace Leadline.Health;

/// <summary>What load balancers and supervisors ask.</summary>
internal sealed class HealthEndpoints(Database database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly ReadOnlyMemory<byte> LiveBody = """{"status":"live"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> ReadyBody = """{"status":"ready"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> UnreadyBody = """{"status":"unready"}"""u8.ToArray();

    private readonly int newestMigration = Migration.In(typeof(HealthEndpoints).Assembly)[^1].Number;

    /// <summary>
    /// The process answers. Does as little as a request can: the bench holds every other call against it.
    /// </summary>
    public static Task Live(HttpContext http)
    {
        var sent = Reply.Send(http, StatusCodes.Status200OK, LiveBody);
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }

    /// <summary>
    /// The server can do its work: the database answers and has this server's schema, or a newer one, and an account.
    /// </summary>
    public async Task Ready(HttpContext http)
    {
        var ready = await IsReady();
        if (!ready)
            http.Response.Headers.RetryAfter = Faults.RetryAfterSeconds;
        await Reply.Send(
            http,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            ready ? ReadyBody : UnreadyBody);
    }

    // A new install listens a moment before its first account, whose credentials name the address.
    private async Task<bool> HasAccount()
    {
        await using var connection = await database.OpenAcrossAccounts();
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT account_id FROM account)", connection);
        return await command.ExecuteScalarAsync() is true;
    }

    private async Task<bool> IsReady()
    {
        try
        {
            return await Migrator.Version(database).WaitAsync(Patience) >= newestMigration
                && await HasAccount().WaitAsync(Patience);
        }
        catch (Exception exception) when (
            exception is NpgsqlException or TimeoutException || DatabaseErrors.IsUnavailable(exception))
        {
            return false;
        }
    }
}
