using System.Net;
using System.Text;
using System.Text.Json;

namespace Leadline.Tests.Cli;

/// <summary>A client of a server that runs as a child process.</summary>
internal sealed class Caller(Uri url, string accessKey, string secretKey) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = url };

    public async Task<(HttpStatusCode Status, string Body, string? RetryAfter)> Capture(string email, string? idempotencyKey = null)
    {
        var body = JsonSerializer.Serialize(new[]
        {
            new { Attribute = "EmailAddress", Value = email },
            new { Attribute = "FirstName", Value = "Tab\tline\nback\\slash" },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/LeadManagement.svc/Lead.Capture");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", accessKey);
        request.Headers.Add("x-LSQ-SecretKey", secretKey);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.ToString());
    }

    public void Dispose() => client.Dispose();
}
