using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace Leadline.Platform.Http;

/// <summary>
/// Where the server connects to on behalf of an account's administrator: public addresses alone, and the networks that
/// the operator allows.
/// </summary>
internal sealed class PublicNetworks(IEnumerable<IPNetwork> allowed)
{
    // IANA's special-purpose addresses that are not global, and those that lead on to IPv4 ones.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    private readonly IPNetwork[] allowed = [.. allowed];

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || !NotPublic.Any(network => network.Contains(plain));
    }
}
