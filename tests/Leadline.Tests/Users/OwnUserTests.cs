using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class OwnUserTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Path = "/leadline/v1/users";

    [Fact]
    public async Task A_user_is_made_read_and_changed()
    {
        var made = await server.Post(
            Path, """{"email":"own@example.com","firstName":"Own","role":"Sales_User","fields":{"Department":"Sales"}}""");
        var id = made.Json.GetProperty("id").GetString();

        var changed = await server.Send(
            HttpMethod.Patch, $"{Path}/own@example.com", """{"lastName":"User","email":"owner@example.com"}""", ("If-Match", "\"1\""));
        var stale = await server.Send(HttpMethod.Patch, $"{Path}/{id}", """{"lastName":"Other"}""", ("If-Match", "\"1\""));

        Assert.Equal("active", made.Json.GetProperty("status").GetString());
        Assert.Equal(2, changed.Json.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal("versionMismatch", stale.Json.GetProperty("code").GetString());
        var read = (await server.Get($"{Path}/owner@example.com")).Json;
        Assert.Equal("Own User", read.GetProperty("name").GetString());
        Assert.Equal("Sales", read.GetProperty("fields").GetProperty("Department").GetString());
    }

    [Theory]
    [InlineData("""{"firstName":"A","role":"Sales_User"}""", 400, "email")]
    [InlineData("""{"email":"a@x.example","role":"Sales_User"}""", 400, "firstName")]
    [InlineData("""{"email":"a@x.example","firstName":"A"}""", 400, "role")]
    [InlineData("""{"email":"a@x.example","firstName":"A","role":"Sales_User","status":"away"}""", 400, "status")]
    [InlineData("""{"email":"a@x.example","firstName":"A","role":"Sales_User","fields":{"Shoe":"9"}}""", 400, "Shoe")]
    [InlineData("""{"email":"a@x.example","firstName":"A","role":"Sales_User","managerId":"9"}""", 400, "managerId")]
    [InlineData("""{"email":"Admin@Example.com","firstName":"A","role":"Sales_User"}""", 409, "email")]
    public async Task A_refusal_names_the_member(string body, int status, string field)
    {
        var answer = await server.Post(Path, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), answer.Body);
    }

    [Fact]
    public async Task The_list_is_paged_and_narrowed()
    {
        for (var i = 0; i < 5; i++)
            await server.Post(Path, $$"""{"email":"page{{i}}@paged.example","firstName":"P{{i}}","role":"Marketing_User"}""");
        await server.Send(HttpMethod.Patch, $"{Path}/page3@paged.example", """{"status":"inactive"}""");
        await server.Send(HttpMethod.Delete, $"{Path}/page4@paged.example", null);

        var names = new List<string>();
        for (string? after = null, next = ""; next is not null; after = next)
        {
            var page = (await server.Get($"{Path}?role=marketing_user&words=PAGED&limit=2&after={after}")).Json;
            names.AddRange(page.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("firstName").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["P0", "P1", "P2", "P3"], names);
        Assert.Equal("P3", await Only("inactive"));
        Assert.Equal("P4", await Only("obsolete"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get($"{Path}?status=asleep")).Status);

        async Task<string?> Only(string status) => Assert.Single(
            (await server.Get($"{Path}?words=paged&status={status}")).Json.GetProperty("users").EnumerateArray())
            .GetProperty("firstName").GetString();
    }

    [Fact]
    public async Task A_call_that_is_sent_again_makes_no_other_user()
    {
        const string body = """{"email":"once@example.com","firstName":"Once","role":"Sales_User"}""";

        var first = await server.Send(HttpMethod.Post, Path, body, ("Idempotency-Key", "user-once"));
        var again = await server.Send(HttpMethod.Post, Path, body, ("Idempotency-Key", "user-once"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, again.Body);
    }
}
