using System.Net;
using System.Reflection;
using System.Text.Json;
using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage.Batching;
using Leadline.Subscribers;
using Leadline.Tests.Activities;
using Leadline.Tests.Intake;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Leads.Merging;

/// <summary>Leads that become a part of another: what moves, who is found by what, and what is refused.</summary>
public sealed class MergeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Management = "/v2/LeadManagement.svc/";
    private const string Own = "/leadline/v1/leads/";

    // Tables that keep a merged lead's id: history, and what leads from it to its parent.
    private static readonly string[] Keeping =
        ["event", "lead", "lead_identity", "lead_identity_rules", "lead_job_row", "merged_lead", "webhook_delivery"];

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task What_hangs_on_a_lead_moves_to_its_parent_and_nothing_is_lost_or_doubled()
    {
        var (parent, child) = (await NewLead("parent.all@example.com"), await NewLead("child.all@example.com"));
        var type = await server.NewOpportunityType("Merging", ",\"duplicateFields\":[\"mx_Custom_1\"]");
        foreach (var (lead, email) in new[] { (parent, "parent.all@example.com"), (child, "child.all@example.com") })
        {
            await server.NewActivity(lead.ToString(), 105);
            await server.NewOpportunity(email, type, OpportunityCalls.Field("mx_Custom_1", "same"));
            await server.Post($"{Management}CreateNote", $$"""{"RelatedProspectId":"{{lead}}","Note":"note"}""").Ok();
            await server.Post(
                "/v2/Task.svc/Create", $$$"""{"Name":"T","TaskType":{"Name":"Meeting"},"RelatedEntity":1,"RelatedEntityId":"{{{lead}}}"}""").Ok();
            await server.NewTicket(email, "It is down");
        }

        var (shared, childs) = (await NewList(parent, child), await NewList(child));
        var tables = await Tables();
        var before = await Counts(tables, parent, child);

        Assert.Equal("""{"Status":"Success"}""", (await Merge(parent, child)).Body);

        foreach (var table in tables)
        {
            Assert.True(await Count(table, child) == 0, $"{table} keeps rows of the merged lead.");
            var expected = before[table] + table switch { "activity" => 1, "lead_list_member" => -1, _ => 0 };
            Assert.True(await Count(table, parent) == expected, $"{table} has {await Count(table, parent)} rows, not {expected}.");
        }

        Assert.Equal((1, 1), (await Members(shared), await Members(childs)));
        Assert.Equal(2, await Count("activity", parent, $"event_code = {type}"));
        Assert.Equal(1, await Count("activity", parent, "opportunity_key IS NOT NULL"));
        Assert.Equal(2, await Count("ticket", parent));
    }

    [Fact]
    public async Task What_a_lead_has_once_is_the_parents_where_both_have_it()
    {
        var parent = await NewLead("parent.once@example.com");
        var (one, two) = (await NewLead("one.once@example.com"), await NewLead("two.once@example.com"));
        var (shared, childs, user) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        foreach (var (lead, number) in new[] { (parent, 1), (one, 2), (two, 3) })
        {
            await Insert("INSERT INTO portal_user (account_id, portal_id, lead_id, password_hash, registered_on, password_changed_on) VALUES (@AccountId, @shared, @lead, @hash, now(), now())", lead, number);
            await Insert("INSERT INTO portal_session (account_id, session_id, portal_id, lead_id, secret_hash, created_on, expires_on) VALUES (@AccountId, @hash, @shared, @lead, 'x', now(), now() + interval '1 day')", lead, number);
            await Insert("INSERT INTO subscriber_plan (account_id, lead_id, plan_number, since) VALUES (@AccountId, @lead, @number, now())", lead, number);
            await Insert("INSERT INTO ispcrm_lead (account_id, number, lead_id, status, created_on) VALUES (@AccountId, 9000 + @number, @lead, 'New', now())", lead, number);
            await Insert("INSERT INTO lead_share (account_id, share_id, lead_id, user_id, can_write, shared_by, shared_on, expires_on) VALUES (@AccountId, gen_random_uuid(), @lead, @user, @number > 1, @user, now(), 'infinity')", lead, number);
        }

        foreach (var (lead, number) in new[] { (one, 4), (two, 5) })
        {
            await Insert("INSERT INTO portal_user (account_id, portal_id, lead_id, password_hash, registered_on, password_changed_on, last_sign_in_on) VALUES (@AccountId, @childs, @lead, @hash, now(), now(), now() - make_interval(days => @number))", lead, number);
            await Insert("INSERT INTO stored_file (account_id, file_id, name, content_type, bytes, lead_id, uploaded_by, uploaded_on) VALUES (@AccountId, gen_random_uuid(), @hash, 'text/plain', 0, @lead, @user, now())", lead, number);
            await Insert("INSERT INTO call_popup (account_id, popup_id, lead_id, direction, created_on) VALUES (@AccountId, gen_random_uuid(), @lead, 'Inbound', now())", lead, number);
            await Insert("INSERT INTO ticket_conversation (account_id, number, ticket_id, kind, recipients, merged_lead, created_on, created_by) VALUES (@AccountId, 9000 + @number, gen_random_uuid(), 'note', '{}', @lead, now(), @user)", lead, number);
        }

        await server.Post($"{Own}{parent}/merge", $$"""{"children":["{{one}}","{{two}}"]}""").Ok();

        Assert.Equal("1", await rows.One<string>("SELECT string_agg(password_hash, ',') FROM portal_user WHERE lead_id = @parent AND portal_id = @shared", new { parent, shared }));
        Assert.Equal("4", await rows.One<string>("SELECT string_agg(password_hash, ',') FROM portal_user WHERE lead_id = @parent AND portal_id = @childs", new { parent, childs }));
        Assert.Equal((1, 1, 2, 2), (await Count("portal_session", parent), await Count("lead_share", parent, "NOT can_write"), await Count("stored_file", parent), await Count("call_popup", parent)));
        Assert.Equal(1, await rows.One<long>("SELECT plan_number FROM subscriber_plan WHERE lead_id = @parent", new { parent }));
        Assert.Equal(9001, await rows.One<long>("SELECT number FROM ispcrm_lead WHERE lead_id = @parent", new { parent }));
        Assert.Equal(2, await rows.One<long>("SELECT count(*) FROM ticket_conversation WHERE merged_lead = @parent", new { parent }));
        foreach (var table in (await Tables()).Where(table => table != "ispcrm_lead"))
            Assert.Equal((0, 0), (await Count(table, one), await Count(table, two)));

        // A number that another system knows leads to whom it means now.
        foreach (var number in (long[])[9001, 9002, 9003])
            Assert.Equal(
                parent.ToString(),
                (await server.Services.GetRequiredService<SubscriberStore>().FindLead(await server.Admin(), number))!.CustomerId);

        Task Insert(string sql, Guid lead, int number) =>
            rows.Execute(sql, new { rows.AccountId, lead, number, hash = $"{number}", shared, childs, user });
    }

    [Fact]
    public async Task Every_table_of_leads_is_a_part_of_merging()
    {
        var moved = string.Join('\n', typeof(LeadMerging).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(LeadMerging))
            .SelectMany(field => ((LeadMerging)field.GetValue(null)!).Statements)
            .Select(Sql));

        Assert.DoesNotContain(await Tables(), table => !moved.Contains($" {table} ", StringComparison.Ordinal));

        static string Sql(RowStatement<MergedLead> statement)
        {
            var batch = new NpgsqlBatch();
            statement.GetType().GetMethod("AddTo", BindingFlags.Instance | BindingFlags.NonPublic)!
                .Invoke(statement, [batch, 1, new List<MergedLead>()]);
            return string.Join('\n', batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => command.CommandText));
        }
    }

    [Fact]
    public async Task Nothing_is_merged_that_is_no_more_what_was_seen()
    {
        var own = new OwnApi(server);
        var (parent, child) = (await NewLead("parent.seen@example.com"), await NewLead("child.seen@example.com"));
        var (ofParent, ofChild) = ((await own.Get($"leads/{parent}")).ETag!, (await own.Get($"leads/{child}")).ETag!);
        await own.Patch($"leads/{child}", """{"values":{"mx_City":"Pune"}}""");

        foreach (var preview in (string[])["true", "false"])
        {
            var late = await own.Post($"leads/{parent}/merge", Body(ofChild, preview));
            Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
        }

        var seen = (await own.Get($"leads/{child}")).ETag!;
        var shown = await own.Post($"leads/{parent}/merge", Body(seen, "true"));
        Assert.Equal("Pune", shown.Json.GetProperty("lead").GetProperty("mx_City").GetString());
        Assert.Equal(HttpStatusCode.OK, (await own.Get($"leads/{child}")).Status);
        var merged = await own.Post($"leads/{parent}/merge", Body(seen, "false"));
        Assert.True(merged.Status == HttpStatusCode.OK, merged.Body);
        Assert.Equal("Pune", (await own.Get($"leads/{parent}"))["mx_City"]);

        string Body(string childs, string preview) => $$"""
            {"children":["{{child}}"],"values":{"mx_City":"{{child}}"},"preview":{{preview}},
             "versions":{"{{parent}}":{{JsonSerializer.Serialize(ofParent)}},"{{child}}":{{JsonSerializer.Serialize(childs)}}}
            }
            """;
    }

    [Fact]
    public async Task Who_asks_for_a_merged_lead_is_told_of_which_one_it_is_a_part()
    {
        var own = new OwnApi(server);
        var parent = await NewLead("parent.told@example.com");
        var (child, grandchild) = (await NewLead("child.told@example.com"), await NewLead("grandchild.told@example.com"));
        await Merge(child, grandchild);
        await Merge(parent, child);

        foreach (var part in (Guid[])[child, grandchild])
        {
            var gone = await own.Get($"leads/{part}");
            Assert.Equal((HttpStatusCode.NotFound, parent.ToString()), (gone.Status, gone["mergedInto"]));
        }

        Assert.False((await own.Get($"leads/{Guid.NewGuid()}")).Json.TryGetProperty("mergedInto", out _));
    }

    [Fact]
    public async Task The_parent_keeps_its_values_and_the_scores_add_up()
    {
        var parent = await NewLead("parent.values@example.com", ("FirstName", "Asha"), ("Score", "10"));
        var child = await NewLead("child.values@example.com", ("FirstName", "A."), ("LastName", "Rao"), ("Score", "7"), ("mx_City", "Pune"));

        await Merge(parent, child);

        var lead = (await server.Get($"{Management}Leads.GetById?id={parent}").Ok())[0];
        Assert.Equal(
            ("Asha", null, null, "17", "parent.values@example.com"),
            (lead.Text("FirstName"), lead.Text("LastName"), lead.Text("mx_City"), lead.Text("Score"), lead.Text("EmailAddress")));
        Assert.Equal("Lead Merge", lead.Text("ProspectActivityName_Max"));
        Assert.Equal("[]", (await server.Get($"{Management}Leads.GetById?id={child}")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Own}{child}")).Status);
        Assert.Equal(
            ["lead.created", "lead.updated", "lead.merged"],
            await rows.One<string[]>("SELECT array_agg(kind ORDER BY tx, event_id) FROM event WHERE lead_id = @parent AND kind LIKE 'lead.%'", new { parent }));
        Assert.Equal(
            1, await rows.One<long>("SELECT count(*) FROM event WHERE lead_id = @child AND kind = 'lead.deleted' AND data ->> 'MergedInto' = @text", new { child, text = parent.ToString() }));
    }

    [Fact]
    public async Task A_merge_stands_on_the_timeline_and_tells_what_the_child_was()
    {
        var parent = await NewLead("parent.audit@example.com");
        var child = await NewLead("child.audit@example.com", ("FirstName", "Child"), ("Phone", "+91-9811100001"), ("mx_PAN_Number", "AUDIT1"));

        await Merge(parent, child);

        var told = (await server.Post($"{ActivityCalls.Service}Retrieve?leadId={parent}", """{"Parameter":{"ActivityEvent":3003}}""").Ok())
            .Items("ProspectActivities").Single();
        Assert.Equal((3003, "Lead Merge"), (told.GetProperty("EventCode").GetInt32(), told.Text("EventName")));
        var children = (await Audit(told.Text("Id"))).EnumerateArray().ToList();
        var was = Assert.Single(children);
        Assert.Equal(
            (child.ToString(), "Child", "child.audit@example.com", "+91-9811100001", null),
            (was.Text("ProspectID"), was.Text("FirstName"), was.Text("EmailAddress"), was.Text("Phone"), was.Text("mx_PAN_Number")));

        Assert.Empty((await Audit(Guid.NewGuid().ToString())).EnumerateArray());
        await server.Post($"{Management}GetMergedChildLeadsByAuditId", "{}")
            .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: You have not passed Parameter.");
        var own = await server.Get($"{Own}{parent}/merged-leads").Ok();
        Assert.Equal(child.ToString(), own.Items("leads").Single().Text("ProspectID"));
    }

    [Fact]
    public async Task Whoever_names_the_child_reaches_the_parent()
    {
        var (parent, child) = (await NewLead("parent.named@example.com"), await NewLead("child.named@example.com", ("Phone", "+91-9811100002")));
        await Merge(parent, child);

        var captured = await server.Post($"{Management}Lead.Capture", Attributes(("EmailAddress", "child.named@example.com"), ("mx_City", "Pune"))).Ok();
        Assert.Equal(parent.ToString(), captured.GetProperty("Message").Text("Id"));
        Assert.Equal(("parent.named@example.com", "Pune"), (await rows.Value(parent, "EmailAddress"), await rows.Value(parent, "mx_City")));
        var byPhone = await server.Get($"{Management}RetrieveLeadByPhoneNumber?phone=9811100002").Ok();
        Assert.Equal(parent.ToString(), byPhone[0].Text("ProspectID"));

        await server.NewActivity(child.ToString(), 105);
        await server.Post($"{Management}Lead.Update?leadId={child}", Attributes(("mx_City", "Delhi"))).Ok();
        var withId = await server.Post($"{Management}Lead.Capture", Attributes(("ProspectID", child.ToString()), ("mx_State", "MH"))).Ok();
        Assert.Equal(parent.ToString(), withId.GetProperty("Message").Text("Id"));
        Assert.Equal(("Delhi", "MH", 1), (await rows.Value(parent, "mx_City"), await rows.Value(parent, "mx_State"), await Count("activity", parent, "event_code = 105")));

        await server.Post($"{Management}Lead.Create", Attributes(("EmailAddress", "child.named@example.com")))
            .Refused("MXDuplicateEntryException", "A Lead with same Email already exists.");
        await server.Get($"{Management}Lead/Delete/ById?leadId={child}").Refused("MXInvalidEntityException", "Lead does not exist in the system");
    }

    [Fact]
    public async Task A_value_of_the_child_may_become_the_parents_own_and_both_still_find_it()
    {
        var (parent, child) = (await NewLead("parent.own@example.com"), await NewLead("child.own@example.com"));
        await Merge(parent, child);

        await server.Post($"{Management}Lead.Update?leadId={parent}", Attributes(("EmailAddress", "child.own@example.com"))).Ok();
        Assert.Equal(parent, await rows.Find("child.own@example.com"));
        await server.Post($"{Management}Lead.Update?leadId={parent}", Attributes(("EmailAddress", "third.own@example.com"))).Ok();
        Assert.Equal((parent, parent), (await rows.Find("child.own@example.com"), await rows.Find("third.own@example.com")));
        var grand = await NewLead("grand.own@example.com");

        await Merge(grand, parent);
        Assert.Equal((grand, grand), (await rows.Find("child.own@example.com"), await rows.Find("third.own@example.com")));
        var captured = await server.Post($"{Management}Lead.Capture", Attributes(("ProspectID", child.ToString()), ("mx_City", "Pune"))).Ok();
        Assert.Equal(grand.ToString(), captured.GetProperty("Message").Text("Id"));
        Assert.Equal(2, (await server.Get($"{Own}{grand}/merged-leads").Ok()).Items("leads").Count);

        await server.Get($"{Management}Lead/Delete/ById?leadId={grand}").Ok();
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM lead_identity WHERE value LIKE '%.own@example.com'", new { }));
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM merged_lead WHERE parent_id = @grand", new { grand }));
        Assert.NotEqual(grand, await NewLead("child.own@example.com"));
    }

    [Fact]
    public async Task A_preview_shows_what_the_merge_makes()
    {
        var parent = await NewLead("parent.preview@example.com", ("FirstName", "Asha"), ("mx_City", "Pune"), ("Score", "1"));
        var one = await NewLead("one.preview@example.com", ("FirstName", "A."), ("mx_City", "Delhi"), ("Score", "2"));
        var two = await NewLead("two.preview@example.com", ("LastName", "Rao"), ("Score", "4"));
        string Body(string more) =>
            $$$"""{"children":["{{{one}}}","{{{two}}}"],"values":{"mx_City":"{{{one}}}","LastName":"{{{two}}}","EmailAddress":"{{{two}}}"}{{{more}}}}""";

        var preview = await server.Post($"{Own}{parent}/merge", Body(",\"preview\":true")).Ok();
        Assert.Equal("parent.preview@example.com", await rows.Value(parent, "EmailAddress"));
        var result = await server.Post($"{Own}{parent}/merge", Body("")).Ok();

        Assert.True(preview.GetProperty("isPreview").GetBoolean());
        Assert.False(result.GetProperty("isPreview").GetBoolean());
        Assert.Equal(
            ("Asha", "Delhi", "Rao", "two.preview@example.com", "7"),
            (Of(result, "FirstName"), Of(result, "mx_City"), Of(result, "LastName"), Of(result, "EmailAddress"), Of(result, "Score")));
        string[] moments = ["ModifiedOn", "LeadLastModifiedOn", "ProspectActivityDate_Max", "ProspectActivityDate_Min"];
        Assert.Equal(Without(preview.GetProperty("lead")), Without(result.GetProperty("lead")));
        Assert.Equal(Without(result.GetProperty("lead")), Without(await server.Get($"{Own}{parent}").Ok()));
        Assert.Equal(result.GetProperty("lead").ToString(), (await server.Get($"{Own}{parent}").Ok()).ToString());
        foreach (var email in new[] { "parent.preview", "one.preview", "two.preview" })
            Assert.Equal(parent, await rows.Find($"{email}@example.com"));
        Assert.Equal(2, (await Audit(result.Text("auditId"))).GetArrayLength());

        static string? Of(JsonElement answer, string name) => answer.GetProperty("lead").Text(name);
        string Without(JsonElement lead) =>
            string.Join('\n', lead.EnumerateObject().Where(member => !moments.Contains(member.Name)).Select(member => $"{member.Name}={member.Value}"));
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_and_changes_nothing()
    {
        var (parent, child) = (await NewLead("parent.refused@example.com"), await NewLead("child.refused@example.com"));
        const string Unknown = "Lead does not exist in the system";
        await Wire(parent, parent).Refused("MXInvalidInputException", "A lead cannot be merged into itself.");
        foreach (var (master, merged) in new[] { (Guid.NewGuid(), child), (parent, Guid.NewGuid()) })
            await Wire(master, merged).Refused("MXInvalidEntityException", Unknown);
        await server.Post($"{Management}Lead.Merge?masterId={parent}&childId=nobody", "").Refused("MXInvalidEntityException", Unknown);
        await server.Post($"{Management}Lead.Merge?childId={child}", "")
            .Refused("MXMandatoryAttributeMissingException", "'masterId' is mandatory for merging leads");
        await Wire(parent, child).Ok();
        await Wire(parent, child).Refused("MXInvalidEntityException", Unknown);
        await Wire(child, parent).Refused("MXInvalidEntityException", Unknown);
        await Wire(await NewLead("other.refused@example.com"), child).Refused("MXInvalidEntityException", Unknown);

        async Task Own(string body, HttpStatusCode status, string code)
        {
            var answer = await server.Post($"{MergeTests.Own}{parent}/merge", body);
            Assert.Equal((status, code), (answer.Status, answer.Json.Text("code")));
        }

        var fresh = await NewLead("fresh.refused@example.com");
        await Own("{}", HttpStatusCode.BadRequest, "missingAttribute");
        await Own($$"""{"children":["{{child}}"]}""", HttpStatusCode.NotFound, "unknownLead");
        await Own($$"""{"children":["{{child}}"],"preview":true}""", HttpStatusCode.NotFound, "unknownLead");
        await Own($$"""{"children":["{{parent}}"]}""", HttpStatusCode.BadRequest, "invalidInput");
        await Own($$$"""{"children":["{{{fresh}}}"],"values":{"Nothing":"{{{fresh}}}"}}""", HttpStatusCode.BadRequest, "unknownAttribute");
        await Own($$$"""{"children":["{{{fresh}}}"],"values":{"CreatedOn":"{{{fresh}}}"}}""", HttpStatusCode.BadRequest, "invalidInput");
        await Own($$$"""{"children":["{{{fresh}}}"],"values":{"FirstName":"{{{child}}}"}}""", HttpStatusCode.BadRequest, "invalidInput");
        Assert.Equal(fresh, await rows.Find("fresh.refused@example.com"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"{MergeTests.Own}{Guid.NewGuid()}/merge", $$"""{"children":["{{fresh}}"]}""")).Status);
    }

    [Fact]
    public async Task A_call_sent_again_under_its_key_merges_once()
    {
        var (parent, child) = (await NewLead("parent.again@example.com"), await NewLead("child.again@example.com"));
        Task<Answer> Send() => server.Send(
            HttpMethod.Post, $"{Management}Lead.Merge?masterId={parent}&childId={child}", "", ("Idempotency-Key", $"merge-{child}"));

        Assert.Equal("""{"Status":"Success"}""", (await Send()).Body);
        Assert.Equal("""{"Status":"Success"}""", (await Send()).Body);
        Assert.Equal(1, await Count("activity", parent, "event_code = 3003"));
    }

    [Fact]
    public async Task Asynchronous_requests_about_the_child_reach_the_parent()
    {
        var calls = new AsyncCalls(server);
        var (parent, child) = (await NewLead("parent.async@example.com"), await NewLead("child.async@example.com"));
        await calls.Pause();
        var waiting = await calls.Submit(
            "/activity/create", $$"""{"RelatedProspectId":"{{child}}","ActivityEvent":105,"ActivityNote":"waited","Fields":[]}""");
        await Merge(parent, child);
        await calls.Resume();

        Assert.Equal("Success", (await calls.Final(waiting)).Text("Status"));
        var update = await calls.Submit($"/lead/update?leadId={child}", Attributes(("mx_City", "Pune")));
        Assert.Equal("Success", (await calls.Final(update)).Text("Status"));
        var capture = await calls.Submit("/lead/capture", Attributes(("EmailAddress", "child.async@example.com"), ("mx_State", "MH")));
        Assert.Equal("Success", (await calls.Final(capture)).Text("Status"));
        Assert.Equal((1, "Pune", "MH"), (await Count("activity", parent, "event_code = 105"), await rows.Value(parent, "mx_City"), await rows.Value(parent, "mx_State")));
    }

    private Task<Answer> Wire(Guid parent, Guid child) => server.Post($"{Management}Lead.Merge?masterId={parent}&childId={child}", "");

    private async Task<Answer> Merge(Guid parent, Guid child)
    {
        var answer = await Wire(parent, child);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer;
    }

    private Task<JsonElement> Audit(string? id) =>
        server.Post($"{Management}GetMergedChildLeadsByAuditId", $$$"""{"Parameter":{"MergeAuditId":"{{{id}}}"}}""").Ok();

    private async Task<Guid> NewLead(string email, params (string, string)[] more) => Guid.Parse(
        (await server.Post($"{Management}Lead.Create", Attributes([("EmailAddress", email), .. more]))).Id);

    private static string Attributes(params (string Name, string Value)[] values) =>
        JsonSerializer.Serialize(values.Select(value => new { Attribute = value.Name, value.Value }));

    private async Task<string> NewList(params Guid[] leads)
    {
        var list = (await server.Post("/leadline/v1/lists", $$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""").Ok()).Text("id")!;
        await server.Post($"/leadline/v1/lists/{list}/members", JsonSerializer.Serialize(new { leadIds = leads })).Ok();
        return list;
    }

    private async Task<long> Members(string list) => (await server.Get($"/leadline/v1/lists/{list}").Ok()).GetProperty("memberCount").GetInt64();

    private async Task<List<string>> Tables()
    {
        await using var connection = await server.Database.Open(rows.AccountId);
        return [.. await connection.QueryAsync<string>(
            """
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name = 'lead_id' AND table_name <> ALL (@Keeping) ORDER BY table_name
            """,
            new { Keeping })];
    }

    private async Task<Dictionary<string, long>> Counts(List<string> tables, params Guid[] leads)
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in tables)
            foreach (var lead in leads)
                counts[table] = counts.GetValueOrDefault(table) + await Count(table, lead);
        return counts;
    }

    private Task<long> Count(string table, Guid lead, string condition = "true") =>
        rows.One<long>($"SELECT count(*) FROM {table} WHERE lead_id = @lead AND {condition}", new { lead });
}
