using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class SalesGroupTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wire = "/v2/UserGroup.svc/";
    private const string Own = "/leadline/v1/groups";

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_group_lives_by_the_wire()
    {
        var (one, two) = (await calls.Create("one@group.example"), await calls.Create("two@group.example"));
        var made = await server.Post($"{Wire}Create", """{"Name":"West","Description":"Sells in the west"}""");

        var added = await server.Post(
            $"{Wire}AddUsers",
            $$"""
            {"GroupId":"{{made.Id}}","CallbackURL":"https://example.com/done","GroupUsers":[
              {"UserId":"{{one}}","ViewAllAccountsOfGroup":true,"ModifyAllAccountsOfGroup":true,"ViewAllLeadsOfGroup":true,
               "ModifyAllLeadsOfGroup":false,"AddUsersToGroup":false,"CreateGroupAutomation":true},
              {"UserId":"{{two}}"}]}
            """);

        Assert.Equal("Add Group Users", added.Json.GetProperty("Response").GetProperty("RequestType").GetString());
        Assert.False(added.Json.TryGetProperty("Message", out _));
        Assert.Equal(
            $$"""{"RecordCount":2,"GroupUsers":[{"GroupId":"{{made.Id}}","GroupName":"West","UserId":"{{one}}","UserName":"Asha Rao","ViewAllLeadsOfGroup":true,"ModifyAllLeadsOfGroup":false,"AddUsersToGroup":false,"CreateGroupAutomation":true},{"GroupId":"{{made.Id}}","GroupName":"West","UserId":"{{two}}","UserName":"Asha Rao","ViewAllLeadsOfGroup":false,"ModifyAllLeadsOfGroup":false,"AddUsersToGroup":false,"CreateGroupAutomation":false}]}""",
            (await server.Get($"{Wire}RetrieveUsers?GroupId={made.Id}")).Body);
        var mine = (await server.Get($"{Wire}Retrieve?UserId={one}")).Json;
        Assert.Equal(1, mine.GetProperty("RecordCount").GetInt32());
        Assert.Equal("2", mine.GetProperty("UserGroups")[0].GetProperty("UserCount").GetString());

        var removed = await server.Post(
            $"{Wire}RemoveUsers", $$"""{"GroupId":"{{made.Id}}","UserIds":["{{one}}","{{Guid.NewGuid()}}"]}""");
        Assert.Equal("Remove Group Users", removed.Json.GetProperty("Response").GetProperty("RequestType").GetString());
        Assert.Equal("""{"RecordCount":0,"UserGroups":[]}""", (await server.Get($"{Wire}Retrieve?UserId={one}")).Body);

        Assert.Equal("""{"Status":"Success"}""", (await server.Post($"{Wire}Delete", $$"""{"groupId":"{{made.Id}}"}""")).Body);
        Assert.DoesNotContain(made.Id, (await server.Get($"{Wire}Retrieve")).Body);
        Assert.Equal("""{"RecordCount":0,"UserGroups":[]}""", (await server.Get($"{Wire}Retrieve?UserId={two}")).Body);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        var id = (await server.Post($"{Wire}Create", """{"Name":"Taken"}""")).Id;
        var user = await calls.Create("three@group.example");

        foreach (var (path, body, type) in (IEnumerable<(string, string, string)>)
        [
            ("Create", """{"Description":"x"}""", "MXMandatoryAttributeMissingException"),
            ("Create", """{"Name":" taken "}""", "MXDuplicateEntryException"),
            ("AddUsers", $$"""{"GroupId":"{{Guid.NewGuid()}}","GroupUsers":[{"UserId":"{{user}}"}]}""", "MXInvalidEntityException"),
            ("AddUsers", $$"""{"GroupId":"{{id}}"}""", "MXInvalidInputException"),
            ("AddUsers", $$"""{"GroupId":"{{id}}","GroupUsers":[{"UserId":"{{user}}"},{"UserId":"{{Guid.NewGuid()}}"}]}""", "MXInvalidInputException"),
            ("RemoveUsers", $$"""{"GroupId":"{{id}}"}""", "MXInvalidInputException"),
            ("Delete", """{"groupId":"1"}""", "MXInvalidEntityException"),
        ])
            Assert.Equal(type, (await server.Post(Wire + path, body)).Json.GetProperty("ExceptionType").GetString());

        // All or none.
        Assert.Equal("""{"RecordCount":0,"GroupUsers":[]}""", (await server.Get($"{Wire}RetrieveUsers?GroupId={id}")).Body);
    }

    [Fact]
    public async Task Racing_groups_of_one_name_are_one()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => server.Post($"{Wire}Create", """{"Name":"Race"}""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_group_lives_by_the_own_api()
    {
        var user = await calls.Create("own@group.example");
        var made = (await server.Post(Own, """{"name":"Own","description":"first"}""")).Json;
        var path = $"{Own}/{made.GetProperty("id").GetString()}";

        var stale = await server.Send(HttpMethod.Patch, path, """{"name":"Own 2"}""", ("If-Match", "\"9\""));
        var renamed = await server.Send(HttpMethod.Patch, path, """{"name":"Own 2"}""", ("If-Match", "\"1\""));
        var joined = await server.Send(
            HttpMethod.Put, $"{path}/members/{user}", """{"manager":true,"viewLeads":true}""");
        var members = (await server.Get($"{path}/members")).Json.GetProperty("members");

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal("Own 2", renamed.Json.GetProperty("name").GetString());
        Assert.Equal("first", renamed.Json.GetProperty("description").GetString());
        Assert.Equal(1, joined.Json.GetProperty("members").GetInt32());
        Assert.True(members[0].GetProperty("manager").GetBoolean());
        Assert.False(members[0].GetProperty("modifyLeads").GetBoolean());

        Assert.Equal(
            0, (await server.Send(HttpMethod.Delete, $"{path}/members/own@group.example", null)).Json.GetProperty("members").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Put, $"{path}/members/{user}", "{}")).Status);
    }

    [Fact]
    public async Task Who_becomes_obsolete_leaves_the_groups()
    {
        var user = await calls.Create("gone@group.example");
        var group = (await server.Post($"{Wire}Create", """{"Name":"Shrinking"}""")).Id;
        await server.Post($"{Wire}AddUsers", $$"""{"GroupId":"{{group}}","GroupUsers":[{"UserId":"{{user}}"}]}""");

        await server.Send(HttpMethod.Delete, $"/leadline/v1/users/{user}", null);

        Assert.Equal("""{"RecordCount":0,"GroupUsers":[]}""", (await server.Get($"{Wire}RetrieveUsers?GroupId={group}")).Body);
    }
}
