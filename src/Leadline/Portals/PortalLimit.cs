using Leadline.Accounts;
using Leadline.Platform.Errors;

namespace Leadline.Portals;

/// <summary>
/// The documented limit of calls, counted for an account's portals apart from its own integrations: what the public does there
/// must not use up what these may do.
/// </summary>
internal sealed class PortalLimit(TimeProvider clock, RateLimitDefaults defaults)
{
    private readonly RateLimiter limiter = new(clock, defaults);

    /// <summary>Null when the call may go on.</summary>
    public Failure? Take(HttpContext http, Account account)
    {
        var verdict = limiter.Take(account, bulk: false);
        if (verdict.Limit > 0)
        {
            http.Response.Headers["RateLimit-Limit"] = verdict.Limit.ToString();
            http.Response.Headers["RateLimit-Remaining"] = verdict.Remaining.ToString();
        }

        return verdict.Allowed
            ? null
            : new Failure(
                ErrorCode.RateLimited, $"API calls exceeded the limit of {verdict.Limit} in {RateLimiter.WindowSeconds} second(s)")
            {
                RetryAfter = verdict.RetryAfter,
            };
    }
}
