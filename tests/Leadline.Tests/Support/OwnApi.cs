using System.Net;
using System.Text;
using System.Text.Json;

namespace Leadline.Tests.Support;

/// <summary>What Leadline's own API said, with its entity tag.</summary>
public sealed record OwnAnswer(HttpStatusCode Status, string Body, string? ETag)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>A member as text; null for null.</summary>
    public string? this[string member] => Json.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
}

/// <summary>Calls Leadline's own API as the sample account's administrator.</summary>
public sealed class OwnApi(TestServer server)
{
    public Task<OwnAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<OwnAnswer> Post(string path, string body) => Send(HttpMethod.Post, path, body);

    public Task<OwnAnswer> Patch(string path, string body, string? ifMatch = null) => Send(HttpMethod.Patch, path, body, ifMatch);

    public Task<OwnAnswer> Delete(string path) => Send(HttpMethod.Delete, path);

    private async Task<OwnAnswer> Send(HttpMethod method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, $"/leadline/v1/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await server.Client.SendAsync(request);
        return new OwnAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.ToString());
    }
}
