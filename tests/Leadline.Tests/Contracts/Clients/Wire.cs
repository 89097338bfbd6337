using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>Sends the very bytes of a client program: request line, headers and body as that program writes them.</summary>
internal static class Wire
{
    /// <summary>Sends one request on a connection of its own and reads the answer to its end.</summary>
    /// <param name="server">Where to send it.</param>
    /// <param name="requestLine">Method and target, e.g. <c>GET /v2/X?</c>.</param>
    /// <param name="headers">Header lines as the client sends them, without Host and Content-Length.</param>
    /// <param name="body">The body; null sends none.</param>
    public static async Task<WireAnswer> Send(Uri server, string requestLine, string[] headers, string? body = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        var request = new StringBuilder($"{requestLine} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n");
        foreach (var header in headers)
            request.Append(header).Append("\r\n");
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body);
        if (bytes is not null)
            request.Append(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}\r\n");
        request.Append("\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.ToString()));
        if (bytes is not null)
            await stream.WriteAsync(bytes);

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return WireAnswer.Parse(await reader.ReadToEndAsync());
    }
}

/// <summary>The answer as it came over the wire.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Message => Json.GetProperty("Message");

    /// <summary>The answer as it came, whatever is in it.</summary>
    public override string ToString() => $"{Status} {Body}";

    public static WireAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
            pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new WireAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text[(end + 4)..]);
    }
}
