using System.Net;

namespace Leadline.Accounts;

/// <summary>The address ranges from which an account may be called. No range: from anywhere.</summary>
internal sealed class AddressRules(IReadOnlyList<string> ranges)
{
    private readonly IPNetwork[] networks = [.. ranges.Select(Parse)];

    public bool Allows(IPAddress? address)
    {
        if (networks.Length == 0)
            return true;
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }

    /// <summary>Whether <see cref="Parse"/> reads it.</summary>
    public static bool IsRange(string range) =>
        range.Contains('/') ? IPNetwork.TryParse(range, out _) : IPAddress.TryParse(range, out _);

    /// <summary>
    /// Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c> or a single address. Throws <see cref="FormatException"/> for
    /// anything else.
    /// </summary>
    public static IPNetwork Parse(string range)
    {
        if (!range.Contains('/') && IPAddress.TryParse(range, out var address))
        {
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(range, out var network)
            ? network
            : throw new FormatException($"'{range}' is not an address range such as 10.0.0.0/8.");
    }
}
