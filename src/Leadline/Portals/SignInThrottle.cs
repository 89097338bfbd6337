using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform.Errors;

namespace Leadline.Portals;

/// <summary>
/// Counts attempts to get in, by lead and by address, and makes whoever fails wait, longer each time. An attempt is
/// counted before it is made and forgiven when it succeeds, so that guesses sent at once, to whichever node, count like
/// guesses in a row.
/// </summary>
internal sealed class SignInThrottle(PortalAttemptStore store, TimeProvider clock)
{
    /// <summary>Failures of a lead before the first wait.</summary>
    public const int FreeOfLead = 5;

    /// <summary>Failures from an address before the first wait: offices share one.</summary>
    public const int FreeOfAddress = 20;

    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Failures this long ago are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    /// <summary>Null when the attempt may be made; it is counted.</summary>
    public Task<Failure?> CountAddress(PortalContext context) =>
        Count(context, SubjectOfAddress(context.Address), FreeOfAddress);

    /// <inheritdoc cref="CountAddress"/>
    public Task<Failure?> CountLead(PortalContext context, byte[] subject) => Count(context, subject, FreeOfLead);

    /// <summary>The attempt was good: the lead's failures are forgotten, and the address has one less.</summary>
    public Task Forgive(PortalContext context, byte[] subject) =>
        store.Forgive(context, subject, SubjectOfAddress(context.Address));

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

    private async Task<Failure?> Count(PortalContext context, byte[] subject, int free)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await store.Count(context, subject, new AttemptLimits(free, FirstWait, LongestWait, Memory), now))
            return null;
        var until = await store.LockedUntil(context, subject);
        return new Failure(ErrorCode.RateLimited, "Too many attempts. Please try again later.")
        {
            RetryAfter = until > now ? until - now : TimeSpan.FromSeconds(1),
        };
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
