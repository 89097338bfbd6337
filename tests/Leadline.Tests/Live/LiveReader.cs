using System.Text.Json;
using Leadline.Tests.Rights;
using Leadline.Tests.Support;

namespace Leadline.Tests.Live;

/// <summary>A client that is told what happens.</summary>
internal sealed class LiveReader : IDisposable
{
    private readonly HttpClient client;
    private readonly StreamReader lines;
    private readonly string? topic;

    private LiveReader(HttpClient client, HttpResponseMessage response, Stream stream, string? topic) =>
        (this.client, Response, lines, this.topic) = (client, response, new StreamReader(stream), topic);

    public HttpResponseMessage Response { get; }

    /// <summary>The id that it would come back with.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Opens a stream with somebody's keys, and reads up to where it waits.</summary>
    /// <param name="url">The node.</param>
    /// <param name="person">Whose keys.</param>
    /// <param name="topic">The events that it looks at; null is all.</param>
    /// <param name="query">The query, from ? on.</param>
    /// <param name="lastId">Last-Event-ID.</param>
    public static Task<LiveReader> Open(
        Uri url, Person person, string? topic = "change", string query = "", string? lastId = null) =>
        Open(url, topic, query, request =>
        {
            request.Headers.Add("x-LSQ-AccessKey", person.AccessKey);
            request.Headers.Add("x-LSQ-SecretKey", person.Secret);
            if (lastId is not null)
                request.Headers.Add("Last-Event-ID", lastId);
        });

    public static async Task<LiveReader> Open(Uri url, string? topic, string query, Action<HttpRequestMessage> sign)
    {
        var caller = new HttpClient { BaseAddress = url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/live{query}");
        request.Headers.Add("Accept", "text/event-stream");
        sign(request);
        var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new LiveReader(caller, answer, await answer.Content.ReadAsStreamAsync(), topic);
        if (answer.IsSuccessStatusCode)
            await reader.Block();
        return reader;
    }

    /// <summary>The next event that it looks at.</summary>
    public async Task<JsonElement> Next() => (await NextOfAny()).Data;

    public async Task<(string Topic, JsonElement Data)> NextOfAny()
    {
        while (true)
        {
            var (name, data) = await Eventually.Ends(Block());
            if (data is not null && (topic is null || name == topic))
                return (name, JsonDocument.Parse(data).RootElement);
        }
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
        Response.Dispose();
        client.Dispose();
    }

    // Up to the empty line that ends a block.
    private async Task<(string Topic, string? Data)> Block()
    {
        var (name, data) = ("message", (string?)null);
        while (true)
        {
            var line = await lines.ReadLineAsync() ?? throw new EndOfStreamException("The stream has ended.");
            if (line.Length == 0)
                return (name, data);
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line["id: ".Length..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line["data: ".Length..];
        }
    }
}
