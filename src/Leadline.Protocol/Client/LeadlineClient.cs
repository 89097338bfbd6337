using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <summary>
/// Leadline's own API (<c>/leadline/v1</c>) by its operations. A refusal is a <see cref="LeadlineException"/>, a line
/// that breaks an <see cref="HttpRequestException"/>.
/// </summary>
/// <param name="http">
/// Has the server's address as its base address. It carries the keys, as HTTP Basic, or the cookie of a session.
/// </param>
public sealed partial class LeadlineClient(HttpClient http)
{
    /// <summary>The header in which a session's changes carry its token.</summary>
    public const string CsrfHeader = "X-Leadline-Csrf";

    private const string Root = "leadline/v1/";

    // Members that are null are left out: a change leaves them as they are.
    private static readonly OwnJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>Of a session: what <see cref="SessionResponse.CsrfToken"/> said.</summary>
    public string? CsrfToken { get; set; }

    private Task<T> Get<T>(string path, CancellationToken cancellation) =>
        Send<T>(HttpMethod.Get, path, null, null, cancellation);

    private Task<T> Post<T>(string path, CancellationToken cancellation) =>
        Send<T>(HttpMethod.Post, path, null, null, cancellation);

    private Task<T> Post<TBody, T>(string path, TBody body, CancellationToken cancellation) =>
        Send<T>(HttpMethod.Post, path, Content(body), null, cancellation);

    private Task<T> Put<TBody, T>(string path, TBody body, CancellationToken cancellation) =>
        Send<T>(HttpMethod.Put, path, Content(body), null, cancellation);

    private Task<Versioned<T>> Patch<TBody, T>(
        string path, TBody body, string? version, CancellationToken cancellation) =>
        SendVersioned<T>(HttpMethod.Patch, path, Content(body), version, cancellation);

    private Task<T> Delete<T>(string path, CancellationToken cancellation) =>
        Send<T>(HttpMethod.Delete, path, null, null, cancellation);

    private async Task<Versioned<T>> SendVersioned<T>(
        HttpMethod method, string path, HttpContent? content, string? version, CancellationToken cancellation)
    {
        using var response = await Call(method, path, content, version, cancellation).ConfigureAwait(false);
        return new(
            await Read<T>(response, cancellation).ConfigureAwait(false), response.Headers.ETag?.ToString() ?? "");
    }

    private async Task<T> Send<T>(
        HttpMethod method, string path, HttpContent? content, string? version, CancellationToken cancellation)
    {
        using var response = await Call(method, path, content, version, cancellation).ConfigureAwait(false);
        return await Read<T>(response, cancellation).ConfigureAwait(false);
    }

    // The answer of a call that went well.
    private async Task<HttpResponseMessage> Call(
        HttpMethod method, string path, HttpContent? content, string? version, CancellationToken cancellation,
        string? once = null)
    {
        using var request = new HttpRequestMessage(method, Root + path) { Content = content };
        if (once is not null)
            request.Headers.Add("Idempotency-Key", once);
        if (CsrfToken is { } token && method != HttpMethod.Get)
            request.Headers.Add(CsrfHeader, token);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        var response = await http
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
            .ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await Refusal(response, cancellation).ConfigureAwait(false);
    }

    private static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closed = body.ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, Type<T>(), cancellation).ConfigureAwait(false)
            ?? throw new JsonException("The answer is null.");
    }

    private static async Task<LeadlineException> Refusal(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        var id = response.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null;
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        if (!isProblem)
            return new(response.StatusCode, null, id);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var problem = JsonSerializer.Deserialize(body, Type<Problem>());
        return new(response.StatusCode, problem, id)
        {
            Clashes = JsonSerializer.Deserialize(body, Type<UniqueClashes>())?.Clashes ?? [],
        };
    }

    private static ByteArrayContent Content<T>(T body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, Type<T>()))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    private static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T))!;

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
