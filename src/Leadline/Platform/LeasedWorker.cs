using Leadline.Storage;

namespace Leadline.Platform;

/// <summary>
/// Carries out work that nodes lease from each other: the oldest of each account, one of an account at a time. Woken at
/// once when some is taken in on any node.
/// </summary>
/// <param name="wakes">Who wakes.</param>
/// <param name="clock">By which leases end.</param>
/// <param name="logger">Told of failures.</param>
/// <param name="channel">What it is woken for.</param>
internal abstract class LeasedWorker(Wakes wakes, TimeProvider clock, ILogger logger, string channel)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, channel)
{
    private readonly Guid lease = Ids.New();

    protected sealed override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var waiting = await Waiting(lease, Clock.Now(), cancellation);
        foreach (var (accountId, id) in waiting)
            await Work(accountId, id, cancellation);
        return waiting.Count > 0 ? AtOnce : null;
    }

    /// <summary>The oldest work of each account, unless another node is at it.</summary>
    protected abstract Task<IReadOnlyList<(int AccountId, Guid Id)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation);

    /// <summary>Goes on with a piece of work, if its lease can be had.</summary>
    protected abstract Task Go(int accountId, Guid id, Guid lease, CancellationToken cancellation);

    /// <summary>Ends a piece of work that has failed.</summary>
    protected abstract Task Fail(int accountId, Guid id, string reason);

    private async Task Work(int accountId, Guid id, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await Go(accountId, id, lease, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            && !DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // It would fail again, and hold up all others.
            LogFailure(exception);
            await Fail(accountId, id, "It met a fault. The server's log says which.");
        }
    }
}
