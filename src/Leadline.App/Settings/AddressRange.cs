using System.Net;

namespace Leadline.App.Settings;

/// <summary>Network addresses and ranges of them, as the server reads them.</summary>
public static class AddressRange
{
    public static bool IsOne(string text) =>
        text.Contains('/') ? IPNetwork.TryParse(text, out _) : IPAddress.TryParse(text, out _);

    /// <summary>Whether an address is in a range, or is the one address that the range is.</summary>
    public static bool Has(string range, string address)
    {
        if (!IPAddress.TryParse(address, out var one))
            return false;
        var plain = one.IsIPv4MappedToIPv6 ? one.MapToIPv4() : one;
        return range.Contains('/')
            ? IPNetwork.TryParse(range, out var network) && network.Contains(plain)
            : IPAddress.TryParse(range, out var same) && same.Equals(plain);
    }
}
