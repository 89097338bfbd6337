using System.Text.Json;
using Leadline.Tests.Support;

namespace Leadline.Tests.Webhooks;

/// <summary>A client that reads the feed as server-sent events.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpClient client;
    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private EventReader(HttpClient client, HttpResponseMessage response, Stream stream) =>
        (this.client, this.response, lines) = (client, response, new StreamReader(stream));

    public HttpResponseMessage Response => response;

    /// <summary>The id that it would come back with.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Opens a stream with the keys of the account, and reads up to where it waits.</summary>
    public static async Task<EventReader> Open(
        TestServer server, string query = "", string? lastId = null, (string Key, string Secret)? keys = null)
    {
        var caller = new HttpClient { BaseAddress = server.Url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/events{query}");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("x-LSQ-AccessKey", keys?.Key ?? server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", keys?.Secret ?? server.Credentials.SecretKey);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new EventReader(caller, answer, await answer.Content.ReadAsStreamAsync());
        if (answer.IsSuccessStatusCode)
            await reader.Block();
        return reader;
    }

    /// <summary>The next event.</summary>
    public async Task<JsonElement> Next()
    {
        while (true)
            if (await Eventually.Ends(Block()) is { } data)
                return JsonDocument.Parse(data).RootElement;
    }

    /// <summary>Reads to the end of the stream.</summary>
    public async Task End()
    {
        while (await lines.ReadLineAsync() is not null)
        {
        }
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
        client.Dispose();
    }

    // Up to the empty line that ends a block; its data, null where it has none.
    private async Task<string?> Block()
    {
        string? data = null;
        while (true)
        {
            var line = await lines.ReadLineAsync() ?? throw new EndOfStreamException("The stream has ended.");
            if (line.Length == 0)
                return data;
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line["id: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line["data: ".Length..];
        }
    }
}
