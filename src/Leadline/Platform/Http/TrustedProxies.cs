using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Leadline.Platform.Http;

/// <summary>
/// The caller's address and scheme as a proxy tells them. Anybody can send such headers, so only a named proxy is
/// believed.
/// </summary>
internal static class TrustedProxies
{
    /// <summary>Believes what these proxies say of the caller.</summary>
    /// <param name="app">The server.</param>
    /// <param name="proxies">Addresses or CIDR ranges of the proxies that are believed.</param>
    public static void UseTrustedProxies(this IApplicationBuilder app, IReadOnlyList<string> proxies)
    {
        if (proxies.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        }

        app.UseForwardedHeaders(forwarded);
    }
}
