using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Portals;

/// <summary>
/// Counts wrong passwords and codes, by lead and by address, and makes whoever fails wait, longer each time; a right
/// one forgives. Of an address the leads count at which it failed, not the tries: people behind one address mistype,
/// and guessing at one lead is that lead's wait. Asking for links and codes is metered in the same way, apart from
/// these.
/// </summary>
internal sealed class SignInThrottle(PortalAttemptStore store, TimeProvider clock)
{
    /// <summary>Failures of a lead before the first wait, and requests for links and codes to it.</summary>
    public const int FreeOfLead = 5;

    /// <summary>Leads at which an address may fail before the first wait: offices share one.</summary>
    public const int FreeOfAddress = 20;

    /// <summary>Leads for which something may be asked for from an address before the first wait.</summary>
    public const int FreeRequestsOfAddress = 100;

    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Failures and requests this long ago are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    private readonly Turns<(Guid PortalId, string Subject)> turns = new();

    /// <summary>
    /// Attempts at one lead are made one by one, so that guesses sent at once count like guesses in a row, and right
    /// passwords sent at once do not count at all.
    /// </summary>
    public Task<IDisposable> Turn(PortalContext context, byte[] lead, CancellationToken cancellation) =>
        turns.Enter((context.Portal.Id, Convert.ToHexString(lead)), cancellation);

    /// <summary>Null when an attempt may be made from the address.</summary>
    public Task<Failure?> WaitOfAddress(PortalContext context) =>
        context.IsTrusted ? Task.FromResult<Failure?>(null) : Wait(context, SubjectOfAddress(context.Address));

    /// <summary>Null when an attempt may be made at the lead.</summary>
    public Task<Failure?> WaitOfLead(PortalContext context, byte[] lead) => Wait(context, lead);

    /// <summary>The password or code was wrong: it counts for the lead, and the lead for the address.</summary>
    public async Task CountFailure(PortalContext context, byte[] lead)
    {
        await store.Count(context, lead, Limits(FreeOfLead), Now);
        if (!context.IsTrusted)
            await store.CountLead(context, SubjectOfAddress(context.Address), lead, Limits(FreeOfAddress), Now);
    }

    /// <summary>
    /// Counts a request for a link or a code, so that nobody fills a stranger's mailbox; null when it may be met.
    /// </summary>
    public async Task<Failure?> CountRequest(PortalContext context, byte[] lead)
    {
        if (!context.IsTrusted)
        {
            var address = RequestsOf(SubjectOfAddress(context.Address));
            if (await Wait(context, address) is { } wait)
                return wait;
            await store.CountLead(context, address, lead, Limits(FreeRequestsOfAddress), Now);
        }

        var requests = RequestsOf(lead);
        return await store.Count(context, requests, Limits(FreeOfLead), Now)
            ? null
            : await Wait(context, requests) ?? TooMany(TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// The password, code or link was right: what was counted of the lead is forgotten, at the lead and at the address.
    /// </summary>
    public Task Forgive(PortalContext context, byte[] lead)
    {
        var address = SubjectOfAddress(context.Address);
        return store.Forgive(
            context, lead, (address, FreeOfAddress), (RequestsOf(address), FreeRequestsOfAddress), RequestsOf(lead));
    }

    /// <summary>Who is counted: the lead, or for an unknown one what stood for it.</summary>
    public static byte[] SubjectOf(Guid? leadId, string field, string value) => Hash(
        leadId is { } id ? $"lead {id}" : $"value {field.ToUpperInvariant()} {value.Trim().ToUpperInvariant()}");

    /// <summary>
    /// Who is counted of an address: the network of an IPv6 customer, not one of the addresses that it has by the
    /// billion.
    /// </summary>
    public static byte[] SubjectOfAddress(string address)
    {
        if (IPAddress.TryParse(address, out var ip))
        {
            if (ip.IsIPv4MappedToIPv6)
                ip = ip.MapToIPv4();
            if (ip.AddressFamily == AddressFamily.InterNetworkV6)
                address = Convert.ToHexStringLower(ip.GetAddressBytes().AsSpan(0, 8));
        }

        return Hash($"address {address}");
    }

    private async Task<Failure?> Wait(PortalContext context, byte[] subject)
    {
        var now = Now;
        return await store.LockedUntil(context, subject) is { } until && until > now ? TooMany(until - now) : null;
    }

    private static Failure TooMany(TimeSpan wait) =>
        new(ErrorCode.RateLimited, "Too many attempts. Please try again later.") { RetryAfter = wait };

    private static AttemptLimits Limits(int free) => new(free, FirstWait, LongestWait, Memory);

    private static byte[] RequestsOf(byte[] subject) => [.. subject, 1];

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
