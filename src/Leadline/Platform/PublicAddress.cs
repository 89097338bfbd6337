using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Leadline.Platform;

/// <summary>
/// Where people reach the server. Never taken from a request: whoever sends one could have a link with his own host
/// mailed to somebody else.
/// </summary>
internal sealed class PublicAddress(ServerOptions options, IServer server)
{
    public string Url => options.PublicUrl
        ?? (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? ServerOptions.DefaultUrl)
            .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
            .Replace("//[::]:", "//[::1]:", StringComparison.Ordinal);

    /// <summary>A page of the application.</summary>
    public string Application(string page) => $"{Url}/app/{page}";
}
