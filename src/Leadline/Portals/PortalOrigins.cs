using Leadline.Platform.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Leadline.Portals;

/// <summary>
/// Which pages may call the Portal API, for ASP.NET's CORS: those of the origins of the portal that is called.
/// </summary>
internal sealed class PortalOrigins(PortalOperations portals, PortalStore store) : ICorsPolicyProvider
{
    public const string Policy = "portal";

    /// <summary>Null for what is no Portal API: nothing else is called from other origins.</summary>
    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
            return null;
        var origin = context.Request.Headers.Origin.ToString();

        // A preflight names no portal: any portal's origin may go on to the call, which says whether it is this one's.
        var isAllowed = HttpMethods.IsOptions(context.Request.Method)
            ? await store.IsOriginOfAny(origin.ToLowerInvariant())
            : await PortalSurface.Enter(portals, context) is { } at
                && at.Portal.Settings.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
        return new CorsPolicyBuilder()
            .SetIsOriginAllowed(_ => isAllowed)
            .WithMethods(HttpMethods.Post)
            .WithHeaders("authorization", "content-type", "x-lsq-registertoken", "x-lsq-portalid", "idempotency-key")
            .WithExposedHeaders(
                "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Idempotency-Replayed",
                RequestIds.Header)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            .Build();
    }
}
