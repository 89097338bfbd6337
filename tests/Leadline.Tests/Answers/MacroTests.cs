using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Leadline.Tests.Users;
using Xunit;

namespace Leadline.Tests.Answers;

/// <summary>A macro happens as a whole or not at all, by the rights of who applies it.</summary>
public sealed class MacroTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = "/leadline/v1/";

    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_macro_changes_notes_and_replies_at_once_and_once()
    {
        var ticket = await NewTicket();
        var macro = await NewMacro("""
            {"status":"Waiting on Customer","agentId":"me","addTags":["refund"],"note":{"text":"refund ok?"},"reply":{"text":"Dear {{customer.name}}, done."}}
            """);
        var path = $"{Own}tickets/{ticket}/macros/{macro}";

        var unfilled = await server.Send(HttpMethod.Post, path, "{}");
        Assert.Equal(HttpStatusCode.BadRequest, unfilled.Status);
        Assert.Contains("customer.name", unfilled.Body, StringComparison.Ordinal);
        Assert.Empty(await Said(ticket));

        const string filled = """{"reply":{"text":"Dear Ravi, done."}}""";
        var done = await server.Send(HttpMethod.Post, path, filled, ("Idempotency-Key", "macro-1"));
        var again = await server.Send(HttpMethod.Post, path, filled, ("Idempotency-Key", "macro-1"));

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal(done.Body, again.Body);
        Assert.Equal(["InternalNote refund ok?", "PortalOutbound Dear Ravi, done."], await Said(ticket));
        var after = (await server.Get($"{Own}tickets/{ticket}")).Json;
        Assert.Equal("Waiting on Customer", after.GetProperty("fields").GetProperty("Status").GetString());
        Assert.Equal("refund", after.GetProperty("fields").GetProperty("Tags").GetString());
        Assert.Equal(JsonValueKind.String, after.GetProperty("agentId").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_done_leaves_nothing()
    {
        var ticket = await NewTicket();
        var macro = await NewMacro("""{"status":"No such status","note":{"text":"never said"}}""");
        var before = (await server.Get($"{Own}tickets/{ticket}")).Body;

        var refused = await server.Send(HttpMethod.Post, $"{Own}tickets/{ticket}/macros/{macro}", "{}");
        var fine = await NewMacro("""{"priority":"High","note":{"text":"never said"}}""");
        var stale = await server.Send(HttpMethod.Post, $"{Own}tickets/{ticket}/macros/{fine}", "{}", ("If-Match", "\"99\""));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(before, (await server.Get($"{Own}tickets/{ticket}")).Body);
        Assert.Empty(await Said(ticket));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Post, $"{Own}tickets/999999/macros/{fine}", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Post, $"{Own}tickets/{ticket}/macros/{Guid.NewGuid()}", "{}")).Status);
    }

    [Fact]
    public async Task A_light_agent_may_note_and_no_more_and_makes_no_macro()
    {
        var ticket = await NewTicket();
        var note = await NewMacro("""{"note":{"text":"seen"}}""");
        var change = await NewMacro("""{"priority":"High"}""");
        var id = await calls.Create("light@macros.example");
        await server.Send(HttpMethod.Put, $"{Own}service-roles/{id}", """{"role":"Light Agent"}""");
        var keys = await calls.Accounts.CreateAccessKey(calls.AccountId, Guid.Parse(id));

        Assert.Equal(HttpStatusCode.OK, (await calls.As(keys, HttpMethod.Post, $"{Own}tickets/{ticket}/macros/{note}", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.As(keys, HttpMethod.Post, $"{Own}tickets/{ticket}/macros/{change}", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.As(keys, HttpMethod.Post, $"{Own}macros", """{"name":"a","changes":{"status":"Open"}}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.As(keys, HttpMethod.Delete, $"{Own}macros/{note}")).Status);
        Assert.Equal(["InternalNote seen"], await Said(ticket));
    }

    [Fact]
    public async Task A_macro_is_listed_changed_and_deleted()
    {
        var macro = await NewMacro("""{"addTags":["a"]}""");

        var changed = await server.Send(HttpMethod.Patch, $"{Own}macros/{macro}", """{"changes":{"removeTags":["a"]}}""", ("If-Match", "\"1\""));
        var stale = await server.Send(HttpMethod.Patch, $"{Own}macros/{macro}", """{"name":"Older"}""", ("If-Match", "\"1\""));

        Assert.Equal("a", changed.Json.GetProperty("changes").GetProperty("removeTags")[0].GetString());
        Assert.Equal(JsonValueKind.Null, changed.Json.GetProperty("changes").GetProperty("addTags").ValueKind);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Contains(macro, (await server.Get($"{Own}macros")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Own}macros/{macro}", body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Own}macros/{macro}")).Status);
    }

    [Theory]
    [InlineData("""{"changes":{"status":"Open"}}""", "name")]
    [InlineData("""{"name":"a","changes":{}}""", "changes")]
    [InlineData("""{"name":"a","changes":{"groupId":"Refunds"}}""", "changes.groupId")]
    [InlineData("""{"name":"a","changes":{"agentId":"Meera"}}""", "changes.agentId")]
    [InlineData("""{"name":"a","changes":{"addTags":["a,b"]}}""", "changes.addTags")]
    [InlineData("""{"name":"a","changes":{"note":{"text":" "}}}""", "changes.note")]
    public async Task What_is_no_macro_is_refused_by_its_field(string body, string field)
    {
        var refused = await server.Send(HttpMethod.Post, $"{Own}macros", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Body, StringComparison.Ordinal);
    }

    private async Task<string> NewMacro(string changes)
    {
        var made = await server.Send(HttpMethod.Post, $"{Own}macros", $$"""{"name":"Macro","changes":{{changes}}}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        return made.Json.GetProperty("id").GetString()!;
    }

    private async Task<long> NewTicket()
    {
        var made = await server.Send(
            HttpMethod.Post, $"{Own}tickets", $$"""{"lead":{"EmailAddress":"{{Guid.NewGuid():N}}@macros.example"},"fields":{"Title":"Router down"} }""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        return made.Json.GetProperty("number").GetInt64();
    }

    private async Task<List<string>> Said(long ticket) =>
    [
        .. (await server.Get($"{Own}tickets/{ticket}/conversations")).Json.GetProperty("conversations").EnumerateArray()
            .Select(one => $"{one.GetProperty("kind").GetString()} {one.GetProperty("text").GetString()}"),
    ];
}
