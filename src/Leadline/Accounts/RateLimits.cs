using System.Collections.Concurrent;

namespace Leadline.Accounts;

/// <summary>
/// What a call counts against. An account's portals are counted apart: the public must not use up what its integrations
/// may do. So is each session of the application: people at work must not stop each other, nor the integrations.
/// </summary>
internal enum CallQuota
{
    Calls,
    Bulk,
    Portal,
    Session,
    Login,
}

/// <summary>What the limit says of one call.</summary>
/// <param name="Allowed">The call may go on.</param>
/// <param name="Limit">Calls that the window allows; 0 when there is no limit.</param>
/// <param name="Remaining">Calls left in the window.</param>
/// <param name="RetryAfter">Until the oldest call leaves the window.</param>
internal readonly record struct RateVerdict(bool Allowed, int Limit, int Remaining, TimeSpan RetryAfter);

/// <summary>
/// Sliding limits: at most N calls in any 5 seconds, per account and quota (core §1.9), and of logins in any minute,
/// per address. Each node counts the calls that it serves. Another limit of an account counts from nothing.
/// </summary>
internal sealed class RateLimits(TimeProvider clock, RateLimitDefaults defaults)
{
    public const int WindowSeconds = 5;

    /// <summary>Calls that one session may make in the window: far more than a person's clicks cause.</summary>
    public const int CallsOfSession = 300;

    /// <summary>
    /// Logins that one address may try in a minute: the account is not known yet, so its limit cannot hold.
    /// </summary>
    public const int LoginsPerMinute = 20;

    private static readonly RateVerdict Unlimited = new(true, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    // .NET's PartitionedRateLimiter wakes ten times a second to forget the idle; here the next call does.
    private readonly ConcurrentDictionary<Key, SlidingLogLimiter> limiters = new();
    private long swept = clock.GetTimestamp();

    public RateVerdict Take(Account account, CallQuota quota)
    {
        var own = quota == CallQuota.Bulk ? account.BulkCallLimit : account.CallLimit;
        return Take(new Key(account.Id, Subject: "", quota, own ?? defaults.For(quota == CallQuota.Bulk)));
    }

    public RateVerdict TakeSession(int accountId, Guid sessionId) =>
        Take(new Key(accountId, sessionId.ToString("N"), CallQuota.Session, CallsOfSession));

    public RateVerdict TakeLogin(string address) =>
        Take(new Key(AccountId: 0, address, CallQuota.Login, LoginsPerMinute));

    private RateVerdict Take(Key key)
    {
        if (defaults.Off || key.Limit == 0)
            return Unlimited;
        Sweep();
        return limiters
            .GetOrAdd(key, static (part, clock) => new SlidingLogLimiter(part.Limit, part.Window, clock), clock)
            .Take();
    }

    private void Sweep()
    {
        var last = Volatile.Read(ref swept);
        if (clock.GetElapsedTime(last) < SweepEvery
            || Interlocked.CompareExchange(ref swept, clock.GetTimestamp(), last) != last)
            return;
        foreach (var (key, limiter) in limiters)
            if (limiter.IsIdle)
                limiters.TryRemove(key, out _);
    }

    private readonly record struct Key(int AccountId, string Subject, CallQuota Quota, int Limit)
    {
        public TimeSpan Window =>
            Quota == CallQuota.Login ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(WindowSeconds);
    }
}

/// <summary>The server's limits for accounts that set none: 25 calls in 5 seconds, 5 for bulk calls.</summary>
internal sealed record RateLimitDefaults(bool Off)
{
    public int For(bool bulk) => bulk ? 5 : 25;
}
