using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Ispcrm;

/// <summary>A caller of the ISPCRM API (extended §7). A refused call throws <see cref="IspcrmException"/>.</summary>
/// <param name="http">Sends the requests; the caller owns it and its timeout.</param>
/// <param name="baseAddress">The server without the path: https://host.</param>
/// <param name="token">The API token.</param>
public sealed class IspcrmClient(HttpClient http, Uri baseAddress, string token)
{
    private readonly string root = baseAddress.AbsoluteUri.TrimEnd('/') + "/api/v1/";

    /// <summary>Creates a lead (extended §7.2).</summary>
    public async Task<CreatedLead> CreateLead(CreateLeadBody lead, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, root + "subscriber/CreateLead");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(lead, WireFormat.Options));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await http.SendAsync(request, cancellation);
        var answer = Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
        if (response.IsSuccessStatusCode && answer is { Success: true, Data: { } created })
            return created;
        throw new IspcrmException(response.StatusCode, answer?.Message ?? $"Status {(int)response.StatusCode}");
    }

    private static CreatedLeadResponse? Parse(byte[] answer)
    {
        try
        {
            return JsonSerializer.Deserialize<CreatedLeadResponse>(answer, WireFormat.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The service refused a call (extended §7.2).</summary>
/// <param name="status">The HTTP status: 400 for a bad body, 401 for a bad token.</param>
/// <param name="message">The service's explanation.</param>
public sealed class IspcrmException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>The HTTP status: 400 for a bad body, 401 for a bad token.</summary>
    public HttpStatusCode Status { get; } = status;
}
