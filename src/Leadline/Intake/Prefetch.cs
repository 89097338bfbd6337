using System.Collections.Concurrent;
using Leadline.Storage;

namespace Leadline.Intake;

/// <summary>The requests after some point of an account, read and checked.</summary>
internal sealed record Window(long After, IReadOnlyList<Planned> Items);

/// <summary>
/// Reads and checks an account's next window while the database still works on the one before. What was read ahead is only
/// a guess at where the account will stand: who takes it compares.
/// </summary>
internal sealed class Prefetch(Database database, IntakePlans plans)
{
    private readonly ConcurrentDictionary<int, Task<Window>> ahead = new();

    public void Start(int accountId, StoredRequest after, int most) => ahead[accountId] = Task.Run(async () =>
    {
        await using var connection = await database.Open();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(IntakeStore.ReadWindow(accountId, (after.Arrival, after.ReceivedOn), most));
        List<StoredRequest> requests;
        await using (var reader = await batch.ExecuteReaderAsync())
            requests = IntakeStore.Requests(accountId, reader);
        return await Plan(after.Arrival, requests);
    });

    /// <summary>What was read ahead of the account; null when nothing was, or reading failed.</summary>
    public async Task<Window?> Take(int accountId)
    {
        if (!ahead.TryRemove(accountId, out var window))
            return null;
        try
        {
            return await window;
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            return null;
        }
    }

    public void Forget(int accountId) => ahead.TryRemove(accountId, out _);

    public async Task<Window> Plan(long after, IReadOnlyList<StoredRequest> requests)
    {
        var items = new Planned[requests.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = await plans.Plan(requests[i]);
        return new Window(after, items);
    }
}
