using System.Collections.Concurrent;

namespace Leadline.Platform;

/// <summary>Lets those of one key through one by one, on this node.</summary>
internal sealed class Turns<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TaskCompletionSource> underWay = new();

    /// <summary>Waits until nobody else has the key's turn; dispose of it to pass it on.</summary>
    public async Task<IDisposable> Enter(TKey key, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (underWay.GetOrAdd(key, done) is var holder && holder != done)
            await holder.Task.WaitAsync(cancellation);
        return new Turn(() =>
        {
            underWay.TryRemove(new(key, done));
            done.SetResult();
        });
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
