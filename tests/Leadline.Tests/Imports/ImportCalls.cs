using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Imports;

/// <summary>Imports as an integration makes them.</summary>
internal sealed class ImportCalls(HttpClient client, string accessKey, string secretKey)
{
    public const string Path = "/leadline/v1/lead-imports";

    public const string NdJson = "application/x-ndjson";

    public ImportCalls(TestServer server)
        : this(server.Client, server.Credentials.AccessKey, server.Credentials.SecretKey)
    {
    }

    public Task<HttpResponseMessage> Send(
        byte[] body, string query = "", string type = "text/csv", params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return Send(HttpMethod.Post, Path + query, content, headers);
    }

    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("x-LSQ-AccessKey", accessKey);
        request.Headers.Add("x-LSQ-SecretKey", secretKey);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content!.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a file that must be taken; the import's id.</summary>
    public async Task<Guid> Submit(string file, string query = "", string type = "text/csv")
    {
        using var response = await Send(Encoding.UTF8.GetBytes(file), query, type);
        var import = await Read(response);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, import.ToString());
        var id = import.GetProperty("id").GetGuid();
        Assert.Equal($"{Path}/{id}", response.Headers.Location?.ToString());
        return id;
    }

    /// <summary>Sends a file and waits until it is imported.</summary>
    public async Task<JsonElement> Import(string file, string query = "", string type = "text/csv") =>
        await Ended(await Submit(file, query, type));

    public Task<JsonElement> Ended(Guid id) => Eventually.Seen(
        () => Get($"/{id}"), import => import.GetProperty("state").GetString() is not ("waiting" or "running"));

    public async Task<JsonElement> Get(string path)
    {
        using var response = await Send(HttpMethod.Get, Path + path);
        return await Read(response);
    }

    public async Task<IReadOnlyList<JsonElement>> Refused(Guid id) =>
        [.. (await Get($"/{id}/refused-rows")).GetProperty("rows").EnumerateArray()];

    public static async Task<JsonElement> Read(HttpResponseMessage response) => JsonDocument.Parse(
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Rows read, leads made, rows that met a lead, rows refused.</summary>
    public static (long Read, long Created, long Updated, long Refused) Counts(JsonElement import) => (
        import.GetProperty("rowsRead").GetInt64(),
        import.GetProperty("created").GetInt64(),
        import.GetProperty("updated").GetInt64(),
        import.GetProperty("refused").GetInt64());
}
