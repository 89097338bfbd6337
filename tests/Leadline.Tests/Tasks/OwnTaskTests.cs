using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Tasks.TaskCalls;

namespace Leadline.Tests.Tasks;

/// <summary>Tasks and their types in Leadline's own API.</summary>
public sealed class OwnTaskTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_task_is_made_read_changed_and_deleted()
    {
        var lead = await server.NewLead("own-task@example.com");
        var made = await server.NewOwnTask($$"""
            "type":"meeting","name":" Visit ","description":"d","location":"Pune","leadId":"{{lead}}","dueOn":"2027-03-01T10:00:00+05:30",
            "reminder":{"minutesBefore":45} 
            """);
        var id = made.Text("id")!;

        Assert.Equal("Visit", made.Text("name"));
        Assert.Equal("appointment", made.Text("category"));
        Assert.Equal("Meeting", made.GetProperty("type").Text("name"));
        Assert.Equal(new DateTime(2027, 3, 1, 4, 30, 0), made.GetProperty("dueOn").GetDateTime());
        Assert.Equal(new DateTime(2027, 3, 1, 5, 0, 0), made.GetProperty("endOn").GetDateTime());
        Assert.Equal(new DateTime(2027, 3, 1, 3, 45, 0), made.GetProperty("remindOn").GetDateTime());
        Assert.True(made.GetProperty("reminder").GetProperty("mail").GetBoolean());
        Assert.Equal(1, made.GetProperty("version").GetInt32());
        Assert.Equal(made.GetRawText(), (await server.OwnTask(id)).GetRawText());

        var changed = await Patch(id, """{"description":"","location":"Delhi","leadId":"","reminder":{},"endOn":"2027-03-01T06:00:00Z"}""").Ok();
        Assert.Equal(2, changed.GetProperty("version").GetInt32());
        foreach (var cleared in new[] { "description", "leadId", "reminder", "remindOn" })
            Assert.Equal(JsonValueKind.Null, changed.GetProperty(cleared).ValueKind);
        Assert.Equal("Delhi", changed.Text("location"));
        Assert.Equal("Visit", changed.Text("name"));

        await server.Send(HttpMethod.Delete, $"{Own}/{id}", body: null).Ok();
        await Problem(server.Get($"{Own}/{id}"), HttpStatusCode.NotFound, "unknownRecord");
        await Problem(server.Send(HttpMethod.Delete, $"{Own}/{id}", body: null), HttpStatusCode.NotFound, "unknownRecord");
    }

    [Fact]
    public async Task Of_two_edits_of_one_version_the_second_is_refused()
    {
        var id = (await server.NewOwnTask(""" "type":"To-Do","name":"Edit" """)).Text("id")!;

        await Patch(id, """{"name":"Mine"}""", ("If-Match", "\"1\"")).Ok();
        var late = await Patch(id, """{"name":"Yours"}""", ("If-Match", "\"1\""));
        var said = await Patch(id, """{"name":"Yours","version":1}""");

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
        Assert.Equal(("versionMismatch", 2), (late.Json.Text("code"), late.Json.GetProperty("version").GetInt32()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, said.Status);
        Assert.Equal("Mine", (await server.OwnTask(id)).Text("name"));
        await Patch(id, """{"name":"Yours"}""", ("If-Match", "\"2\"")).Ok();
    }

    [Fact]
    public async Task Of_edits_that_race_over_one_version_one_is_made()
    {
        var id = (await server.NewOwnTask(""" "type":"To-Do","name":"Race" """)).Text("id")!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Patch(id, $$"""{"name":"Race {{number}}"}""", ("If-Match", "\"1\""))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(2, (await server.OwnTask(id)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_task_is_completed_and_opened_again()
    {
        var lead = await server.NewLead("own-complete@example.com");
        var id = (await server.NewOwnTask($$""" "type":"Follow-Up","name":"Again","leadId":"{{lead}}" """)).Text("id")!;

        var completed = await server.Post($"{Own}/{id}/complete", "").Ok();
        var opened = await server.Post($"{Own}/{id}/reopen", "").Ok();
        await server.Post($"{Own}/{id}/complete", "").Ok();

        Assert.Equal("completed", completed.Text("state"));
        Assert.NotEqual(JsonValueKind.Null, completed.GetProperty("completedBy").ValueKind);
        Assert.Equal("open", opened.Text("state"));
        Assert.Equal(JsonValueKind.Null, opened.GetProperty("completedOn").ValueKind);
        Assert.Equal(["task.created", "task.completed", "task.reopened", "task.completed"], await server.Events(id));
        Assert.Equal([3030, 3030], await server.Timeline(lead));
        await Problem(server.Post($"{Own}/{Guid.NewGuid()}/complete", ""), HttpStatusCode.NotFound, "unknownRecord");
    }

    [Fact]
    public async Task The_list_is_filtered_and_walked_by_its_cursor()
    {
        var owner = await server.NewUser("own-list@example.com");
        var opportunity = await server.NewOpportunity("own-list-lead@example.com", 12231);
        var about = (await New("T4", "2027-07-04T10:00:00Z", $$""","opportunityId":"{{opportunity}}" """)).Text("leadId");
        for (var number = 1; number <= 3; number++)
            await New($"T{number}", $"2027-07-0{number}T10:00:00Z", $$""","leadId":"{{about}}" """);
        var call = await New("T5", "2027-07-04T10:00:00Z", "", "Phone Call");
        await server.Post($"{Own}/{call.Text("id")}/complete", "").Ok();

        Assert.Equal(["T1", "T2", "T3", "T4", "T5"], (await Walk($"owner={owner}&limit=2")).Order());
        Assert.Equal(["T1", "T2", "T3"], (await Walk($"owner={owner}&limit=2")).Take(3));
        Assert.Equal(["T3", "T2", "T1"], (await Walk($"owner={owner}&limit=2&sort=-dueOn")).TakeLast(3));
        Assert.Equal(["T1", "T2", "T3", "T4"], await Walk($"lead={about}"));
        Assert.Equal(["T4"], await Walk($"opportunity={opportunity}"));
        Assert.Equal(["T5"], await Walk("owner=own-list@example.com&state=completed"));
        Assert.Equal(["T5"], await Walk($"owner={owner}&type=phone%20call"));
        Assert.Equal(["T5"], await Walk($"owner={owner}&category=toDo"));
        Assert.Equal(["T2", "T3"], await Walk($"owner={owner}&state=open&dueFrom=2027-07-02T10:00:00Z&dueBefore=2027-07-04T10:00:00Z"));
        Assert.Equal("T5", (await Walk($"owner={owner}&sort=-modifiedOn"))[0]);

        Task<JsonElement> New(string name, string due, string more, string type = "Meeting") =>
            server.NewOwnTask($$""" "type":"{{type}}","name":"{{name}}","owner":"{{owner}}","dueOn":"{{due}}"{{more}} """);
    }

    [Theory]
    [InlineData("state=done", "state")]
    [InlineData("owner=nobody@example.com", "owner")]
    [InlineData("type=Nap", "type")]
    [InlineData("category=nap", "category")]
    [InlineData("dueFrom=soon", "dueFrom")]
    [InlineData("dueBefore=soon", "dueBefore")]
    [InlineData("lead=x", "lead")]
    [InlineData("opportunity=x", "opportunity")]
    [InlineData("sort=name", "sort")]
    [InlineData("after=x", "after")]
    public async Task A_filter_that_means_nothing_is_refused(string query, string member) =>
        await Refused(server.Get($"{Own}?{query}"), member);

    [Theory]
    [InlineData(""" "name":"x" """, "type")]
    [InlineData(""" "type":"Meeting" """, "name")]
    [InlineData(""" "type":"Nap","name":"x" """, "type")]
    [InlineData(""" "type":"Meeting","name":"x","owner":"nobody@example.com" """, "owner")]
    [InlineData(""" "type":"Meeting","name":"x","dueOn":"soon" """, "dueOn")]
    [InlineData(""" "type":"Meeting","name":"x","dueOn":"2027-01-02","endOn":"2027-01-01" """, "endOn")]
    [InlineData(""" "type":"Meeting","name":"x","leadId":"me" """, "leadId")]
    [InlineData(""" "type":"Meeting","name":"x","opportunityId":"mine" """, "opportunityId")]
    [InlineData(""" "type":"Meeting","name":"x","reminder":{"minutesBefore":1,"daysBefore":1} """, "reminder")]
    [InlineData(""" "type":"Meeting","name":"x","reminder":{"daysBefore":366} """, "reminder")]
    [InlineData(""" "type":"Meeting","name":"x","reminder":{"time":"noon-ish"} """, "reminder")]
    [InlineData(""" "type":"Meeting","name":"x","fields":{"mx_Custom_1":"x"} """, "fields")]
    public async Task What_is_no_task_is_refused(string members, string member) =>
        await Refused(server.Post(Own, $$"""{{{members}}}"""), member);

    [Fact]
    public async Task A_task_is_about_leads_and_opportunities_that_exist()
    {
        await Problem(
            server.Post(Own, $$"""{"type":"Meeting","name":"x","leadId":"{{Guid.NewGuid()}}"}"""), HttpStatusCode.NotFound, "unknownLead");
        await Problem(
            server.Post(Own, $$"""{"type":"Meeting","name":"x","opportunityId":"{{Guid.NewGuid()}}"}"""),
            HttpStatusCode.NotFound, "unknownActivity");
    }

    [Fact]
    public async Task A_task_takes_another_type_of_its_category_and_the_fields_of_that()
    {
        var one = await server.NewTaskType(""" "name":"Site Visit","category":"appointment","fields":[{"schemaName":"mx_Custom_1","displayName":"Floor","type":"number","mandatory":true}] """);
        var other = await server.NewTaskType(""" "name":"Demo","category":"appointment","minutes":90,"color":"#112233" """);
        await Refused(server.Post(Own, $$"""{"type":"{{one}}","name":"x"}"""), "fields");
        await Refused(server.Post(Own, $$$"""{"type":"{{{one}}}","name":"x","fields":{"mx_Custom_1":"many"}}"""), "fields");
        var task = await server.NewOwnTask($$$""" "type":"{{{one}}}","name":"x","fields":{"mx_Custom_1":"007"} """);
        Assert.Equal("7", task.GetProperty("fields").Text("mx_Custom_1"));
        var id = task.Text("id")!;

        await Refused(Patch(id, """{"fields":{"mx_Custom_1":null}}"""), "fields");
        await Refused(Patch(id, """{"type":"To-Do"}"""), "type");
        var moved = await Patch(id, $$"""{"type":"{{other}}"}""").Ok();

        Assert.Equal("Demo", moved.GetProperty("type").Text("name"));
        Assert.Empty(moved.GetProperty("fields").EnumerateObject());
        await Problem(Type(HttpMethod.Delete, other), HttpStatusCode.Conflict, "conflict");
        await Type(HttpMethod.Delete, one).Ok();
        await Problem(Type(HttpMethod.Get, one), HttpStatusCode.NotFound, "unknownRecord");
    }

    [Fact]
    public async Task Types_are_made_changed_and_held_to_what_they_may_be()
    {
        var id = await server.NewTaskType(""" "name":"Chat" """);

        var changed = await Type(HttpMethod.Patch, id, """{"name":"Live Chat","description":"On the site","fields":[{"schemaName":"mx_Custom_2","type":"dropdown","options":["A","B"]}]}""").Ok();
        Assert.Equal(("Live Chat", "toDo", "On the site", false), (
            changed.Text("name"), changed.Text("category"), changed.Text("description"), changed.GetProperty("standard").GetBoolean()));
        Assert.Equal("mx_Custom_2", changed.Items("fields").Single().Text("schemaName"));
        Assert.Equal(changed.GetRawText(), (await Type(HttpMethod.Get, id).Ok()).GetRawText());

        var all = (await server.Get("/leadline/v1/task-types").Ok()).Items("taskTypes");
        var meeting = all.Single(type => type.Text("name") == "Meeting").Text("id")!;
        Assert.Contains(all, type => type.Text("name") == "Live Chat");
        await Problem(Post(""" "name":"MEETING" """), HttpStatusCode.Conflict, "duplicate");
        await Problem(Type(HttpMethod.Patch, id, """{"name":"Email"}"""), HttpStatusCode.Conflict, "duplicate");
        await Problem(Type(HttpMethod.Delete, meeting), HttpStatusCode.Conflict, "conflict");
        await Refused(Type(HttpMethod.Patch, meeting, """{"name":"Gathering"}"""), "name");
        await Refused(Type(HttpMethod.Patch, id, """{"category":"appointment"}"""), "category");
        await Refused(Post(""" "category":"toDo" """), "name");
        await Refused(Post(""" "name":"x","category":"nap" """), "category");
        await Refused(Post(""" "name":"x","color":"red" """), "color");
        await Refused(Post(""" "name":"x","minutes":0 """), "minutes");
        await Refused(Post(""" "name":"x","fields":[{"schemaName":"mx_Custom_1","type":"fieldSet","parts":[{"schemaName":"Status"}]}] """), "fields");

        Task<Answer> Post(string members) => server.Post("/leadline/v1/task-types", $$"""{{{members}}}""");
    }

    [Fact]
    public async Task Users_are_free_in_working_hours_without_an_appointment()
    {
        var owner = await server.NewUser("own-slots@example.com");
        await server.NewOwnTask($$""" "type":"Meeting","name":"x","owner":"{{owner}}","dueOn":"2027-05-03T04:00:00Z","endOn":"2027-05-03T12:10:00Z" """);

        var answer = await server.Get($"{Own}/free-slots?owner=own-slots@example.com&from=2027-05-03&to=2027-05-04").Ok();
        var longer = await server.Get($"{Own}/free-slots?owner={owner}&from=2027-05-03&to=2027-05-04&minutes=31").Ok();

        var slots = answer.Items("users").Single().Items("slots");
        Assert.Equal(new DateTime(2027, 5, 3, 3, 30, 0), Assert.Single(slots).GetProperty("from").GetDateTime());
        Assert.Equal(new DateTime(2027, 5, 3, 4, 0, 0), slots[0].GetProperty("to").GetDateTime());
        Assert.Empty(longer.Items("users").Single().Items("slots"));
        foreach (var (query, member) in new[] { ("owner=x", "owner"), ("from=x", "from"), ("to=x", "to"), ("minutes=x", "minutes"), ("from=2027-01-01&to=2027-03-01", "to") })
            await Refused(server.Get($"{Own}/free-slots?{query}"), member);
    }

    private Task<Answer> Patch(string id, string body, params (string, string)[] headers) =>
        server.Send(HttpMethod.Patch, $"{Own}/{id}", body, headers);

    private Task<Answer> Type(HttpMethod method, string id, string? body = null) =>
        server.Send(method, "/leadline/v1/task-types/" + id, body);

    private async Task<List<string?>> Walk(string query)
    {
        var names = new List<string?>();
        string? after = null;
        do
        {
            var page = await server.Get($"{Own}?{query}{(after is null ? "" : $"&after={after}")}").Ok();
            names.AddRange(page.Items("tasks").Select(task => task.Text("name")));
            after = page.Text("next");
        }
        while (after is not null);
        return names;
    }

    private static async Task Refused(Task<Answer> call, string member)
    {
        var answer = await call;
        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Body);
        Assert.Equal([member], answer.Json.GetProperty("errors").Names());
    }

    private static async Task Problem(Task<Answer> call, HttpStatusCode status, string code)
    {
        var answer = await call;
        Assert.Equal((status, code), (answer.Status, answer.Json.Text("code")));
    }
}
