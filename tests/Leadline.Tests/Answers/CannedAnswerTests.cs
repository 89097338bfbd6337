using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Xunit;

namespace Leadline.Tests.Answers;

/// <summary>What agents say again and again: found by its words, safe, with its files, and changed by whom it belongs to.</summary>
public sealed class CannedAnswerTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = "/leadline/v1/";
    private const string Answers = $"{Own}canned-answers";

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task An_answer_is_made_safe_found_by_all_its_words_changed_and_deleted()
    {
        var made = await server.Send(HttpMethod.Post, Answers, """
            {"title":"Refund","html":"<p>Dear {{customer.name}}, your order <b>{{ order }}</b> is paid back.<script>alert(1)</script></p>","scope":"all"}
            """);
        var id = made.Json.GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.DoesNotContain("script", made.Body, StringComparison.Ordinal);
        Assert.Contains("is paid back.", made.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["customer.name", "order"], made.Json.GetProperty("placeholders").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal([id], await Found(server.Get($"{Answers}?search=PAID%20refund")));
        Assert.Empty(await Found(server.Get($"{Answers}?search=paid%20never")));
        var changed = await server.Send(HttpMethod.Patch, $"{Answers}/{id}", """{"text":"Paid back."}""", ("If-Match", "\"1\""));
        Assert.Equal("2  Paid back.", $"{changed.Json.GetProperty("version")} {changed.Json.GetProperty("html").GetString()} {changed.Json.GetProperty("text")}");
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (await server.Send(HttpMethod.Patch, $"{Answers}/{id}", """{"text":"Older"}""", ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Answers}/{id}", body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Answers}/{id}")).Status);
    }

    [Fact]
    public async Task Files_go_along()
    {
        var id = (await server.Send(HttpMethod.Post, Answers, """{"title":"Policy","text":"See the policy."}""")).Json.GetProperty("id").GetString();

        using var form = new MultipartFormDataContent();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("the policy"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(content, "files", "policy.pdf");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Answers}/{id}/files") { Content = form };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var file = (await server.Get($"{Answers}/{id}")).Json.GetProperty("files").EnumerateArray().Single();
        Assert.Equal("policy.pdf application/pdf 10", $"{file.GetProperty("name")} {file.GetProperty("contentType")} {file.GetProperty("size")}");
        var path = $"{Answers}/{id}/files/{file.GetProperty("id").GetString()}";
        Assert.Equal("the policy", (await server.Get(path)).Body);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
    }

    [Fact]
    public async Task Each_sees_ones_own_ones_groups_and_everybodys()
    {
        var (meera, meeraId) = await Agent("meera@answers.example");
        var (other, _) = await Agent("other@answers.example");
        var group = (await server.Send(HttpMethod.Post, $"{Own}ticket-groups", $$"""{"name":"Refunds","agents":[{"userId":"{{meeraId}}"}]}"""))
            .Json.GetProperty("id").GetString();
        var own = await Make(meera, """{"title":"Zebra own","text":"a"}""");
        var ours = await Make(meera, $$"""{"title":"Zebra group","text":"a","scope":"group","groupId":"{{group}}"}""");
        var refused = await calls.As(meera, HttpMethod.Post, Answers, """{"title":"Zebra all","text":"a","scope":"all"}""");
        var all = (await server.Send(HttpMethod.Post, Answers, """{"title":"Zebra all","text":"a","scope":"all"}""")).Json.GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal([all, ours, own], await Found(calls.As(meera, HttpMethod.Get, $"{Answers}?search=zebra")));
        Assert.Equal([all], await Found(calls.As(other, HttpMethod.Get, $"{Answers}?search=zebra")));
        Assert.Equal([all, ours], await Found(server.Get($"{Answers}?search=zebra")));
        Assert.Equal(HttpStatusCode.NotFound, (await calls.As(other, HttpMethod.Patch, $"{Answers}/{ours}", """{"text":"b"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.As(other, HttpMethod.Patch, $"{Answers}/{all}", """{"text":"b"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{Answers}/{own}", body: null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Answers}/{ours}", body: null)).Status);
    }

    [Theory]
    [InlineData("""{"text":"a"}""", "title")]
    [InlineData("""{"title":"a"}""", "text")]
    [InlineData("""{"title":"a","text":"a","scope":"world"}""", "scope")]
    [InlineData("""{"title":"a","text":"a","scope":"group"}""", "groupId")]
    public async Task What_is_no_answer_is_refused_by_its_field(string body, string field)
    {
        var refused = await server.Send(HttpMethod.Post, Answers, body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Body, StringComparison.Ordinal);
    }

    private static async Task<List<string?>> Found(Task<Answer> list) =>
        [.. (await list).Json.GetProperty("answers").EnumerateArray().Select(one => one.GetProperty("id").GetString())];

    private async Task<string?> Make((string, string) keys, string body)
    {
        var made = await calls.As(keys, HttpMethod.Post, Answers, body);
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        return made.Json.GetProperty("id").GetString();
    }

    private async Task<((string, string) Keys, string Id)> Agent(string email)
    {
        var id = await calls.Create(email);
        await server.Send(HttpMethod.Put, $"{Own}service-roles/{id}", """{"role":"Agent"}""");
        return (await calls.Accounts.CreateAccessKey(calls.AccountId, Guid.Parse(id)), id);
    }
}
