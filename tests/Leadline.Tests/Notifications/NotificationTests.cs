using System.Net;
using System.Text.Json;
using Leadline.Notifications;
using Leadline.Tests.Live;
using Leadline.Tests.Rights;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Notifications;

/// <summary>Each is told once of what concerns him, and of nothing that he may not see.</summary>
public sealed class NotificationTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Own = "/leadline/v1/";

    private Person Admin => server.Looker("admin");

    [Fact]
    public async Task What_is_given_to_somebody_is_told_at_once_and_once()
    {
        var meera = await server.NewPerson($"meera{Guid.NewGuid():N}");
        using var window = await LiveReader.Open(server.Url, meera, "notification");

        await server.Ok(Admin, HttpMethod.Patch, $"{Own}tickets/{server.Own.Ticket}", $$"""{"agentId":"{{meera.Id}}"}""");
        Assert.Equal("assigned", (await window.Next()).GetProperty("kind").GetString());
        await server.Ok(Admin, HttpMethod.Post, $"{Own}tasks", $$"""{"type":"Meeting","name":"Call Ravi","owner":"{{meera.Id}}"}""");
        Assert.Equal(2, (await window.Next()).GetProperty("unread").GetInt32());
        await server.Ok(
            Admin, HttpMethod.Post, $"/v2/LeadManagement.svc/Lead.Update?leadId={server.Own.Lead}", $$"""[{"Attribute":"OwnerId","Value":"{{meera.Id}}"}]""");
        Assert.Equal(3, (await window.Next()).GetProperty("unread").GetInt32());

        // Reading the log again makes nothing anew.
        await server.Services.GetRequiredService<NotificationRun>().Pass(server.Users.AccountId, TestContext.Current.CancellationToken);
        var listed = await List(meera);
        Assert.Equal(
            [$"leads/{server.Own.Lead} False {Admin.Id}", "Call Ravi", $"tickets/{server.Own.TicketId} False {Admin.Id}"],
            listed.Select(one => Text(one, "title") == "Call Ravi" ? "Call Ravi" : $"{Text(one, "record")} {Text(one, "isRead")} {Text(one, "by")}"));
        Assert.Equal(server.Own.Ticket, Text(listed[2], "number"));
    }

    [Fact]
    public async Task A_mention_is_told_to_those_who_may_see_the_ticket()
    {
        var arjun = await server.NewPerson($"arjun{Guid.NewGuid():N}");
        var stranger = server.Looker("none");

        await server.Ok(
            Admin,
            HttpMethod.Post,
            $"{Own}tickets/{server.Colleague.Ticket}/notes",
            $$"""{"text":"refund ok, @{{arjun.Email}}? And @{{stranger.Email}}; not {{server.Looker("all").Email}}."}""");

        var told = await Eventually.Seen(() => List(arjun), list => list.Count > 0);
        Assert.Equal("mention", Text(told.Single(), "kind"));
        Assert.Empty(await List(stranger));
        Assert.DoesNotContain(await List(server.Looker("all")), one => Text(one, "kind") == "mention");
    }

    [Fact]
    public async Task They_are_read_kept_and_cleared()
    {
        var meera = await server.NewPerson($"reader{Guid.NewGuid():N}");
        foreach (var name in new[] { "One", "Two", "Three" })
            await server.Ok(Admin, HttpMethod.Post, $"{Own}tasks", $$"""{"type":"Meeting","name":"{{name}}","owner":"{{meera.Id}}"}""");
        var all = await Eventually.Seen(() => List(meera), list => list.Count == 3);

        Assert.Equal(2, await Read(meera, $$"""{"ids":["{{Text(all[0], "id")}}"]}"""));
        Assert.Equal(1, await Read(meera, $$"""{"record":"{{Text(all[1], "record")}}"}"""));
        var kept = await server.Ok(meera, HttpMethod.Patch, $"{Own}notifications/{Text(all[0], "id")}", """{"isPinned":true}""");
        Assert.Equal("True True", $"{Text(kept, "isPinned")} {Text(kept, "isRead")}");
        var cleared = await server.Ok(meera, HttpMethod.Post, $"{Own}notifications/clear");
        Assert.Equal(1, cleared.GetProperty("unread").GetInt32());
        Assert.Equal([Text(all[0], "id"), Text(all[2], "id")], (await List(meera)).Select(one => Text(one, "id")));
        Assert.Equal(0, await Read(meera, """{"all":true}"""));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.As(meera, HttpMethod.Post, $"{Own}notifications/read", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.As(Admin, HttpMethod.Delete, $"{Own}notifications/{Text(all[0], "id")}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.As(meera, HttpMethod.Delete, $"{Own}notifications/{Text(all[0], "id")}")).Status);
        Assert.Single(await List(meera));
    }

    [Fact]
    public async Task Who_wants_no_bell_is_told_nothing_and_a_colleague_makes_it_moot()
    {
        var quiet = await server.NewPerson($"quiet{Guid.NewGuid():N}");
        var first = await server.NewPerson($"first{Guid.NewGuid():N}");
        await server.Ok(quiet, HttpMethod.Patch, $"{Own}profile", """{"notifications":{"assigned":{"bell":false}}}""");

        await server.Ok(Admin, HttpMethod.Patch, $"{Own}tickets/{server.Stranger.Ticket}", $$"""{"agentId":"{{first.Id}}"}""");
        await Eventually.Seen(() => List(first), list => list.Count == 1);
        await server.Ok(Admin, HttpMethod.Patch, $"{Own}tickets/{server.Stranger.Ticket}", $$"""{"agentId":"{{quiet.Id}}"}""");

        await Eventually.Seen(() => List(first), list => Text(list.Single(), "isRead") == "True");
        Assert.Empty(await List(quiet));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).ToString();

    private async Task<List<JsonElement>> List(Person person) =>
        [.. (await server.Ok(person, HttpMethod.Get, $"{Own}notifications")).GetProperty("notifications").EnumerateArray()];

    private async Task<int> Read(Person person, string body) =>
        (await server.Ok(person, HttpMethod.Post, $"{Own}notifications/read", body)).GetProperty("unread").GetInt32();
}
