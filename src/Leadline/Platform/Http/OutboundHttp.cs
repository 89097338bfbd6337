using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Leadline.Platform.Http;

/// <summary>What a request to somebody else's server came to.</summary>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Problem">
/// Why there was none: unknownHost, addressNotAllowed, connection, certificate, timeout, or malformedAnswer.
/// </param>
/// <param name="Text">The beginning of the answer's body, at most 2,000 characters.</param>
/// <param name="Took">How long it took.</param>
internal sealed record OutboundAnswer(int? Status, string? Problem, string? Text, TimeSpan Took);

/// <summary>
/// Sends requests to addresses that account administrators name. A name is resolved once, and the connection goes to an
/// address that was looked at: public ones, and those that <paramref name="networks"/> allow beside. Redirects are not
/// followed, proxies and cookies not used.
/// </summary>
internal sealed class OutboundHttp(PublicNetworks networks) : IDisposable
{
    private const int MostText = 2_000;
    private const int MostBytes = 8_000;
    private const int MostConnections = 32;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectLimit,
        ConnectCallback = (context, cancellation) => Connect(networks, context.DnsEndPoint, cancellation),
        MaxConnectionsPerServer = MostConnections,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request and waits at most ten seconds for the answer.</summary>
    public async Task<OutboundAnswer> Send(HttpRequestMessage request, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var text = await Beginning(response.Content, limit.Token);
            return new OutboundAnswer((int)response.StatusCode, null, text, watch.Elapsed);
        }
        catch (Exception exception) when (ProblemOf(exception) is not null && !cancellation.IsCancellationRequested)
        {
            return new OutboundAnswer(null, ProblemOf(exception), null, watch.Elapsed);
        }
    }

    public void Dispose() => client.Dispose();

    private static async ValueTask<Stream> Connect(
        PublicNetworks networks, DnsEndPoint place, CancellationToken cancellation)
    {
        var found = await Dns.GetHostAddressesAsync(place.Host, cancellation);
        var allowed = found.Where(networks.Allows).ToArray();
        if (allowed.Length == 0)
            throw new AddressNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, place.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Whole characters are not asked for: it is there to be looked at.
    private static async Task<string> Beginning(HttpContent content, CancellationToken cancellation)
    {
        var bytes = new byte[MostBytes];
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        var text = Encoding.UTF8.GetString(bytes, 0, length).Replace('\0', ' ');
        return text.Length > MostText ? text[..MostText] : text;
    }

    private static string? ProblemOf(Exception exception) => exception switch
    {
        AddressNotAllowedException => "addressNotAllowed",
        OperationCanceledException => "timeout",
        AuthenticationException => "certificate",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "unknownHost",
        SocketException => "connection",
        HttpRequestException { InnerException: { } inner } when ProblemOf(inner) is { } problem => problem,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "unknownHost",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "connection",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "certificate",
        HttpRequestException => "malformedAnswer",
        IOException => "connection",
        _ => null,
    };

    private sealed class AddressNotAllowedException : Exception;
}
