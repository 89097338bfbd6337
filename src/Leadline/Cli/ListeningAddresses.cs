using System.Net;
using System.Net.Sockets;
using Leadline.Cli.Checks;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary>
/// Tries the addresses to listen on before anything else is begun: a port that is taken is found before a database is
/// made, or another server's is brought up to date.
/// </summary>
internal static class ListeningAddresses
{
    /// <param name="urls">Separated by semicolons.</param>
    /// <exception cref="StartupException">One of them cannot be listened on.</exception>
    public static void MustBeFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
                continue;
            foreach (var host in Hosts(address.Host))
                MustBeFree(url, new IPEndPoint(host, address.Port));
        }
    }

    private static void MustBeFree(string url, IPEndPoint address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(address);
            socket.Listen();
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(
                $"{url} is in use by another program ({PortOwner.Find(address.Port)}): stop that one, or listen "
                + "elsewhere with --urls.",
                refusal);
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode is not SocketError.AddressFamilyNotSupported)
        {
            throw new StartupException(
                $"The server cannot listen on {url}: {refusal.Message}. Name another address with --urls.", refusal);
        }
    }

    // As Kestrel takes them: localhost is both loopback addresses, and what is no address is every one.
    private static IPAddress[] Hosts(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address]
        : [IPAddress.IPv6Any];
}
