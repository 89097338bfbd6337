using System.Net;
using System.Text.Json;
using Leadline.Lists;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Lists;

/// <summary>Lists in Leadline's own API, and what holds of them whoever writes at the same time.</summary>
public sealed class ListTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Lists = "/leadline/v1/lists";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_dynamic_list_is_what_its_filter_finds_at_any_time()
    {
        var tag = Guid.NewGuid().ToString("N");
        var (inside, outside) = (await NewLead(("mx_City", tag)), await NewLead(("mx_City", "elsewhere")));
        var list = await Create($$$"""{"name":"{{{tag}}}","filter":{"all":[{"field":"mx_City","value":"{{{tag}}}"}]}}""");
        Assert.Equal("dynamic", list.GetProperty("kind").GetString());
        Assert.Equal(1, list.GetProperty("memberCount").GetInt64());
        var id = list.GetProperty("id").GetString()!;

        Assert.Equal([inside], await Members(id));
        Assert.True(await Has(id, inside));
        Assert.False(await Has(id, outside));

        await Ok(server.Post(
            $"/v2/LeadManagement.svc/Lead.Update?leadId={outside}", $$"""[{"Attribute":"mx_City","Value":"{{tag}}"}]"""));
        Assert.Equal([inside, outside], (await Members(id)).Order());
        Assert.True(await Has(id, outside));
        Assert.Equal(2, (await Ok(server.Get($"{Lists}/{id}/count"))).GetProperty("count").GetInt64());
        Assert.Equal(2, (await Ok(server.Get($"{Lists}/{id}"))).GetProperty("memberCount").GetInt64());

        var added = await server.Post($"{Lists}/{id}/members", $$"""{"leadIds":["{{inside}}"]}""");
        Assert.Equal(HttpStatusCode.Conflict, added.Status);
    }

    [Fact]
    public async Task A_dynamic_list_is_counted_for_LeadSquareds_clients_as_they_ask()
    {
        var tag = Guid.NewGuid().ToString("N");
        var id = (await Create($$$"""{"name":"{{{tag}}}","filter":{"field":"mx_City","value":"{{{tag}}}"}}""")).GetProperty("id").GetString()!;
        await NewLead(("mx_City", tag));

        async Task<int> RecordCount(string behaviour) => (await Ok(server.Post(
            "/v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter",
            $$$"""{"SearchParameters":{"ListId":"{{{id}}}"{{{behaviour}}}}}"""))).GetProperty("RecordCount").GetInt32();

        Assert.Equal(0, await RecordCount(",\"RetrieveBehaviour\":\"0\""));
        Assert.Equal(1, await RecordCount(""));
        Assert.Equal(0, await RecordCount(",\"RetrieveBehaviour\":0"));
        Assert.Equal(1, await RecordCount(",\"RetrieveBehaviour\":\"2\""));
        Assert.Equal(1, await RecordCount(",\"RetrieveBehaviour\":\"0\""));
        await NewLead(("mx_City", tag));
        var listed = (await server.Get($"/v2/LeadManagement.svc/Lists.Get?SearchText={tag}")).Json;
        Assert.Equal(2, listed[0].GetProperty("MemberCount").GetInt32());
    }

    [Fact]
    public async Task A_list_is_changed_by_who_knows_its_version_and_deleted_with_its_members()
    {
        var list = await Create($$"""{"name":"before {{Guid.NewGuid():N}}","kind":"static"}""");
        var id = list.GetProperty("id").GetString()!;
        var lead = await NewLead();
        await Ok(server.Post($"{Lists}/{id}/members", $$"""{"leadIds":["{{lead}}"]}"""));

        var changed = await Patch(id, """{"description":"after"}""", "\"1\"");
        Assert.Equal((HttpStatusCode.OK, 2), (changed.Status, changed.Json.GetProperty("version").GetInt32()));
        Assert.Equal("after", changed.Json.GetProperty("description").GetString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Patch(id, """{"description":"late"}""", "\"1\"")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Patch(id, """{"filter":{"field":"mx_City","value":"x"}}""", "*")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Patch(id, """{"name":"  "}""", "*")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Patch(id, """{"name":"ALL LEADS"}""", "*")).Status);

        await Ok(server.Send(HttpMethod.Delete, $"{Lists}/{id}", body: null));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Lists}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"{Lists}/{id}/members", $$"""{"leadIds":["{{lead}}"]}""")).Status);
        Assert.Equal(0, await rows.One<long>(
            "SELECT (SELECT count(*) FROM lead_list WHERE list_id = @id) + (SELECT count(*) FROM lead_list_member WHERE list_id = @id)",
            new { id = Guid.Parse(id) }));
        Assert.Equal(
            ["list.created", "list.memberAdded", "list.updated", "list.deleted"],
            (await rows.One<string[]>("SELECT array_agg(kind ORDER BY event_id) FROM event WHERE record_id = @id", new { id = Guid.Parse(id) })));
    }

    [Fact]
    public async Task The_lists_of_the_system_stay_as_they_are()
    {
        var lists = (await Ok(server.Get($"{Lists}?search=leads&limit=200"))).GetProperty("lists").EnumerateArray();
        var system = lists.Where(list => list.GetProperty("isSystem").GetBoolean()).Select(list => list.GetProperty("id").GetString()!).ToList();

        Assert.Equal(2, system.Count);
        foreach (var id in system)
        {
            Assert.Equal(HttpStatusCode.Conflict, (await Patch(id, """{"name":"mine"}""", "*")).Status);
            Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"{Lists}/{id}", body: null)).Status);
        }
    }

    [Theory]
    [InlineData("""{"kind":"static"}""", "name")]
    [InlineData("""{"name":"n1","kind":"other"}""", "kind")]
    [InlineData("""{"name":"n2","kind":"static","filter":{"field":"mx_City","value":"x"}}""", "filter")]
    [InlineData("""{"name":"n3","filter":{"field":"mx_Nothing","value":"x"}}""", "filter")]
    [InlineData("""{"name":"n4","filter":{"field":"mx_City","operator":"~","value":"x"}}""", "filter")]
    public async Task A_list_that_cannot_be_is_refused_by_the_member_that_is_wrong(string body, string member)
    {
        var answer = await server.Post(Lists, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(member, out _), answer.Body);
    }

    [Fact]
    public async Task Members_are_paged_by_a_cursor_and_changed_in_bulk()
    {
        var list = (await Create($$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""")).GetProperty("id").GetString()!;
        var leads = new List<Guid>();
        for (var i = 0; i < 5; i++)
            leads.Add(await NewLead(("LastName", $"{i}")));
        var ids = string.Join(',', leads.Select(lead => $"\"{lead}\""));
        Assert.Equal("""{"changed":5,"memberCount":5}""", (await server.Post($"{Lists}/{list}/members", $$"""{"leadIds":[{{ids}}]}""")).Body);

        var (seen, after) = (new List<string?>(), (string?)"");
        while (after is not null)
        {
            var page = await Ok(server.Get($"{Lists}/{list}/members?sort=LastName&fields=LastName&limit=2&after={after}"));
            seen.AddRange(page.GetProperty("leads").EnumerateArray().Select(lead => lead.GetProperty("LastName").GetString()));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(["0", "1", "2", "3", "4"], seen);
        Assert.Equal(
            """{"changed":1,"memberCount":4}""",
            (await server.Post($"{Lists}/{list}/members/remove", $$"""{"leadIds":["{{leads[0]}}","{{Guid.NewGuid()}}"]}""")).Body);
        Assert.Equal("""{"changed":4,"memberCount":0}""", (await server.Post($"{Lists}/{list}/members/remove-all", "")).Body);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{Lists}/{list}/members", """{"leadIds":["nonsense"]}""")).Status);
        var many = string.Join(',', Enumerable.Repeat($"\"{leads[0]}\"", 1_001));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{Lists}/{list}/members", $$"""{"leadIds":[{{many}}]}""")).Status);
    }

    [Fact]
    public async Task A_call_with_a_key_adds_once()
    {
        var list = (await Create($$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""")).GetProperty("id").GetString()!;
        var body = $$"""{"leadIds":["{{await NewLead()}}"]}""";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await server.Send(HttpMethod.Post, $"{Lists}/{list}/members", body, key);
        var again = await server.Send(HttpMethod.Post, $"{Lists}/{list}/members", body, key);

        Assert.Equal("""{"changed":1,"memberCount":1}""", first.Body);
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    public async Task Counts_are_exact_while_leads_are_added_removed_and_deleted()
    {
        var lists = new List<string>();
        for (var i = 0; i < 2; i++)
            lists.Add((await Create($$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""")).GetProperty("id").GetString()!);
        var leads = new List<Guid>();
        for (var i = 0; i < 24; i++)
            leads.Add(await NewLead());

        var calls = new List<Task<Answer>>();
        foreach (var list in lists)
        {
            for (var i = 0; i < 4; i++)
            {
                var ids = string.Join(',', leads.Skip(i * 4).Take(12).Reverse().Select(lead => $"\"{lead}\""));
                calls.Add(server.Post($"{Lists}/{list}/members", $$"""{"leadIds":[{{ids}}]}"""));
                calls.Add(server.Post($"{Lists}/{list}/members/remove", $$"""{"leadIds":[{{ids}}]}"""));
                calls.Add(server.Post($"{Lists}/{list}/members", $$"""{"leadIds":[{{ids}}]}"""));
            }

            calls.Add(server.Post($"{Lists}/{list}/members/remove-all", ""));
        }

        calls.AddRange(leads.Take(6).Select(lead => server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}")));
        var answers = await Task.WhenAll(calls);

        // A lead may be gone before its turn comes; nothing else may go wrong.
        Assert.All(answers, answer => Assert.True(
            answer.Status == HttpStatusCode.OK || answer.Body.Contains("There is no lead", StringComparison.Ordinal), answer.Body));
        foreach (var list in lists)
        {
            await Ok(server.Post($"{Lists}/{list}/members", $$"""{"leadIds":["{{leads[^1]}}"]}"""));
            var kept = await rows.One<long>("SELECT count(*) FROM lead_list_member WHERE list_id = @id", new { id = Guid.Parse(list) });
            Assert.InRange(kept, 1, 18);
            Assert.Equal(kept, (await Ok(server.Get($"{Lists}/{list}/count"))).GetProperty("count").GetInt64());
        }

        Assert.Equal(0, await rows.One<long>(
            """
            SELECT count(*) FROM lead_list_member m
            WHERE NOT EXISTS (SELECT FROM lead l WHERE l.account_id = m.account_id AND l.lead_id = m.lead_id)
            """,
            new { }));
    }

    [Fact]
    public async Task A_large_list_counts_the_deletion_of_a_lead_and_is_emptied_in_parts()
    {
        var list = Guid.Parse((await Create($$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""")).GetProperty("id").GetString()!);
        var lead = await NewLead();
        await rows.Execute(
            """
            INSERT INTO lead_list_member (account_id, list_id, lead_id, added_by, added_on)
            SELECT @AccountId, @list, gen_random_uuid(), @lead, now() FROM generate_series(1, 12000);
            INSERT INTO lead_list_member (account_id, list_id, lead_id, added_by, added_on) VALUES (@AccountId, @list, @lead, @lead, now());
            UPDATE lead_list SET member_count = 12001 WHERE account_id = @AccountId AND list_id = @list
            """,
            new { rows.AccountId, list, lead });
        await Ok(server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}"));

        Assert.Equal("""{"count":12000}""", (await server.Get($"{Lists}/{list}/count")).Body);
        Assert.Equal("""{"changed":12000,"memberCount":0}""", (await server.Post($"{Lists}/{list}/members/remove-all", "")).Body);
    }

    [Fact]
    public async Task A_deletion_that_was_interrupted_is_finished_later()
    {
        var list = Guid.Parse((await Create($$"""{"name":"{{Guid.NewGuid():N}}","kind":"static"}""")).GetProperty("id").GetString()!);
        await Ok(server.Post($"{Lists}/{list}/members", $$"""{"leadIds":["{{await NewLead()}}"]}"""));
        await rows.Execute("UPDATE lead_list SET is_deleted = true WHERE account_id = @AccountId AND list_id = @list", new { rows.AccountId, list });
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{Lists}/{list}")).Status);

        await server.Services.GetRequiredService<ListOperations>().RemoveHidden(rows.AccountId);

        Assert.Equal(0, await rows.One<long>(
            "SELECT (SELECT count(*) FROM lead_list WHERE list_id = @list) + (SELECT count(*) FROM lead_list_member WHERE list_id = @list)",
            new { list }));
    }

    private async Task<JsonElement> Create(string body) => await Ok(server.Post(Lists, body));

    private Task<Answer> Patch(string id, string body, string version) =>
        server.Send(HttpMethod.Patch, $"{Lists}/{id}", body, ("If-Match", version));

    private Task<Guid> NewLead(params (string, string)[] more) => rows.Lead($"{Guid.NewGuid():N}@example.com", more);

    private async Task<IReadOnlyList<Guid>> Members(string list) =>
    [
        .. (await Ok(server.Get($"{Lists}/{list}/members?fields=ProspectID"))).GetProperty("leads").EnumerateArray()
            .Select(lead => lead.GetProperty("ProspectID").GetGuid()),
    ];

    private async Task<bool> Has(string list, Guid lead) =>
        (await Ok(server.Get($"{Lists}/{list}/members/{lead}"))).GetProperty("isMember").GetBoolean();

    private static async Task<JsonElement> Ok(Task<Answer> call)
    {
        var answer = await call;
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }
}
