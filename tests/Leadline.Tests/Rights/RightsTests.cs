using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Rights;

/// <summary>What permissions mean where groups, reports, shares, fields and counts come in.</summary>
public sealed class RightsTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Leads = "/v2/LeadManagement.svc/";

    private Person Admin => server.Looker("admin");

    [Fact]
    public async Task A_group_that_shares_for_viewing_only_lets_view_and_not_change()
    {
        var (viewer, other) = (await server.NewPerson("viewer"), await server.NewPerson("watched"));
        var lead = await Lead(other, "watched");
        await server.Permit(viewer, """{"entity":"Lead","action":"View","access":"Group"},{"entity":"Lead","action":"Update","access":"Group"}""");
        var group = (await server.Ok(Admin, HttpMethod.Post, "/leadline/v1/groups", """{"name":"Watchers"}""")).GetProperty("id").GetString();
        foreach (var person in new[] { viewer, other })
            await server.Ok(
                Admin, HttpMethod.Put, $"/leadline/v1/groups/{group}/members/{person.Id}", """{"viewLeads":true,"modifyLeads":false}""");

        Assert.Equal(1, await Found(viewer, lead));
        Assert.Contains("permission", (await Change(viewer, lead)).Body);

        await server.Ok(
            Admin, HttpMethod.Put, $"/leadline/v1/groups/{group}/members/{viewer.Id}", """{"viewLeads":true,"modifyLeads":true}""");
        Assert.Equal(HttpStatusCode.OK, (await Change(viewer, lead)).Status);

        await server.Ok(Admin, HttpMethod.Delete, $"/leadline/v1/groups/{group}/members/{viewer.Id}");
        Assert.Equal(0, await Found(viewer, lead));
    }

    [Fact]
    public async Task Whoever_leads_sees_what_reports_at_any_depth()
    {
        var (head, middle, hand) = (await server.NewPerson("head"), await server.NewPerson("middle"), await server.NewPerson("hand"));
        var lead = await Lead(hand, "hand");
        await server.Permit(head, """{"entity":"Lead","action":"View","access":"Group"}""");
        Assert.Equal(0, await Found(head, lead));

        await server.Ok(Admin, HttpMethod.Patch, $"/leadline/v1/users/{hand.Id}", $$"""{"managerId":"{{middle.Id}}"}""");
        await server.Ok(Admin, HttpMethod.Patch, $"/leadline/v1/users/{middle.Id}", $$"""{"managerId":"{{head.Id}}"}""");

        Assert.Equal(1, await Found(head, lead));
    }

    [Fact]
    public async Task A_shared_lead_is_seen_found_and_changed_until_its_time_is_over()
    {
        var (guest, host) = (await server.NewPerson("guest"), await server.NewPerson("host"));
        var lead = await Lead(host, "host");
        await server.Permit(guest, """{"entity":"Lead","action":"View","access":"Own"},{"entity":"Lead","action":"Update","access":"Own"}""");
        Assert.Equal(0, await Found(guest, lead));

        await Share(lead, guest, 1);
        Assert.Equal(1, await Found(guest, lead));
        Assert.Equal(1, (await server.Ok(guest, HttpMethod.Get, $"{Leads}Leads.GetByQuickSearch?key=host@rights.example")).GetArrayLength());
        Assert.Equal(1, (await server.Ok(guest, HttpMethod.Post, "/leadline/v1/leads/search", """{"count":true}""")).GetProperty("count").GetInt32());
        Assert.Contains("permission", (await Change(guest, lead)).Body);

        await Share(lead, guest, 2);
        Assert.Equal(HttpStatusCode.OK, (await Change(guest, lead)).Status);

        await new LeadRows(server).Execute(
            "UPDATE lead_share SET expires_on = '2020-01-01' WHERE account_id = @account AND lead_id = @id",
            new { account = server.Users.AccountId, id = Guid.Parse(lead) });
        Assert.Equal(0, await Found(guest, lead));
    }

    [Fact]
    public async Task Only_the_fields_that_are_named_are_changed()
    {
        var clerk = await server.NewPerson("clerk");
        var lead = await Lead(clerk, "clerk");
        await server.Permit(clerk, """{"entity":"Lead","action":"Update","access":"Own","fields":["FirstName"]}""");

        var refused = await server.As(clerk, HttpMethod.Post, $"{Leads}Lead.Update?leadId={lead}", """[{"Attribute":"LastName","Value":"Other"}]""");

        Assert.Contains("You do not have permission to change 'LastName'.", refused.Body);
        Assert.Equal(HttpStatusCode.OK, (await Change(clerk, lead)).Status);
    }

    [Fact]
    public async Task Counts_pages_and_searches_hold_what_is_seen_and_nothing_else()
    {
        var own = server.Looker("own");

        var all = await server.Ok(own, HttpMethod.Post, "/leadline/v1/leads/search", """{"count":true,"fields":["OwnerId"]}""");
        Assert.All(all.GetProperty("leads").EnumerateArray(), lead => Assert.Equal(own.Id, lead.GetProperty("OwnerId").GetString()));
        Assert.Equal(all.GetProperty("leads").GetArrayLength(), all.GetProperty("count").GetInt32());

        // By a word that every lead of the world has, and by one that only the stranger's has.
        Assert.All(
            (await server.Ok(own, HttpMethod.Get, $"{Leads}Leads.GetByQuickSearch?key=hidden")).EnumerateArray(),
            lead => Assert.Equal(own.Id, lead.GetProperty("OwnerId").GetString()));
        Assert.Equal(0, (await server.Ok(own, HttpMethod.Get, $"{Leads}Leads.GetByQuickSearch?key=stranger")).GetArrayLength());

        var modified = await server.Ok(
            own, HttpMethod.Post, $"{Leads}Leads.RecentlyModified", """{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2120-01-01 00:00:00"},"Paging":{"PageIndex":1,"PageSize":100}}""");
        Assert.Equal(all.GetProperty("count").GetInt32(), modified.GetProperty("RecordCount").GetInt32());

        Assert.Equal(0, await Members(own, server.Stranger.List));
        Assert.Equal(0, (await server.Ok(
            own,
            HttpMethod.Post,
            "/v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent",
            $$$"""{"Parameter":{"ActivityEvent":{{{server.ActivityCode}}},"FromDate":"2020-01-01 00:00:00","ToDate":"2120-01-01 00:00:00"},"Paging":{"PageIndex":1,"PageSize":100}}"""))
            .GetProperty("List").EnumerateArray().Count(row => row.GetRawText().Contains("stranger", StringComparison.Ordinal)));
        Assert.Equal(1, (await server.Ok(own, HttpMethod.Get, "/leadline/v1/tasks")).GetProperty("tasks").GetArrayLength());
        Assert.Equal(1, (await server.Ok(own, HttpMethod.Get, "/leadline/v1/companies")).GetProperty("companies").GetArrayLength());
        Assert.Equal(1, (await server.Ok(own, HttpMethod.Post, "/leadline/v1/tickets/search", """{"count":true}""")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_value_that_is_taken_is_said_to_be_and_not_by_whom()
    {
        var own = server.Looker("own");

        foreach (var call in new[] { "Lead.Create", "Lead.CreateOrUpdate", "Lead.Capture" })
        {
            var refused = await server.As(
                own,
                HttpMethod.Post,
                Leads + call,
                $$"""[{"Attribute":"EmailAddress","Value":"{{server.Stranger.Email}}"},{"Attribute":"FirstName","Value":"Mine now"}]""");

            Assert.Equal("A Lead with same Email already exists.", refused.Json.GetProperty("ExceptionMessage").GetString());
            Assert.DoesNotContain(server.Stranger.Lead, refused.Body);
        }

        var still = await server.Ok(Admin, HttpMethod.Get, $"/leadline/v1/leads/{server.Stranger.Lead}");
        Assert.NotEqual("Mine now", still.GetProperty("FirstName").GetString());
    }

    [Fact]
    public async Task The_asynchronous_intake_carries_out_what_its_user_may()
    {
        var writer = await server.NewPerson("writer");
        var mine = await Lead(writer, "writer");
        await server.Permit(writer, """{"entity":"Lead","action":"View","access":"Own"},{"entity":"Lead","action":"Update","access":"Own"}""");
        var key = await server.Users.Accounts.CreateToken(server.Users.AccountId, Guid.Parse(writer.Id), Leadline.Accounts.KeyKind.Async);

        await Submit(writer, key, "writer@rights.example");
        await Submit(writer, key, server.Stranger.Email);

        await Eventually.Holds(async () => (await server.Ok(Admin, HttpMethod.Get, $"/leadline/v1/leads/{mine}")).GetProperty("LastName").GetString() == "Async");
        await Eventually.Holds(async () => (await server.Ok(Admin, HttpMethod.Get, "/leadline/v1/intake/failures")).GetRawText()
            .Contains("A Lead with same Email already exists.", StringComparison.Ordinal));
        Assert.NotEqual("Async", (await server.Ok(Admin, HttpMethod.Get, $"/leadline/v1/leads/{server.Stranger.Lead}")).GetProperty("LastName").GetString());
    }

    private async Task Submit(Person writer, string key, string email)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lead/capture");
        request.Headers.Add("x-api-key", key);
        request.Headers.Add("x-LSQ-AccessKey", writer.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", writer.Secret);
        request.Content = new StringContent(
            $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"LastName","Value":"Async"}]""", null, "application/json");
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<int> Members(Person person, string list) =>
        await server.As(person, HttpMethod.Get, $"/leadline/v1/lists/{list}/members") is { Status: HttpStatusCode.OK } members
            ? members.Json.GetProperty("leads").GetArrayLength()
            : 0;

    private async Task<string> Lead(Person owner, string name) => (await server.Ok(
        owner,
        HttpMethod.Post,
        $"{Leads}Lead.Create",
        $$"""[{"Attribute":"FirstName","Value":"{{name}}"},{"Attribute":"EmailAddress","Value":"{{name}}@rights.example"}]"""))
        .GetProperty("Message").GetProperty("Id").GetString()!;

    private async Task<int> Found(Person person, string lead) =>
        (await server.Ok(person, HttpMethod.Get, $"{Leads}Leads.GetById?id={lead}")).GetArrayLength();

    private Task<Answer> Change(Person person, string lead) => server.As(
        person, HttpMethod.Post, $"{Leads}Lead.Update?leadId={lead}", $$"""[{"Attribute":"FirstName","Value":"{{Guid.NewGuid():N}}"}]""");

    private Task<JsonElement> Share(string lead, Person with, int access) => server.Ok(
        Admin,
        HttpMethod.Post,
        "/v2/EntityAccess.svc/Share",
        $$"""[{"Entity":1,"EntityId":"{{lead}}","EntityType":3,"UserId":"{{with.Id}}","AccessType":{{access}}}]""");
}
