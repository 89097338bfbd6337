using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Surfaces;

/// <summary>
/// Tells the address that a call names as its StatusWebhookURL what came of its work (core §2.11, §3.5, §4). What the
/// original says there is not documented: it is the answer of such a call, or one like it.
/// </summary>
internal sealed class StatusCalls(StatusCallStore store, Database database, TimeProvider clock)
{
    private const int LongestUrl = 2_000;

    /// <summary>
    /// Does a call's work, and leaves word of it for the address in the same transaction. Without an address it is just
    /// done.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="url">Where to report; null or empty for nowhere.</param>
    /// <param name="work">Does it and answers.</param>
    /// <param name="report">What is reported, JSON; null for the call's own answer.</param>
    public async Task<Failure?> Report(
        Call call, string? url, Func<Call, Task<Failure?>> work, string? report = null)
    {
        if (string.IsNullOrWhiteSpace(url))
            return await work(call);
        if (url.Length > LongestUrl || !Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            return Failure.InvalidParameter("StatusWebhookURL");
        var failed = await database.Transaction(call.Caller.AccountId, call.Transaction, async connection =>
        {
            if (await work(call.Within(connection)) is { } failure)
                return failure;
            await store.Add(
                connection,
                new StatusCall(
                    call.Caller.AccountId,
                    Ids.New(),
                    address.AbsoluteUri,
                    report ?? Encoding.UTF8.GetString(call.Buffer.Written().Span),
                    Attempts: 0),
                clock.Now());
            return (Failure?)null;
        });
        Wakes.Tell(Wake.StatusCall);
        return failed;
    }
}
