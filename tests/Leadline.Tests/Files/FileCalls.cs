using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Files;

/// <summary>Files as clients send and fetch them.</summary>
internal sealed class FileCalls(TestServer server)
{
    public const string Path = "/leadline/v1/files";

    /// <summary>Sends a file to Leadline's own API.</summary>
    public async Task<Answer> Send(
        byte[] content, string query, string type = "text/plain", params (string Name, string Value)[] headers)
    {
        using var request = Signed(HttpMethod.Post, $"{Path}?{query}");
        request.Content = new ByteArrayContent(content);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Answer(request);
    }

    /// <summary>Sends a file that must be taken; what is told of it.</summary>
    public async Task<JsonElement> Keep(string content, string query, string type = "text/plain")
    {
        var answer = await Send(Encoding.UTF8.GetBytes(content), query, type);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    /// <summary>Sends a form as LeadSquared's clients do: the file first, the keys among the other parts.</summary>
    public async Task<Answer> Upload(
        byte[] content, string fileName, params (string Name, string Value)[] parts)
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        form.Add(file, "uploadFiles", fileName);
        foreach (var (name, value) in parts)
            form.Add(new StringContent(value), name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/File/Upload") { Content = form };
        return await Answer(request);
    }

    /// <summary>The parts that say who sends a form.</summary>
    public (string Name, string Value)[] Keys =>
        [("AccessKey", server.Credentials.AccessKey), ("SecretKey", server.Credentials.SecretKey)];

    /// <summary>Fetches without keys.</summary>
    public Task<HttpResponseMessage> Open(string url) =>
        server.Client.GetAsync(new Uri(url, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> Content(Guid file)
    {
        using var request = Signed(HttpMethod.Get, $"{Path}/{file}/content");
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private HttpRequestMessage Signed(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        return request;
    }

    private async Task<Answer> Answer(HttpRequestMessage request)
    {
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
