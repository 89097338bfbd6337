using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Surfaces;

/// <summary>
/// Makes retries of a POST safe for 24 hours. The key, the effect and the answer commit in one transaction, so a call
/// that was cut off anywhere has either happened with its answer kept, or not at all. A second call with the key waits
/// for the first, then gets the same answer; with another body, 422. A refusal that is worth trying again is not kept.
/// </summary>
internal sealed class IdempotencyKeys(Database database, TimeProvider clock, Diagnostics diagnostics) : IDisposable
{
    public const int MaxLength = 255;

    // A call holds a connection from its key to its answer, and may need another to load what the node has forgotten.
    private readonly SemaphoreSlim running = new(Math.Max(1, database.MaxConnections / 2));

    // A node lets the calls of one key through one by one, so that no two of them meet in one shared transaction.
    private readonly Turns<(int AccountId, string Text)> turns = new();

    /// <summary>Waits for the turn of a call with this key; dispose of the turn when the call is answered.</summary>
    public async Task<KeyTurn> Enter(HttpRequest request, Caller caller, string text, ReadOnlyMemory<byte> body)
    {
        var turn = await turns.Enter((caller.AccountId, text), request.HttpContext.RequestAborted);
        var key = new IdempotencyKey(caller.AccountId, text, request, body.Span, clock.GetUtcNow().UtcDateTime);
        return new KeyTurn(key, turn);
    }

    public IdempotencyClaim<T> Claim<T>(IdempotencyKey key, Surface surface, JsonBuffer answer, Action<T> write) =>
        new(key, surface, answer, write, diagnostics);

    /// <summary>Runs a call in a transaction of its own, unless the key was answered before.</summary>
    public async Task<CommandAnswer> Once(
        IdempotencyKey key,
        JsonBuffer answer,
        Surface surface,
        Func<NpgsqlConnection, Task<Failure?>> run,
        CancellationToken cancellation)
    {
        await running.WaitAsync(cancellation);
        try
        {
            return await database.Transaction(
                key.AccountId,
                connection => Once(connection, key, answer, surface, run),
                CancellationToken.None);
        }
        finally
        {
            running.Release();
        }
    }

    /// <summary>Forgets keys that have outlived their time.</summary>
    public async Task<int> ForgetExpired(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await IdempotencyStore.ForgetExpired(connection, accountId, clock.GetUtcNow().UtcDateTime);
    }

    public void Dispose() => running.Dispose();

    private async Task<CommandAnswer> Once(
        NpgsqlConnection connection,
        IdempotencyKey key,
        JsonBuffer answer,
        Surface surface,
        Func<NpgsqlConnection, Task<Failure?>> run)
    {
        await using (var claim = new NpgsqlBatch(connection))
        {
            IdempotencyStore.AddClaim(claim, key);
            await using var reader = await claim.ExecuteReaderAsync();
            if (IdempotencyStore.ReadClaim(reader, key) is { } kept)
                return new CommandAnswer(null, kept.WriteTo(answer, surface, diagnostics));
        }

        var failure = await run(connection);
        var rows = new RowBuffer();
        var status = IdempotencyStore.Keep(rows, key, surface, answer, failure);
        await rows.Write(connection);
        return new CommandAnswer(status is null ? failure : null, status);
    }
}

/// <summary>The turn of one call among those with its key.</summary>
internal sealed class KeyTurn(IdempotencyKey key, IDisposable turn) : IDisposable
{
    public IdempotencyKey Key => key;

    public void Dispose() => turn.Dispose();
}
