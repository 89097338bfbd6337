using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class PermissionTemplateTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wire = "/v2/PermissionTemplate.svc/";
    private const string Own = "/leadline/v1/permission-templates";
    private const string Careful =
        """
        {"name":"Careful","description":"Sees all, changes little","permissions":[
          {"entity":"lead","action":"Update","access":"own","fields":["FirstName"]},
          {"entity":"Lead","action":"Delete","access":"None"}]}
        """;

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_template_is_made_given_and_told()
    {
        var user = await calls.Create("careful@template.example");
        var made = (await server.Post(Own, Careful)).Json;
        var id = made.GetProperty("id").GetString();

        var applied = await server.Post($"{Wire}Apply", $$"""{"Id":"{{id}}","UserIds":["{{user}}","{{Guid.NewGuid()}}"]}""");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", applied.Body);
        var lead = (await server.Get($"{Wire}User/GetPermissions?userId={user}")).Json
            .GetProperty("EntityPermissions").EnumerateArray().Single(entity => entity.GetProperty("Entity").GetString() == "Lead");
        Assert.Equal(
            """[{"Action":"View","Access":"All","Properties":[]},{"Action":"Create","Access":"All","Properties":[]},{"Action":"Update","Access":"Own","Properties":["FirstName"]},{"Action":"Delete","Access":"None","Properties":[]},{"Action":"Export","Access":"All","Properties":[]},{"Action":"Import","Access":"All","Properties":[]}]""",
            lead.GetProperty("Permissions").GetRawText());
        Assert.Contains(
            $$"""{"Id":"{{id}}","Name":"Careful","Description":"Sees all, changes little"}""",
            (await server.Post($"{Wire}Retrieve", """{"Parameter":{},"Paging":{"PageIndex":1,"PageSize":10}}""")).Body);
        Assert.Contains(
            (await server.Get($"/leadline/v1/users/{user}/permissions")).Json.GetProperty("permissions").EnumerateArray(),
            one => one.GetProperty("action").GetString() == "Delete" && one.GetProperty("access").GetString() == "None");

        // A template that somebody has stays; by the wire its name takes it away again.
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"{Own}/{id}", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await calls.Update(user, """{"TemplateNames":""}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await calls.Update(user, """{"TemplateNames":"careful"}""")).Status);
        Assert.Equal(id, (await server.Get($"/leadline/v1/users/{user}")).Json.GetProperty("permissionTemplateId").GetString());
        await server.Send(HttpMethod.Patch, $"/leadline/v1/users/{user}", """{"permissionTemplateId":""}""");
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Own}/{id}", null)).Status);
    }

    [Fact]
    public async Task An_administrator_may_everything_whatever_the_template()
    {
        var admin = (await server.Get("/v2/Authentication.svc/UserByAccessKey.Get")).Json.GetProperty("Id").GetString();
        var id = (await server.Post(Own, Careful.Replace("Careful", "Of admins", StringComparison.Ordinal))).Json.GetProperty("id").GetString();
        await server.Post($"{Own}/{id}/apply", $$"""{"userIds":["{{admin}}"]}""");

        var told = (await server.Get($"{Wire}User/GetPermissions?userId={admin}")).Body;

        Assert.DoesNotContain("None", told);
        Assert.DoesNotContain("Own", told);
    }

    [Fact]
    public async Task An_unknown_template_is_given_to_nobody()
    {
        var user = await calls.Create("nobody@template.example");

        Assert.Equal(
            """{"Status":"Success","Message":{"AffectedRows":0}}""",
            (await server.Post($"{Wire}Apply", $$"""{"Id":"{{Guid.NewGuid()}}","UserIds":["{{user}}"]}""")).Body);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await server.Post($"{Own}/{Guid.NewGuid()}/apply", $$"""{"userIds":["{{user}}"]}""")).Status);
        Assert.Equal(
            JsonValueKind.Null, (await server.Get($"/leadline/v1/users/{user}")).Json.GetProperty("permissionTemplateId").ValueKind);
    }

    [Theory]
    [InlineData("""{"permissions":[]}""", 400, "name")]
    [InlineData("""{"name":"T","permissions":[{"entity":"Moon","action":"View","access":"All"}]}""", 400, "permissions")]
    [InlineData("""{"name":"T","permissions":[{"entity":"Lead","action":"Eat","access":"All"}]}""", 400, "permissions")]
    [InlineData("""{"name":"T","permissions":[{"entity":"Lead","action":"View","access":"Some"}]}""", 400, "permissions")]
    [InlineData("""{"name":"T","permissions":[{"entity":"Lead","action":"View","access":"All"},{"entity":"lead","action":"view","access":"Own"}]}""", 400, "permissions")]
    public async Task What_cannot_be_a_template_is_refused(string body, int status, string field)
    {
        var answer = await server.Post(Own, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task An_edit_of_an_older_version_is_refused()
    {
        var made = (await server.Post(Own, """{"name":"Versioned"}""")).Json;
        var path = $"{Own}/{made.GetProperty("id").GetString()}";

        var first = await server.Send(HttpMethod.Patch, path, """{"description":"a"}""", ("If-Match", "\"1\""));
        var second = await server.Send(HttpMethod.Patch, path, """{"description":"b"}""", ("If-Match", "\"1\""));

        Assert.Equal(2, first.Json.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post(Own, """{"name":"VERSIONED"}""")).Status);
    }
}
