using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Intake;

/// <summary>How one call's requests stand.</summary>
internal readonly record struct CallStanding(IntakeCall Call, long Pending, TimeSpan OldestAge, double PerMinute);

/// <summary>How an account's requests stand.</summary>
internal sealed record QueueStanding(bool IsPaused, int Retrying, IReadOnlyList<CallStanding> Calls)
{
    public long Pending => Calls.Sum(call => call.Pending);

    public TimeSpan OldestAge => Calls.Max(call => call.OldestAge);

    public double PerMinute => Calls.Sum(call => call.PerMinute);
}

/// <summary>What callers and operators may ask of the queue of an account's asynchronous requests.</summary>
internal sealed class IntakeOperations(
    IntakeQueue acceptance, IntakeReadStore store, AccountQueue ready, TimeProvider clock)
{
    /// <summary>What rates are taken over (extended §3.4).</summary>
    public static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(10);

    private const int MostReplayed = 1_000;

    private static readonly Failure UnknownRequest = new(ErrorCode.UnknownRecord, "There is no such request.");

    private static readonly Failure NotFailed = new(ErrorCode.Conflict, "The request has not failed.");

    /// <summary>
    /// Takes a request in whose body can be read; a password that it holds is taken out.
    /// </summary>
    public Task<Result<RequestId>> Accept(
        Caller caller,
        IntakeCall call,
        string? target,
        byte[] body,
        Claim<Result<RequestId>>? claim,
        CancellationToken cancellation) =>
        acceptance.Accept(
            new NewRequest(
                caller.AccountId,
                call,
                caller.User.Id,
                target,
                PasswordRedaction.Apply(body)),
            claim,
            cancellation);

    /// <summary>The request of an id, if it is the account's and is still kept.</summary>
    public async Task<Result<IntakeEntry>> Find(int accountId, Guid id) =>
        RequestId.TryRead(id, out var request)
        && request.AccountId == accountId
        && await store.Find(request) is { } entry
            ? entry
            : UnknownRequest;

    public async Task<QueueStanding> Standing(int accountId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var standing = await store.Standing(accountId, since: now - RateWindow) ?? new IntakeStanding();
        var accepted = CallTotals.Widened(standing.Accepted);
        var finished = CallTotals.Widened(standing.Finished);
        var before = standing.FinishedBefore is { } known ? CallTotals.Widened(known) : finished;
        var parked = standing.Parked == 0 ? [] : await store.OldestParked(accountId);
        return new QueueStanding(
            standing.IsPaused,
            standing.Parked,
            [
                .. IntakeCallForm.All.Select(form => form.Call).Select(call => new CallStanding(
                    call,
                    accepted.For(call) - finished.For(call),
                    accepted.For(call) == finished.For(call) ? TimeSpan.Zero : Age(now, Oldest(call)),
                    Math.Max(0, finished.For(call) - before.For(call)) / RateWindow.TotalMinutes)),
            ]);

        DateTime? Oldest(IntakeCall call)
        {
            DateTime? oldest = parked
                .Where(row => row.Call == (short)call)
                .Select(row => (DateTime?)row.ReceivedOn)
                .FirstOrDefault();
            return oldest < standing.HeadReceivedOn ? oldest : standing.HeadReceivedOn ?? oldest;
        }
    }

    /// <summary>What failed for good, the newest first.</summary>
    public Task<IReadOnlyList<IntakeEntry>> Failures(int accountId, Guid? before, int most) =>
        store.Failures(
            accountId, before is { } id && RequestId.TryRead(id, out var request) ? request.Arrival : null, most);

    /// <summary>Runs a request again that failed for good; its id stays.</summary>
    public async Task<Failure?> Replay(int accountId, Guid id)
    {
        var found = await Find(accountId, id);
        if (found.Failure is { } unknown)
            return unknown;
        if (await store.Replay(accountId, [found.Value.Arrival], clock.GetUtcNow().UtcDateTime) == 0)
            return NotFailed;
        ready.Add(accountId);
        return null;
    }

    /// <summary>Runs again everything that failed for good, oldest last; how many there were.</summary>
    public async Task<int> ReplayAll(int accountId)
    {
        var replayed = 0;
        long? before = null;
        while (await store.Failures(accountId, before, MostReplayed) is { Count: > 0 } failures)
        {
            replayed += await store.Replay(
                accountId, [.. failures.Select(entry => entry.Arrival)], clock.GetUtcNow().UtcDateTime);
            before = failures[^1].Arrival;
        }

        ready.Add(accountId);
        return replayed;
    }

    /// <summary>
    /// Stops work on the account's requests, or takes it up again; requests are taken in all the while.
    /// </summary>
    public async Task SetPaused(int accountId, bool isPaused)
    {
        await store.SetPaused(accountId, isPaused);
        if (!isPaused)
            ready.Add(accountId);
    }

    private static TimeSpan Age(DateTime now, DateTime? since) =>
        since is { } moment && moment < now ? now - moment : TimeSpan.Zero;
}
