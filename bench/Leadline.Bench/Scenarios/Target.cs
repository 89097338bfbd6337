using System.Net;
using System.Net.Sockets;
using System.Text;
using Leadline.Bench.Load;

namespace Leadline.Bench.Scenarios;

/// <summary>The server under load and the account's keys.</summary>
internal sealed class Target
{
    private readonly byte[] plainHeaders;
    private readonly byte[] keyedHeaders;
    private readonly byte[] apiKeyHeader;

    public Target(Uri url, string accessKey, string secretKey, string asyncApiKey, bool allowRemote)
    {
        (Url, AccessKey, SecretKey, AsyncApiKey) = (url, accessKey, secretKey, asyncApiKey);
        if (url.Scheme != Uri.UriSchemeHttp) throw new UsageException($"{url}: only http:// is spoken here.");
        EndPoint = new IPEndPoint(Resolve(url.DnsSafeHost, allowRemote), url.Port);
        var start = $" HTTP/1.1\r\nHost: {url.Authority}\r\n";
        plainHeaders = Encoding.ASCII.GetBytes(start);
        keyedHeaders = Encoding.ASCII.GetBytes(
            $"{start}x-LSQ-AccessKey: {accessKey}\r\nx-LSQ-SecretKey: {secretKey}\r\n");
        apiKeyHeader = Encoding.ASCII.GetBytes($"x-api-key: {asyncApiKey}\r\n");
    }

    public Uri Url { get; }

    public string AccessKey { get; }

    public string SecretKey { get; }

    public string AsyncApiKey { get; }

    public IPEndPoint EndPoint { get; }

    /// <summary>The first address of a host; refuses one that is not this machine, unless that is allowed.</summary>
    public static IPAddress Resolve(string host, bool allowRemote)
    {
        var addresses = Dns.GetHostAddresses(host);
        if (!allowRemote && !Array.TrueForAll(addresses, IPAddress.IsLoopback))
            throw new UsageException($"{host} is not this machine. Load goes elsewhere only with --allow-remote.");
        return addresses.OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).First();
    }

    /// <summary>Ends a request line and a request that needs no key.</summary>
    public void EndPlainGet(RequestBuffer request)
    {
        request.Append(plainHeaders);
        request.Append("\r\n"u8);
    }

    public void EndGet(RequestBuffer request)
    {
        request.Append(keyedHeaders);
        request.Append("\r\n"u8);
    }

    /// <summary>As <see cref="BeginBody"/>, with the key of the asynchronous API.</summary>
    public void BeginAsyncBody(RequestBuffer request)
    {
        request.Append(keyedHeaders);
        request.Append(apiKeyHeader);
        request.BeginJsonBody();
    }

    /// <summary>Ends a request line; the JSON body follows.</summary>
    public void BeginBody(RequestBuffer request)
    {
        request.Append(keyedHeaders);
        request.BeginJsonBody();
    }
}
