using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Files;

/// <summary>File/Upload and Attachment/Add (core §10, extended §6.2).</summary>
public sealed class LeadSquaredFileTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Attach = "/v2/ProspectActivity.svc/Attachment/Add";

    private readonly LeadRows rows = new(server);
    private readonly FileCalls files = new(server);

    [Fact]
    public async Task The_documented_form_is_kept_for_its_lead_whatever_the_order_of_its_parts()
    {
        var lead = await NewLead();

        var answer = await files.Upload(
            "hello"u8.ToArray(),
            "a,b.txt",
            [
                ("FileType", "0"), .. files.Keys, ("FileStorageType", "0"), ("EnableResize", "false"), ("Id", lead.ToString()),
                ("SchemaName", "mx_CustomObject_1"), ("EntitySchemaName", "mx_KYC"), ("Entity", "0"), ("StorageVersion", "0"),
            ]);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var name = answer.Json.GetProperty("uploadedFile").GetString()!;
        Assert.Single(answer.Json.EnumerateObject());
        Assert.EndsWith("_a_b.txt", name, StringComparison.Ordinal);
        var file = Assert.Single(await FilesOf($"lead={lead}"));
        Assert.Equal("a,b.txt", file.GetProperty("name").GetString());
        using var content = await files.Open(file.GetProperty("url").GetString()!);
        Assert.Equal("hello", await content.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_are_asked_for_and_taken_from_headers_and_query_too()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await files.Upload("x"u8.ToArray(), "x.txt")).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await files.Upload("x"u8.ToArray(), "x.txt", ("AccessKey", server.Credentials.AccessKey), ("SecretKey", "wrong"))).Status);

        using var form = new MultipartFormDataContent { { new ByteArrayContent("x"u8.ToArray()), "uploadFiles", "x.txt" } };
        using var response = await server.Client.PostAsync(
            new Uri($"/File/Upload?accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_form_that_cannot_be_is_told_in_the_surfaces_form()
    {
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidEntityException", files.Upload("x"u8.ToArray(), "x.txt", [.. files.Keys, ("Id", Guid.NewGuid().ToString())]));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidInputException", files.Upload("x"u8.ToArray(), "x.txt", [.. files.Keys, ("FileType", "9")]));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidInputException", files.Upload("MZ"u8.ToArray(), "x.exe", files.Keys));
        await Refused(HttpStatusCode.BadRequest, "MXInvalidInputException", files.Upload("x"u8.ToArray(), "x.txt", [.. files.Keys, ("Id", new string('x', 5_000))]));
        await Refused(HttpStatusCode.BadRequest, "MXInvalidInputException", server.Post("/File/Upload", "{}"));

        using var cut = new ByteArrayContent(Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"uploadFiles\"; filename=\"x.txt\"\r\n\r\nhal"));
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var response = await server.Client.PostAsync(
            new Uri($"/File/Upload?accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}", UriKind.Relative),
            cut,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_uploaded_file_and_one_that_lies_elsewhere_are_attached_to_an_activity()
    {
        var activity = await NewActivity(await NewLead(), 105);
        var uploaded = await files.Upload("x"u8.ToArray(), "x.txt", [.. files.Keys, ("Entity", "1"), ("Id", "105"), ("FileStorageType", "1")]);
        var name = uploaded.Json.GetProperty("uploadedFile").GetString()!;

        var own = await Add(activity, name);
        var elsewhere = await Add(activity, "https://s3.example.com/a.txt");

        Assert.Equal(Guid.ParseExact(name[..32], "N").ToString(), own.Id);
        var found = (await FilesOf($"activity={activity}")).ToDictionary(file => file.GetProperty("id").GetString()!);
        Assert.Equal("https://s3.example.com/a.txt", found[elsewhere.Id].GetProperty("url").GetString());
        Assert.Equal("null", found[elsewhere.Id].GetProperty("bytes").GetRawText());
        Assert.Equal("d", found[own.Id].GetProperty("description").GetString());
        using var content = await files.Open(found[own.Id].GetProperty("url").GetString()!);
        Assert.Equal("x", await content.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{FileCalls.Path}/{elsewhere.Id}/content")).Status);

        // A link of the server's own names the file as well; but a file belongs to one activity.
        var again = await Add(await NewActivity(await NewLead(), 105), found[own.Id].GetProperty("url").GetString()!);
        Assert.Equal("MXInvalidOperationException", again.Json.GetProperty("ExceptionType").GetString());
    }

    [Fact]
    public async Task What_cannot_be_attached_is_told_in_the_surfaces_form()
    {
        var lead = await NewLead();
        var activity = await NewActivity(lead, 105);
        await Refused(HttpStatusCode.InternalServerError, "MXUnknownProspectActivityException", Add(Guid.NewGuid(), "https://s3.example.com/a.txt"));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidInputException", Add(activity, "no address"));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidInputException", Add(activity, "javascript:alert(1)"));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidInputException", server.Post(Attach, $$"""{"ProspectActivityId":"{{activity}}","AttachmentFile":"https://s3.example.com/a.txt"}"""));
        await Refused(HttpStatusCode.InternalServerError, "MXInvalidEntityException", Add(activity, $"{Guid.NewGuid():N}_x.txt"));

        // The type must allow it (extended §6.2).
        var type = await server.Post("/v2/ProspectActivity.svc/CreateType", $$"""{"ActivityEventName":"Without files {{Guid.NewGuid():N}}","AllowAttachments":0}""");
        await Refused(
            HttpStatusCode.InternalServerError,
            "MXInvalidOperationException",
            Add(await NewActivity(lead, int.Parse(type.Id)), "https://s3.example.com/a.txt"));
    }

    private static async Task Refused(HttpStatusCode status, string exception, Task<Answer> call)
    {
        var answer = await call;
        Assert.True(status == answer.Status, answer.Body);
        Assert.Equal(exception, answer.Json.GetProperty("ExceptionType").GetString());
    }

    private Task<Answer> Add(Guid activity, string file) => server.Post(
        Attach,
        $$"""{"ProspectActivityId":"{{activity}}","AttachmentName":"a.txt","Description":"d","AttachmentFile":"{{file}}"}""");

    private async Task<IReadOnlyList<JsonElement>> FilesOf(string query) =>
        [.. (await server.Get($"{FileCalls.Path}?{query}")).Json.GetProperty("files").EnumerateArray()];

    private Task<Guid> NewLead() => rows.Lead($"{Guid.NewGuid():N}@example.com");

    private async Task<Guid> NewActivity(Guid lead, int type) => Guid.Parse((await server.Post(
        "/v2/ProspectActivity.svc/Create",
        $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{type}},"ActivityNote":"note","Fields":[]}""")).Id);
}
