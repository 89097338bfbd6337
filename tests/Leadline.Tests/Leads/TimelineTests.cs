using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>What happened on a lead, in one order: <c>GET leads/{lead}/timeline</c>.</summary>
public sealed class TimelineTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly OwnApi own = new(server);

    [Fact]
    public async Task Everything_stands_on_it_the_latest_first()
    {
        const string Email = "all@timeline.example";
        var lead = await server.NewLead(Email);
        await own.Post($"leads/{lead}/activities", """{"type":105,"note":"General"}""");
        await own.Post($"leads/{lead}/activities", """{"type":21,"note":"Rang"}""");
        await own.Post($"leads/{lead}/notes", """{"text":"Written"}""");
        var taskType = (await own.Get("task-types")).Json.GetProperty("taskTypes").EnumerateArray().First(type => type.GetProperty("category").GetString() != "appointment").GetProperty("id").GetString();
        var task = await own.Post("tasks", $$"""{"type":"{{taskType}}","name":"Ring back","leadId":"{{lead}}","dueOn":"2030-01-01T10:00:00Z"}""");
        Assert.True(task.Status == HttpStatusCode.OK, task.Body);
        var opportunity = await server.NewOpportunity(
            Email, await server.NewOpportunityType("Timeline loan"), OpportunityCalls.Field("mx_Custom_1", "Home loan"));
        await own.Patch($"leads/{lead}", """{"values":{"FirstName":"Asha","mx_City":"Pune","LastName":"Rao"}}""");
        await own.Patch($"leads/{lead}", """{"values":{"FirstName":"Asha"}}""");

        var items = await Items($"leads/{lead}/timeline");

        Assert.Equal(
            ["change:", "activity:Opportunity Captured", "opportunity:Home loan", "task:Ring back", "note:", "call:Inbound Phone Call Activity", "activity:General Activity"],
            items.Select(item => $"{Text(item, "kind")}:{Text(item, "title")}").Order().Reverse()
                .OrderBy(item => Array.IndexOf(["change", "activity:O", "opportunity", "task", "note", "call", "activity:G"], Key(item))));
        Assert.Equal(items.Select(item => item.GetProperty("on").GetDateTime()).OrderDescending(), items.Select(item => item.GetProperty("on").GetDateTime()));
        var change = items.Single(item => Text(item, "kind") == "change").GetProperty("changes");
        Assert.Equal(["FirstName", "LastName", "mx_City"], change.EnumerateObject().Select(one => one.Name).Where(name => name != "Score").Order(StringComparer.Ordinal));
        Assert.Equal("Asha", change.GetProperty("FirstName").GetProperty("After").GetString());
        Assert.Equal(opportunity, Text(items.Single(item => Text(item, "kind") == "opportunity"), "id"));
        Assert.Equal("open", Text(items.Single(item => Text(item, "kind") == "task"), "status"));
        Assert.False(string.IsNullOrEmpty(Text(items[0], "userName")));

        var counts = (await own.Get($"leads/{lead}/timeline/counts")).Json.GetProperty("counts");
        Assert.Equal(
            "activity=2,call=1,change=1,mail=0,note=1,opportunity=1,task=1,ticket=0",
            string.Join(',', counts.EnumerateObject().Select(count => $"{count.Name}={count.Value}").Order(StringComparer.Ordinal)));

        static string Key(string item) =>
            item.StartsWith("activity", StringComparison.Ordinal) ? item[..10] : item[..item.IndexOf(':')];
    }

    [Fact]
    public async Task Pages_of_kinds_lose_and_repeat_nothing()
    {
        var lead = await server.NewLead("pages@timeline.example");
        for (var i = 0; i < 7; i++)
            await own.Post($"leads/{lead}/activities", $$"""{"type":{{(i % 2 == 0 ? 21 : 105)}},"note":"{{i}}","on":"2026-03-02T09:30:00Z"}""");
        await own.Post($"leads/{lead}/notes", """{"text":"n"}""");

        var (notes, after) = (new List<string?>(), "");
        do
        {
            var page = (await own.Get($"leads/{lead}/timeline?kinds=call,activity&limit=2{after}")).Json;
            notes.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "text")));
            after = Text(page, "next") is { } next ? $"&after={next}" : null;
        }
        while (after is not null);

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], notes.Order());
        Assert.Equal(["6", "4", "2", "0"], (await Items($"leads/{lead}/timeline?kinds=call")).Select(item => Text(item, "text")));
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Get($"leads/{lead}/timeline?kinds=gossip")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Get($"leads/{lead}/timeline?after=x")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"leads/{Guid.NewGuid()}/timeline")).Status);
    }

    [Fact]
    public async Task A_field_has_a_history()
    {
        var lead = await server.NewLead("history@timeline.example");
        foreach (var city in new[] { "\"Pune\"", "\"Goa\"", "null" })
            await own.Patch($"leads/{lead}", $$$"""{"values":{"mx_City":{{{city}}}}}""");
        await own.Patch($"leads/{lead}", """{"values":{"FirstName":"Other"}}""");

        var first = (await own.Get($"leads/{lead}/fields/mx_City/history?limit=2")).Json;
        var second = (await own.Get($"leads/{lead}/fields/mx_City/history?limit=2&after={Text(first, "next")}")).Json;

        Assert.Equal(
            ["Goa>", "Pune>Goa", ">Pune"],
            first.GetProperty("changes").EnumerateArray().Concat(second.GetProperty("changes").EnumerateArray())
                .Select(change => $"{Text(change, "before")}>{Text(change, "after")}"));
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"leads/{lead}/fields/NoSuch/history")).Status);
    }

    [Fact]
    public async Task A_score_has_a_history_and_buries_no_change()
    {
        var lead = await server.NewLead("score@timeline.example");
        var type = await server.NewType("Scored on timelines");
        await own.Post($"leads/{lead}/activities", $$"""{"type":{{type}}}""");
        await own.Post($"leads/{lead}/activities", $$"""{"type":{{type}}}""");

        Assert.Empty(await Items($"leads/{lead}/timeline?kinds=change"));
        var history = (await own.Get($"leads/{lead}/fields/Score/history")).Json.GetProperty("changes").EnumerateArray();
        Assert.Equal(["10", "5"], history.Select(change => Text(change, "after")));
    }

    [Fact]
    public async Task After_a_merge_the_parts_changes_stand_on_it()
    {
        var (parent, child) = (await server.NewLead("parent@timeline.example"), await server.NewLead("child@timeline.example"));
        await own.Patch($"leads/{child}", """{"values":{"FirstName":"Child"}}""");
        await own.Post($"leads/{child}/activities", """{"type":21,"note":"Childs call"}""");
        Assert.Equal(HttpStatusCode.OK, (await own.Post($"leads/{parent}/merge", $$"""{"children":["{{child}}"]}""")).Status);

        var items = await Items($"leads/{parent}/timeline?kinds=call,change");

        Assert.Contains(items, item => Text(item, "text") == "Childs call");
        Assert.Contains(items, item => Text(item, "kind") == "change" && item.GetProperty("changes").TryGetProperty("FirstName", out var name)
            && name.GetProperty("After").GetString() == "Child");
    }

    [Fact]
    public async Task Every_part_of_it_is_read_from_an_index()
    {
        const string OnlyPoints = """(CASE WHEN e.data - '{Score,EngagementScore}'::text[] = '{}'::jsonb THEN 1 ELSE 0 END) = 0""";
        const string OfLead = "account_id = 1 AND lead_id = '019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31'";
        foreach (var (table, where, order, index) in new[]
                 {
                     ("event e", $"kind = 'lead.updated' AND {OfLead} AND {OnlyPoints}", "occurred_on DESC, event_id DESC", "event_of_lead"),
                     ("activity", $"{OfLead} AND event_code = 3041", "activity_on DESC, activity_id DESC", "activity_of_kind"),
                     ("lead_note", OfLead, "created_on DESC, note_id DESC", "lead_note_on"),
                     ("task", OfLead, "created_on DESC, task_id DESC", "task_of_lead_on"),
                 })
        {
            var plan = string.Join('\n', await server.Rows<string>(
                $"EXPLAIN SELECT 1 FROM {table} WHERE {where} ORDER BY {order} LIMIT 20", Guid.Empty.ToString()));
            Assert.Contains($"using {index}", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        }
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
