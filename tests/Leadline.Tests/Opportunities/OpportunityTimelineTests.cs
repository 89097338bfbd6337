using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Opportunities;

/// <summary>What happened on an opportunity: <c>GET opportunities/{opportunity}/timeline</c>.</summary>
public sealed class OpportunityTimelineTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Loan =
        """
        ,"stages":["New","Negotiation"],"canDelete":true,
        "fields":[{"schemaName":"mx_Custom_7","displayName":"Amount","type":"Decimal"}]
        """;

    private readonly OwnApi own = new(server);

    [Fact]
    public async Task Everything_stands_on_it_and_on_its_leads()
    {
        var (lead, id) = await New("all@opportunity-timeline.example", "Loan with a past");
        await own.Post($"leads/{lead}/notes", """{"text":"Of the lead alone"}""");
        var note = await own.Post($"opportunities/{id}/notes", """{"text":"Written"}""");
        Assert.Equal((HttpStatusCode.OK, id, lead), (note.Status, note["opportunityId"], note["leadId"]));
        var taskType = (await own.Get("task-types")).Json.GetProperty("taskTypes").EnumerateArray().First(type => type.GetProperty("category").GetString() != "appointment").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.OK, (await own.Post("tasks", $$"""{"type":"{{taskType}}","name":"Ring back","opportunityId":"{{id}}","dueOn":"2030-01-01T10:00:00Z"}""")).Status);
        await own.Patch($"opportunities/{id}", """{"values":{"mx_Custom_2":"Negotiation"}}""");
        await own.Patch($"opportunities/{id}", """{"values":{"mx_Custom_7":"130000"}}""");

        var items = await Items($"opportunities/{id}/timeline");

        Assert.Equal(
            ["change", "note", "opportunity", "stage", "task"],
            items.Select(item => Text(item, "kind")).Where(kind => kind != "activity").Order());
        Assert.Equal(items.Select(item => item.GetProperty("on").GetDateTime()).OrderDescending(), items.Select(item => item.GetProperty("on").GetDateTime()));
        Assert.Equal("Written", Text(items.Single(item => Text(item, "kind") == "note"), "text"));
        var stage = items.Single(item => Text(item, "kind") == "stage").GetProperty("changes").GetProperty("mx_Custom_2");
        Assert.Equal(("New", "Negotiation"), (Text(stage, "Before"), Text(stage, "After")));
        var counts = (await own.Get($"opportunities/{id}/timeline/counts")).Json.GetProperty("counts");
        Assert.Equal(
            ["change=1", "note=1", "opportunity=1", "stage=1", "task=1"],
            counts.EnumerateObject().Where(count => count.Name != "activity" && count.Value.GetInt64() > 0).Select(count => $"{count.Name}={count.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Items($"leads/{lead}/timeline?kinds=note")).Count);
        Assert.Equal(["stage"], (await Items($"opportunities/{id}/timeline?kinds=stage")).Select(item => Text(item, "kind")));
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Get($"opportunities/{id}/timeline?kinds=ticket,gossip")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"opportunities/{Guid.NewGuid()}/timeline")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Post($"opportunities/{Guid.NewGuid()}/notes", """{"text":"x"}""")).Status);
    }

    [Fact]
    public async Task A_field_has_a_history()
    {
        var (_, id) = await New("field@opportunity-timeline.example", "Loan with fields");
        foreach (var amount in (string[])["1", "2"])
            await own.Patch($"opportunities/{id}", $$$"""{"values":{"mx_Custom_7":"{{{amount}}}"}}""");
        await own.Patch($"opportunities/{id}", """{"status":"Won"}""");

        var first = (await own.Get($"opportunities/{id}/fields/mx_Custom_7/history?limit=1")).Json;
        var second = (await own.Get($"opportunities/{id}/fields/mx_Custom_7/history?limit=1&after={Text(first, "next")}")).Json;

        Assert.True(first.TryGetProperty("changes", out _), first.ToString());
        Assert.Equal(
            ["1>2", "120000>1"],
            first.GetProperty("changes").EnumerateArray().Concat(second.GetProperty("changes").EnumerateArray())
                .Select(change => $"{Text(change, "before")}>{Text(change, "after")}"));
        Assert.Single((await own.Get($"opportunities/{id}/fields/Status/history")).Json.GetProperty("changes").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"opportunities/{id}/fields/NoSuch/history")).Status);
    }

    [Fact]
    public async Task Its_notes_go_with_it()
    {
        var (lead, id) = await New("gone@opportunity-timeline.example", "Loan that goes");
        await own.Post($"opportunities/{id}/notes", """{"text":"Goes, too"}""");
        await own.Post($"leads/{lead}/notes", """{"text":"Stays"}""");

        Assert.Equal(HttpStatusCode.OK, (await own.Delete($"opportunities/{id}")).Status);

        Assert.Equal(["Stays"], (await Items($"leads/{lead}/timeline?kinds=note")).Select(item => Text(item, "text")));
    }

    [Fact]
    public async Task Every_part_of_it_is_read_from_an_index()
    {
        const string Id = "'019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31'";
        foreach (var (table, where, order, index) in new[]
                 {
                     ("event e", $"kind = 'opportunity.updated' AND record_id = {Id}", "occurred_on DESC, event_id DESC", "event_of_opportunity"),
                     ("activity", $"opportunity_id = {Id} AND event_code NOT IN (32, 33)", "activity_on DESC, activity_id DESC", "activity_of_opportunity"),
                     ("lead_note", $"opportunity_id = {Id}", "created_on DESC, note_id DESC", "lead_note_of_opportunity"),
                     ("task", $"opportunity_id = {Id}", "created_on DESC, task_id DESC", "task_of_opportunity_on"),
                 })
        {
            var plan = string.Join('\n', await server.Rows<string>(
                $"EXPLAIN SELECT 1 FROM {table} WHERE account_id = 1 AND {where} ORDER BY {order} LIMIT 20", Guid.Empty.ToString()));
            Assert.Contains(index, plan, StringComparison.Ordinal);
        }
    }

    private async Task<(string Lead, string Opportunity)> New(string email, string type)
    {
        var (lead, code) = (await server.NewLead(email), await server.NewOpportunityType(type, Loan));
        var made = await own.Post(
            $"leads/{lead}/opportunities",
            $$$"""{"type":{{{code}}},"values":{"mx_Custom_1":"Home","mx_Custom_2":"New","mx_Custom_7":"120000"}}""");
        Assert.True(made.Status == HttpStatusCode.OK, made.Body);
        return (lead, made["id"]!);
    }

    private async Task<List<JsonElement>> Items(string path)
    {
        var answer = await own.Get(path);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private static string? Text(JsonElement element, string member) =>
        element.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
}
