using Leadline.Platform;

namespace Leadline.Portals;

/// <summary>Where people reach a hosted portal.</summary>
internal static class HostedAddress
{
    /// <summary>A page of the hosted portal.</summary>
    public static string Hosted(this PublicAddress address, Portal portal, string page) =>
        $"{address.Url}/portal/{portal.Id}/{page}";
}
