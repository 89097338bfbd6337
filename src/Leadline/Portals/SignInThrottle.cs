using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>
/// Counts attempts to get in, by lead and by address, and makes whoever fails wait, longer each time. An attempt is
/// counted before it is made and forgiven when it succeeds, so that guesses sent at once, to whichever node, count like
/// guesses in a row.
/// </summary>
internal sealed class SignInThrottle(Database database, TimeProvider clock)
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
    public async Task Forgive(PortalContext context, byte[] subject)
    {
        await using var connection = await database.Open(context.AccountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_attempt WHERE account_id = @AccountId AND portal_id = @Id AND subject = @subject;
            UPDATE portal_attempt SET failures = failures - 1, locked_until = NULL
            WHERE account_id = @AccountId AND portal_id = @Id AND subject = @address AND failures > 0;
            """,
            new { context.AccountId, context.Portal.Id, subject, address = SubjectOfAddress(context.Address) });
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

    private async Task<Failure?> Count(PortalContext context, byte[] subject, int free)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.Open(context.AccountId);
        var isCounted = await connection.ExecuteScalarAsync<int?>(
            """
            INSERT INTO portal_attempt AS a (account_id, portal_id, subject, failures, last_on)
            VALUES (@AccountId, @Id, @subject, 1, @now)
            ON CONFLICT (account_id, portal_id, subject) DO UPDATE SET
                failures = CASE WHEN a.last_on < @forgotten THEN 1 ELSE a.failures + 1 END,
                last_on = @now,
                locked_until = CASE WHEN a.last_on >= @forgotten AND a.failures >= @free
                    THEN @now + least(@FirstWait * (2 ^ least(a.failures - @free, 20)), @LongestWait) END
                WHERE a.locked_until IS NULL OR a.locked_until <= @now
            RETURNING 1
            """,
            new
            {
                context.AccountId,
                context.Portal.Id,
                subject,
                now,
                free,
                FirstWait,
                LongestWait,
                forgotten = now - Memory,
            });
        if (isCounted is not null)
            return null;
        var until = await connection.ExecuteScalarAsync<DateTime?>(
            """
            SELECT locked_until FROM portal_attempt WHERE account_id = @AccountId AND portal_id = @Id
                AND subject = @subject
            """,
            new { context.AccountId, context.Portal.Id, subject });
        return new Failure(ErrorCode.RateLimited, "Too many throttle. Please try again later.")
        {
            RetryAfter = until > now ? until - now : TimeSpan.FromSeconds(1),
        };
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
