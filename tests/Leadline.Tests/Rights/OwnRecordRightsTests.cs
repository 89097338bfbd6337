using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>Timelines, activities, opportunities and changes of many leads hold to what somebody may see and do.</summary>
public sealed class OwnRecordRightsTests(RightsServer server) : IClassFixture<RightsServer>
{
    [Fact]
    public async Task A_strangers_records_are_not_there()
    {
        var (own, of) = (server.Looker("own"), server.Stranger);
        foreach (var path in new[]
                 {
                     $"leads/{of.Lead}/timeline", $"leads/{of.Lead}/timeline/counts", $"leads/{of.Lead}/fields/FirstName/history",
                     $"activities/{of.Activity}", $"opportunities/{of.Opportunity}", $"leads/{of.Lead}/opportunities",
                     $"opportunities/{of.Opportunity}/timeline", $"opportunities/{of.Opportunity}/timeline/counts",
                     $"opportunities/{of.Opportunity}/fields/Status/history",
                 })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.As(own, HttpMethod.Get, $"/leadline/v1/{path}")).Status);
            await server.Ok(server.Looker("admin"), HttpMethod.Get, $"/leadline/v1/{path}");
        }

        foreach (var (path, body) in new[]
                 {
                     ($"activities/{of.Activity}", """{"note":"x"}"""), ($"opportunities/{of.Opportunity}", """{"note":"x"}"""),
                 })
            Assert.Equal(HttpStatusCode.NotFound, (await server.As(own, HttpMethod.Patch, $"/leadline/v1/{path}", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.As(own, HttpMethod.Delete, $"/leadline/v1/activities/{of.Activity}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await server.As(own, HttpMethod.Post, $"/leadline/v1/leads/{of.Lead}/activities", """{"type":105}""")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await server.As(own, HttpMethod.Post, $"/leadline/v1/opportunities/{of.Opportunity}/notes", """{"text":"x"}""")).Status);
    }

    [Fact]
    public async Task Lists_and_boards_hold_what_may_be_seen_alone()
    {
        var type = (await server.Ok(server.Looker("admin"), HttpMethod.Get, $"/leadline/v1/opportunities/{server.Stranger.Opportunity}")).GetProperty("type").GetInt32();
        foreach (var (looker, least, most) in new[] { ("own", 1, 1), ("none", 0, 0), ("admin", 3, 99) })
        {
            var page = await server.Ok(
                server.Looker(looker), HttpMethod.Post, "/leadline/v1/opportunities/search", $$"""{"type":{{type}},"count":true}""");
            var board = await server.Ok(server.Looker(looker), HttpMethod.Post, "/leadline/v1/opportunities/board", $$"""{"type":{{type}}}""");
            Assert.InRange(page.GetProperty("count").GetInt32(), least, most);
            Assert.Equal(
                page.GetProperty("count").GetInt32(),
                board.GetProperty("columns").EnumerateArray().Sum(column => column.GetProperty("count").GetInt32()));
        }
    }

    [Fact]
    public async Task A_change_of_many_leads_reaches_what_may_be_changed_and_is_its_makers_alone()
    {
        var own = server.Looker("own");
        var taken = await server.As(
            own,
            HttpMethod.Post,
            "/leadline/v1/lead-jobs",
            $$$"""{"action":"setFields","values":{"mx_City":"Reached"},"leadIds":["{{{server.Own.Lead}}}","{{{server.Stranger.Lead}}}"]}""");
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        var path = $"/leadline/v1/lead-jobs/{taken.Json.GetProperty("id").GetString()}";

        var job = await Eventually.Seen(
            () => server.Ok(own, HttpMethod.Get, path), one => one.GetProperty("state").GetString() == "finished");

        Assert.Equal((1, 1), (job.GetProperty("done").GetInt32(), job.GetProperty("refused").GetInt32()));
        var refused = (await server.Ok(own, HttpMethod.Get, $"{path}/rows")).GetProperty("rows")[0];
        Assert.Equal(
            (server.Stranger.Lead, JsonValueKind.Null, "There is no such lead."),
            (refused.GetProperty("leadId").GetString(), refused.GetProperty("leadName").ValueKind, refused.GetProperty("reason").GetString()));
        var all = await server.As(own, HttpMethod.Post, "/leadline/v1/lead-jobs", """{"action":"setFields","values":{"mx_City":"All"},"filter":{}}""");
        var reached = await Eventually.Seen(
            () => server.Ok(own, HttpMethod.Get, $"/leadline/v1/lead-jobs/{all.Json.GetProperty("id").GetString()}"),
            one => one.GetProperty("state").GetString() == "finished");
        Assert.Equal(reached.GetProperty("total").GetInt32(), reached.GetProperty("done").GetInt32());
        var stranger = await server.Ok(server.Looker("admin"), HttpMethod.Get, $"/leadline/v1/leads/{server.Stranger.Lead}");
        Assert.Equal(JsonValueKind.Null, stranger.GetProperty("mx_City").ValueKind);
        foreach (var tail in new[] { "", "/rows" })
            Assert.Equal(HttpStatusCode.NotFound, (await server.As(server.Looker("group"), HttpMethod.Get, path + tail)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.As(server.Looker("group"), HttpMethod.Post, $"{path}/undo", "")).Status);
    }
}
