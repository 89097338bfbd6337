using System.Net;
using System.Text.Json;
using Leadline.Drafts;
using Leadline.Tests.Live;
using Leadline.Tests.Rights;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Drafts;

/// <summary>What somebody has begun to write is there on each of the user's devices, and nobody else's.</summary>
public sealed class DraftTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = "/leadline/v1/";
    private const string Reply = $"{Own}drafts/tickets/157/reply";

    private Person Admin => new("admin", "", server.Credentials.AccessKey, server.Credentials.SecretKey, "");

    [Fact]
    public async Task A_draft_is_kept_read_told_and_discarded()
    {
        using var elsewhere = await LiveReader.Open(server.Url, Admin, "draft");

        var kept = await server.Send(HttpMethod.Put, Reply, """{"text":"Please restart the router","cc":["ravi@example.com"]}""");
        var again = await server.Send(HttpMethod.Put, Reply, """{"text":"Please restart"}""", ("If-Match", "\"1\""));
        var stale = await server.Send(HttpMethod.Put, Reply, """{"text":"Older"}""", ("If-Match", "\"1\""));

        Assert.Equal("""{"text":"Please restart the router","cc":["ravi@example.com"]}""", kept.Json.GetProperty("content").GetRawText());
        Assert.Equal("tickets/157/reply", kept.Json.GetProperty("key").GetString());
        Assert.Equal(2, again.Json.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(again.Body, (await server.Get(Reply)).Body);
        Assert.Equal(["saved 1", "saved 2"], [await NextOfReply(elsewhere), await NextOfReply(elsewhere)]);

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, Reply, body: null)).Status);
        Assert.Equal("deleted 0", await NextOfReply(elsewhere));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(Reply)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, Reply, body: null)).Status);
    }

    [Fact]
    public async Task Drafts_are_listed_by_kind_and_are_their_users_alone()
    {
        var accounts = server.Services.GetRequiredService<Leadline.Accounts.AccountOperations>();
        var accountId = int.Parse(server.Credentials.OrgId);
        var other = (await accounts.CreateUser(accountId, "draft@example.com", "O", "Ther", "Sales_User", "a long password")).Value;
        var (key, secret) = await accounts.CreateAccessKey(accountId, other.Id);
        await server.Send(HttpMethod.Put, $"{Own}drafts/leads/new/create", "{}");
        await server.Send(HttpMethod.Put, $"{Own}drafts/wishes/9/note", """{"text":"mine"}""");

        Assert.Equal(["wishes/9/note"], Keys(await server.Get($"{Own}drafts?kind=wishes")));
        Assert.Equal(["wishes/9/note", "leads/new/create"], Keys(await server.Get($"{Own}drafts"))[..2]);
        var calls = new Users.UserCalls(server);
        Assert.Empty(Keys(await calls.As((key, secret), HttpMethod.Get, $"{Own}drafts")));
        Assert.Equal(HttpStatusCode.NotFound, (await calls.As((key, secret), HttpMethod.Get, $"{Own}drafts/wishes/9/note")).Status);
        await calls.As((key, secret), HttpMethod.Delete, $"{Own}drafts/wishes/9/note");
        Assert.Equal(HttpStatusCode.OK, (await server.Get($"{Own}drafts/wishes/9/note")).Status);
    }

    [Fact]
    public async Task What_is_no_object_too_large_or_not_storable_is_refused()
    {
        var limit = DraftOperations.Largest - """{"text":""}""".Length;
        var draft = $"{Own}drafts/tickets/1/large";

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, draft, $$"""{"text":"{{new string('a', limit)}}"}""")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await server.Send(HttpMethod.Put, draft, $$"""{"text":"{{new string('a', limit + 1)}}"}""")).Status);
        foreach (var body in new[] { "[]", "7", "{", "" })
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Put, draft, body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Put, $"{Own}drafts/tickets/1/{new string('m', 200)}", "{}")).Status);
    }

    [Fact]
    public async Task Two_devices_that_begin_at_once_are_told_apart()
    {
        var path = $"{Own}drafts/leads/{Guid.NewGuid()}/note";

        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(device =>
            server.Send(HttpMethod.Put, path, $$"""{"text":"{{device}}"}""", ("If-Match", "\"0\""))));

        Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(5, both.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task What_nobody_touches_goes_after_ninety_days()
    {
        await server.Send(HttpMethod.Put, $"{Own}drafts/leads/old/note", "{}");
        var store = server.Services.GetRequiredService<DraftStore>();
        var accountId = int.Parse(server.Credentials.OrgId);

        await store.RemoveOld(accountId, DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal(HttpStatusCode.OK, (await server.Get($"{Own}drafts/leads/old/note")).Status);
        await store.RemoveOld(accountId, DateTime.UtcNow.AddMinutes(5));

        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Own}drafts/leads/old/note")).Status);
    }

    // What other tests of the class keep is told to the same user.
    private static async Task<string> NextOfReply(LiveReader reader)
    {
        while (true)
        {
            var told = await reader.Next();
            if (told.GetProperty("key").GetString() == "tickets/157/reply")
                return $"{told.GetProperty("change").GetString()} {told.GetProperty("version").GetInt32()}";
        }
    }

    private static List<string?> Keys(Answer answer) =>
        [.. answer.Json.GetProperty("drafts").EnumerateArray().Select(one => one.GetProperty("key").GetString())];
}
