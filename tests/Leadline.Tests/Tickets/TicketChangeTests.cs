using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Changing tickets in Leadline's own API: together, against each other, and what the history tells of it.</summary>
public sealed class TicketChangeTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Two_hundred_racing_updates_are_each_in_the_history()
    {
        var number = await server.NewTicket("racing@example.com", "Contended");

        var answers = await Task.WhenAll(Enumerable.Range(1, 200).Select(i => server.Send(
            HttpMethod.Patch, $"/leadline/v1/tickets/{number}", $$"""{"addTags":["tag{{i}}"]}""")));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        Assert.Equal(Enumerable.Range(2, 200), answers.Select(answer => answer.Json.GetProperty("version").GetInt32()).Order());
        var ticket = (await server.Get($"/leadline/v1/tickets/{number}")).Json;
        Assert.Equal(201, ticket.GetProperty("version").GetInt32());
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"tag{i}").ToHashSet(), Texts(ticket.GetProperty("tags")).ToHashSet());

        var history = (await server.Get($"/leadline/v1/tickets/{number}/history")).Json.GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 201), history.Select(entry => entry.GetProperty("version").GetInt32()));
        var added = history.Skip(1).Select(entry => entry.GetProperty("changes").GetProperty("Tags"))
            .Select(change => Tags(change, "After").Except(Tags(change, "Before")).Single());
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"tag{i}").ToHashSet(), added.ToHashSet());
        Assert.Equal(200, await rows.One<long>(
            "SELECT count(*) FROM event WHERE account_id = @account AND record_id = @id AND kind = 'ticket.updated'",
            new { account = rows.AccountId, id = ticket.GetProperty("ticketId").GetGuid() }));
    }

    [Fact]
    public async Task Edits_of_what_another_agent_has_changed_are_told_apart()
    {
        var number = await server.NewTicket("conflict@example.com", "Two agents");
        var path = $"/leadline/v1/tickets/{number}";

        var first = await server.Send(HttpMethod.Patch, path, """{"fields":{"Priority":"High"}}""", ("If-Match", "\"1\""));
        var second = await server.Send(HttpMethod.Patch, path, """{"fields":{"Priority":"Low"}}""", ("If-Match", "\"1\""));
        var third = await server.Send(HttpMethod.Patch, path, """{"version":1,"fields":{"Priority":"Low"}}""");
        var wire = await server.Crm(
            HttpMethod.Put,
            $"tickets/{number}/update",
            new StringContent("""{"Fields":[{"SchemaName":"Priority","Value":"Low"}]}"""),
            header: ("If-Match", "\"1\""));
        var informed = await server.Send(HttpMethod.Patch, path, """{"fields":{"Priority":"Low"}}""", ("If-Match", "\"2\""));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.Status);
        Assert.Equal(2, second.Json.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, third.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, wire.Status);
        Assert.Equal(HttpStatusCode.OK, informed.Status);
        Assert.Equal(3, informed.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_version()
    {
        var number = await server.NewTicket("same@example.com", "Same");

        var answer = await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"fields":{"Status":"Open"}}""");

        Assert.Equal(1, answer.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Parts_know_their_parent_and_no_ticket_is_a_part_of_itself()
    {
        var parent = await server.NewTicket("parts@example.com", "Whole");
        var part = await server.NewTicket("parts@example.com", "Part");

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{part}", $$"""{"parent":{{parent}}}""")).Status);
        var circle = await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{parent}", $$"""{"parent":{{part}}}""");
        var itself = await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{parent}", $$"""{"parent":{{parent}}}""");
        var nothing = await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{part}", """{"parent":987654}""");

        Assert.Equal([part], (await server.Get($"/leadline/v1/tickets/{parent}")).Json.GetProperty("parts").EnumerateArray().Select(id => id.GetInt64()));
        Assert.All([circle, itself, nothing], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{part}", """{"parent":0}""");
        Assert.Empty((await server.Get($"/leadline/v1/tickets/{parent}")).Json.GetProperty("parts").EnumerateArray());
    }

    [Fact]
    public async Task A_merged_ticket_gives_all_it_had_to_the_one_that_goes_on()
    {
        var kept = await server.NewTicket("merge@example.com", "Kept", ("Tags", "one"));
        var gone = await server.NewTicket("merge@example.com", "Gone", ("Tags", "two"));
        var part = await server.NewTicket("merge@example.com", "Part of the gone one");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{part}", $$"""{"parent":{{gone}}}""");
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{gone}", """{"addWatchers":["watcher@example.com"]}""");
        await server.Crm(HttpMethod.Post, $"ticket/{gone}/portal/activity", """{"Text":"Said on the gone one","Direction":"INBOUND"}""");

        var merged = await server.Post($"/leadline/v1/tickets/{gone}/merge", $$"""{"into":{{kept}}}""");

        Assert.True(merged.Status == HttpStatusCode.OK, merged.Body);
        Assert.Equal(["one", "two"], Texts(merged.Json.GetProperty("tags")));
        Assert.Equal(["watcher@example.com"], Texts(merged.Json.GetProperty("watchers")));
        var told = await server.Get($"/leadline/v1/tickets/{kept}/conversations");
        Assert.Equal("Said on the gone one", told.Json.GetProperty("conversations")[0].GetProperty("text").GetString());
        Assert.Equal(kept, (await server.Get($"/leadline/v1/tickets/{part}")).Json.GetProperty("parent").GetInt64());

        var after = (await server.Get($"/leadline/v1/tickets/{gone}")).Json;
        Assert.Equal((kept, "Closed"), (after.GetProperty("mergedInto").GetInt64(), after.GetProperty("fields").GetProperty("Status").GetString()));
        var changed = await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{gone}", """{"fields":{"Priority":"Low"}}""");
        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.Equal(kept, changed.Json.GetProperty("mergedInto").GetInt64());
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"/leadline/v1/tickets/{gone}/merge", $$"""{"into":{{kept}}}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/leadline/v1/tickets/{kept}/merge", $$"""{"into":{{kept}}}""")).Status);
    }

    [Fact]
    public async Task The_bin_gives_back()
    {
        var number = await server.NewTicket("bin@example.com", "Binned");

        await server.Send(HttpMethod.Delete, $"/leadline/v1/tickets/{number}", body: null);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/tickets/{number}")).Status);
        Assert.Contains(number, Numbers(await server.Get("/leadline/v1/tickets?trashed=true")));
        await server.Post($"/leadline/v1/tickets/{number}/restore", "");

        Assert.Equal(HttpStatusCode.OK, (await server.Get($"/leadline/v1/tickets/{number}")).Status);
    }

    [Fact]
    public async Task Files_are_given_back_as_they_came_and_never_shown()
    {
        var number = await server.NewTicket("download@example.com", "With a file");
        byte[] content = [60, 104, 116, 109, 108, 62, 0, 255];
        using var form = TicketCalls.Form("{}", ("page.html", content));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/tickets/{number}/files") { Content = form };
        AddKeys(request);
        using var added = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);

        var files = (await server.Get($"/leadline/v1/tickets/{number}/files")).Json.GetProperty("files");
        using var download = new HttpRequestMessage(
            HttpMethod.Get, $"/leadline/v1/tickets/{number}/files/{files[0].GetProperty("id").GetString()}");
        AddKeys(download);
        using var file = await server.Client.SendAsync(download, TestContext.Current.CancellationToken);

        Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            HttpStatusCode.NotFound, (await server.Get($"/leadline/v1/tickets/{number}/files/{Guid.NewGuid()}")).Status);
    }

    [Theory]
    [InlineData("""{"agentId":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("""{"agentId":"somebody"}""")]
    [InlineData("""{"groupId":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("""{"addWatchers":["not an address"]}""")]
    [InlineData("""{"addTags":["a,b"]}""")]
    [InlineData("""{"fields":{"Title":null}}""")]
    [InlineData("""{"fields":{"Colour":"red"}}""")]
    public async Task What_does_not_fit_is_refused(string body)
    {
        var answer = await server.Send(HttpMethod.Patch, "/leadline/v1/tickets/1", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private void AddKeys(HttpRequestMessage request)
    {
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
    }

    private static IEnumerable<long> Numbers(Answer answer) =>
        answer.Json.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("number").GetInt64());

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString()!);

    private static string[] Tags(JsonElement change, string side) =>
        change.GetProperty(side).GetString() is { } tags ? tags.Split(',') : [];
}
