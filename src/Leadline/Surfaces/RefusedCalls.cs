using System.Threading.Channels;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>A call that was refused, and why.</summary>
/// <param name="AccountId">Whose it was.</param>
/// <param name="Id">Later calls have greater ids.</param>
/// <param name="RefusedOn">When it was answered.</param>
/// <param name="RequestId">What the caller was given as <see cref="RequestIds.Header"/>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path with the names of its parameters in place of their values.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The kind of refusal, in the words of Leadline's own API.</param>
/// <param name="Reason">What the answer said and, where it must not say everything, what it did not.</param>
/// <param name="UserId">Who called; null where the keys were no user's.</param>
/// <param name="Address">Where the call came from.</param>
internal sealed record RefusedCall(
    int AccountId,
    Guid Id,
    DateTime RefusedOn,
    string RequestId,
    string Method,
    string Route,
    int Status,
    string Code,
    string Reason,
    Guid? UserId,
    string? Address);

/// <summary>
/// The refused calls that wait to be written down. When they come faster than that, the oldest are forgotten: the list
/// is of the last ones, and a flood of them must cost nothing.
/// </summary>
internal sealed class RefusedCalls(TimeProvider clock)
{
    private const int MostWaiting = 256;
    private const int LongestReason = 1000;

    private readonly Channel<RefusedCall> waiting = Channel.CreateBounded<RefusedCall>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Notes a call, unless it cannot be told whose it was.</summary>
    public void Add(HttpContext http, Result<Caller> caller, Failure failure, int status)
    {
        var user = caller.Failure is null ? caller.Value : null;
        if ((user?.AccountId ?? failure.Untold?.AccountId) is not { } accountId)
            return;
        waiting.Writer.TryWrite(new RefusedCall(
            accountId,
            Ids.New(),
            clock.GetUtcNow().UtcDateTime,
            http.TraceIdentifier,
            http.Request.Method,
            (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "",
            status,
            LeadlineErrors.NameOf(failure.Code),
            Shorten(failure.Untold is { } untold ? $"{failure.Message} {untold.Text}" : failure.Message),
            user?.User.Id is { } id && id != Guid.Empty ? id : null,
            http.Connection.RemoteIpAddress?.ToString()));
    }

    /// <summary>Waits for a call, then takes all that wait.</summary>
    public async Task<IReadOnlyList<RefusedCall>> Take(CancellationToken cancellation)
    {
        await waiting.Reader.WaitToReadAsync(cancellation);
        var calls = new List<RefusedCall>();
        while (waiting.Reader.TryRead(out var call))
            calls.Add(call);
        return calls;
    }

    // It may quote anything that was sent, and the cut may halve a character.
    private static string Shorten(string reason) => UnicodeText.Storable(
        reason.Length <= LongestReason ? reason : $"{reason.AsSpan(0, LongestReason)}…");
}
