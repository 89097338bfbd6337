using System.Collections.Concurrent;
using Leadline.Fields;
using Leadline.Storage;

namespace Leadline.Intake;

/// <summary>
/// An account's requests after some point, read and made into commands, and the definitions of that moment.
/// </summary>
internal sealed record IntakeWindow(long After, IReadOnlyList<IntakeItem> Items, Definitions Definitions)
{
    /// <summary>Parked requests whose time has come, by their arrival.</summary>
    public IReadOnlyDictionary<long, IntakeItem> Due { get; init; } = new Dictionary<long, IntakeItem>();

    /// <summary>More is known to wait behind the window.</summary>
    public bool IsFull =>
        Items.Count == IntakeTurns.WindowSize
        || Items.Sum(item => (long)item.Request.Body.Length) >= IntakeStore.MaxWindowBytes;
}

/// <summary>
/// Reads an account's next requests and makes commands of them, without a lock and while the database still works on
/// the window before. A window is only a guess at where the account stands: the turn that takes it compares.
/// </summary>
internal sealed class IntakeWindows(Database database, FieldOperations fields, IntakeCommands commands)
{
    private readonly ConcurrentDictionary<int, Task<IntakeWindow>> ahead = new();

    /// <summary>Begins to read what comes after a request.</summary>
    public void Prefetch(int accountId, StoredRequest after) =>
        ahead[accountId] = Task.Run(() => Read(accountId, (after.Arrival, after.ReceivedOn)));

    public void Forget(int accountId) => ahead.TryRemove(accountId, out _);

    /// <summary>The window that was read ahead, else the one after the account's cursor.</summary>
    public async Task<IntakeWindow> Next(int accountId)
    {
        if (ahead.TryRemove(accountId, out var window))
        {
            try
            {
                return await window;
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // Reading it again tells whether the database is back.
            }
        }

        return await Read(accountId, after: null);
    }

    /// <summary>The window with these parked requests made into commands.</summary>
    public async Task<IntakeWindow> WithDue(
        IntakeWindow window, int accountId, IReadOnlyDictionary<(long Arrival, DateTime ReceivedOn), int> attempts)
    {
        await using var connection = await database.Open(accountId);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(IntakeStore.ReadRequests(accountId, [.. attempts.Keys]));
        List<StoredRequest> requests;
        await using (var reader = await batch.ExecuteReaderAsync())
            requests = IntakeStore.Requests(accountId, reader);
        var (items, definitions) = await Make(
            accountId, requests, request => attempts[(request.Arrival, request.ReceivedOn)]);
        return window with
        {
            Due = items.ToDictionary(item => item.Request.Arrival),
            Definitions = definitions,
        };
    }

    private async Task<IntakeWindow> Read(int accountId, (long Arrival, DateTime ReceivedOn)? after)
    {
        long done;
        List<StoredRequest> requests;
        await using (var connection = await database.Open(accountId))
        {
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(IntakeStore.ReadDone(accountId));
            batch.BatchCommands.Add(IntakeStore.ReadWindow(accountId, after, IntakeTurns.WindowSize));
            await using var reader = await batch.ExecuteReaderAsync();
            done = await reader.ReadAsync() ? reader.GetInt64(0) : 0;
            await reader.NextResultAsync();
            requests = IntakeStore.Requests(accountId, reader);
        }

        var (items, definitions) = await Make(accountId, requests, _ => 0);
        return new IntakeWindow(after?.Arrival ?? done, items, definitions);
    }

    /// <summary>
    /// Makes commands of requests. Before one is refused that was accepted, it is looked once whether another node has
    /// changed the definitions that refuse it.
    /// </summary>
    private async Task<(IntakeItem[] Items, Definitions Definitions)> Make(
        int accountId, List<StoredRequest> requests, Func<StoredRequest, int> attempts)
    {
        var definitions = await fields.Definitions(accountId);
        var items = new IntakeItem[requests.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = await commands.Read(requests[i], attempts(requests[i]));
        if (!Array.Exists(items, item => item.Refusal is not null) || !await fields.HaveChanged(definitions))
            return (items, await fields.Definitions(accountId));
        for (var i = 0; i < items.Length; i++)
            if (items[i].Refusal is not null)
                items[i] = await commands.Read(requests[i], attempts(requests[i]));
        return (items, await fields.Definitions(accountId));
    }
}
