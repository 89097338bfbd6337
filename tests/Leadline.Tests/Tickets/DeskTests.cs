using System.Net;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>The desk at work, with a clock that the tests turn: promises that fall due, and agents that are found.</summary>
public sealed class DeskTests(DeskTests.ClockedServer server) : IClassFixture<DeskTests.ClockedServer>
{
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_breach_is_recorded_at_its_second_however_late_and_told_in_order()
    {
        var policy = await Made("sla-policies", """
            {"name":"Breach","position":1,"appliesTo":{"SubType":"breach"},"targets":{"High":{"responseMinutes":10,"resolutionMinutes":60}},
             "responseSteps":[{"minutes":-5,"notify":["lead@example.com"]},{"minutes":15}]}
            """);
        var number = await server.NewTicket("sla@example.com", "Promised", ("Priority", "High"), ("SubType", "breach"));
        var before = await Ticket(number);
        Assert.Equal(policy, before.GetProperty("sla").GetProperty("policyId").GetGuid());
        var created = before.GetProperty("createdOn").GetDateTime();

        server.Clock.Step(TimeSpan.FromHours(5) + TimeSpan.FromMilliseconds(123));
        var after = await Eventually.Seen(() => Ticket(number), ticket => !IsNull(ticket, "resolutionBreachedOn"));

        Assert.Equal(created.AddMinutes(10), after.GetProperty("sla").GetProperty("responseBreachedOn").GetDateTime());
        Assert.Equal(created.AddMinutes(60), after.GetProperty("sla").GetProperty("resolutionBreachedOn").GetDateTime());
        Assert.Equal("ticket.sla.reminder,ticket.sla.breached,ticket.sla.escalated,ticket.sla.breached", await rows.One<string>(
            "SELECT string_agg(kind, ',' ORDER BY occurred_on) FROM event WHERE account_id = @account AND record_id = @id AND kind LIKE 'ticket.sla.%'",
            new { account = rows.AccountId, id = after.GetProperty("ticketId").GetGuid() }));
        Assert.Equal(1, await rows.One<long>(
            "SELECT count(*) FROM mail WHERE account_id = @account AND recipient = 'lead@example.com' AND subject LIKE '%Promised%'",
            new { account = rows.AccountId }));
    }

    [Fact]
    public async Task A_change_that_comes_before_the_worker_records_the_same_breach()
    {
        await Made("sla-policies", """
            {"name":"Race","position":2,"appliesTo":{"SubType":"race"},"targets":{"Low":{"responseMinutes":10}}}
            """);
        var number = await server.NewTicket("race@example.com", "Raced", ("Priority", "Low"), ("SubType", "race"));
        var created = (await Ticket(number)).GetProperty("createdOn").GetDateTime();

        server.Clock.Step(TimeSpan.FromMinutes(11));
        await server.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"Late answer","Direction":"OUTBOUND"}""");

        var sla = (await Ticket(number)).GetProperty("sla");
        Assert.Equal(created.AddMinutes(10), sla.GetProperty("responseBreachedOn").GetDateTime());
        Assert.NotEqual(JsonValueKind.Null, sla.GetProperty("respondedOn").ValueKind);
    }

    [Fact]
    public async Task Waiting_for_the_customer_stops_the_clock_and_a_word_starts_it_again()
    {
        await Made("sla-policies", """
            {"name":"Pause","position":3,"appliesTo":{"SubType":"pause"},"targets":{"Low":{"resolutionMinutes":60}}}
            """);
        var number = await server.NewTicket("pause@example.com", "Paused", ("Priority", "Low"), ("SubType", "pause"));
        var created = (await Ticket(number)).GetProperty("createdOn").GetDateTime();
        await server.Send(HttpMethod.Patch, $"/leadline/v1/tickets/{number}", """{"fields":{"Status":"Waiting on Customer"}}""");
        var waiting = (await Ticket(number)).GetProperty("sla");

        server.Clock.Step(TimeSpan.FromHours(3));
        await server.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"Here I am","Direction":"INBOUND"}""");

        Assert.True(waiting.GetProperty("paused").GetBoolean());
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("resolutionDueOn").ValueKind);
        var due = (await Ticket(number)).GetProperty("sla").GetProperty("resolutionDueOn").GetDateTime();
        Assert.True(due >= created.AddHours(4) && due < created.AddHours(4.5), $"{due:O}");
        Assert.True(IsNull(await Ticket(number), "resolutionBreachedOn"));
    }

    [Fact]
    public async Task Open_tickets_follow_a_policy_that_is_changed()
    {
        const string policy = """{"name":"Follow","position":4,"appliesTo":{"SubType":"follow"},"targets":{"Low":{"resolutionMinutes":MINUTES}}}""";
        var id = await Made("sla-policies", policy.Replace("MINUTES", "600"));
        var number = await server.NewTicket("follow@example.com", "Follows", ("Priority", "Low"), ("SubType", "follow"));
        var created = (await Ticket(number)).GetProperty("createdOn").GetDateTime();

        var changed = await server.Send(HttpMethod.Put, $"/leadline/v1/sla-policies/{id}", policy.Replace("MINUTES", "90"));

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        await Eventually.Seen(
            async () => (await Ticket(number)).GetProperty("sla").GetProperty("resolutionDueOn").GetDateTime(),
            due => due == created.AddMinutes(90));
    }

    [Fact]
    public async Task Agents_take_turns()
    {
        var (one, two, three) = (await User("turn1"), await User("turn2"), await User("turn3"));
        var group = await Made("ticket-groups", $$"""
            {"name":"Turns","rule":"roundRobin","agents":[{"userId":"{{one}}"},{"userId":"{{two}}","available":false},{"userId":"{{three}}"}]}
            """);

        var agents = new List<Guid>();
        for (var i = 0; i < 4; i++)
            agents.Add(await AgentOf(await InGroup(group)));

        Assert.Equal([one, three, one, three], agents);
    }

    [Fact]
    public async Task Whoever_has_the_fewest_open_tickets_gets_the_next_up_to_a_limit()
    {
        var (busy, free) = (await User("busy"), await User("free"));
        var group = await Made("ticket-groups", $$"""
            {"name":"Load","rule":"load","agents":[{"userId":"{{busy}}"},{"userId":"{{free}}","mostOpen":2}]}
            """);
        for (var i = 0; i < 3; i++)
            await InGroup(group, agent: busy);

        var agents = new List<Guid>();
        for (var i = 0; i < 3; i++)
            agents.Add(await AgentOf(await InGroup(group)));

        Assert.Equal([free, free, busy], agents);
    }

    [Fact]
    public async Task Skills_decide_before_load()
    {
        var (general, network) = (await User("general"), await User("network"));
        var group = await Made("ticket-groups", $$"""
            {"name":"Skills","rule":"skill","agents":[{"userId":"{{general}}"},{"userId":"{{network}}","skills":["Network","vpn"]}]}
            """);
        for (var i = 0; i < 2; i++)
            await InGroup(group, agent: network);

        Assert.Equal(network, await AgentOf(await InGroup(group, tags: "VPN,network")));
        Assert.Equal(general, await AgentOf(await InGroup(group)));
    }

    [Fact]
    public async Task Racing_tickets_are_shared_out_evenly()
    {
        var agents = new[] { await User("even1"), await User("even2"), await User("even3"), await User("even4") };
        var group = await Made("ticket-groups", $$"""
            {"name":"Even","rule":"roundRobin","agents":[{{string.Join(',', agents.Select(agent => $$"""{"userId":"{{agent}}"}"""))}}]}
            """);

        var numbers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => InGroup(group)));
        var taken = new List<Guid>();
        foreach (var number in numbers)
            taken.Add(await AgentOf(number));

        Assert.All(agents, agent => Assert.Equal(10, taken.Count(other => other == agent)));
    }

    [Fact]
    public async Task A_ticket_waits_until_somebody_can_take_it()
    {
        var agent = await User("late");
        var none = $$"""{"name":"Late","rule":"load","agents":[{"userId":"{{agent}}","available":false}]}""";
        var group = await Made("ticket-groups", none);
        var number = await InGroup(group);

        await server.Send(HttpMethod.Put, $"/leadline/v1/ticket-groups/{group}", none.Replace("false", "true"));
        server.Clock.Step(TimeSpan.FromMinutes(1));

        Assert.Equal(agent, await AgentOf(number));
    }

    [Theory]
    [InlineData("business-hours", """{"name":"X","timeZone":"Mars/Olympus","week":{"monday":["09:00-17:00"]}}""")]
    [InlineData("business-hours", """{"name":"X","timeZone":"UTC","week":{"monday":["17:00-09:00"]}}""")]
    [InlineData("business-hours", """{"name":"X","timeZone":"UTC","week":{"monday":["09:00-12:00","11:00-17:00"]}}""")]
    [InlineData("business-hours", """{"name":"X","timeZone":"UTC","week":{}}""")]
    [InlineData("business-hours", """{"name":"X","timeZone":"UTC","week":{"monday":["09:00-17:00"]},"holidays":[{"day":"26.1.2026"}]}""")]
    [InlineData("sla-policies", """{"name":"X","targets":{"Sky-high":{"responseMinutes":1}}}""")]
    [InlineData("sla-policies", """{"name":"X","targets":{"High":{"responseMinutes":0}}}""")]
    [InlineData("sla-policies", """{"name":"X","responseSteps":[{"minutes":0}]}""")]
    [InlineData("sla-policies", """{"name":"X","hoursId":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("ticket-groups", """{"name":"X","rule":"dice"}""")]
    [InlineData("ticket-groups", """{"name":"X","agents":[{"userId":"11111111-1111-1111-1111-111111111111"}]}""")]
    [InlineData("ticket-groups", """{"rule":"load"}""")]
    [InlineData("ticket-fields", """{"schemaName":"Region","displayName":"Region"}""")]
    [InlineData("ticket-fields", """{"schemaName":"CustomData.a' || 1","displayName":"Region"}""")]
    public async Task Definitions_that_cannot_be_are_refused(string path, string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/leadline/v1/{path}", body)).Status);

    [Fact]
    public async Task Hours_are_given_back_as_they_came_and_stay_while_a_policy_runs_in_them()
    {
        var hours = await server.Post("/leadline/v1/business-hours", """
            {"name":"Office","timeZone":"Europe/London","week":{"friday":["09:00-12:00","13:00-24:00"],"monday":["09:00-17:00"]},
             "holidays":[{"day":"2026-12-25","name":"Christmas","everyYear":true}]}
            """);
        var id = hours.Json.GetProperty("id").GetString();
        var policy = await Made("sla-policies", $$"""{"name":"In hours","hoursId":"{{id}}","published":false}""");

        Assert.Equal(
            $$$"""{"id":"{{{id}}}","name":"Office","timeZone":"Europe/London","week":{"monday":["09:00-17:00"],"friday":["09:00-12:00","13:00-24:00"]},"holidays":[{"day":"2026-12-25","name":"Christmas","everyYear":true}]}""",
            hours.Body);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"/leadline/v1/business-hours/{id}", body: null)).Status);
        await server.Send(HttpMethod.Delete, $"/leadline/v1/sla-policies/{policy}", body: null);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"/leadline/v1/business-hours/{id}", body: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"/leadline/v1/business-hours/{id}", body: null)).Status);
    }

    [Fact]
    public async Task The_desks_settings_are_changed_by_administrators_alone()
    {
        var changed = await server.Send(HttpMethod.Patch, "/leadline/v1/service-desk", """{"mailAddress":"desk@example.com","mailName":"The desk"}""");
        Assert.Equal(("desk@example.com", true), (changed.Json.GetProperty("mailAddress").GetString(), changed.Json.GetProperty("apiEnabled").GetBoolean()));
        Assert.Equal(
            HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Patch, "/leadline/v1/service-desk", """{"apiAddresses":["everywhere"]}""")).Status);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await server.Send(HttpMethod.Patch, "/leadline/v1/service-desk", """{"pausedStatuses":["Sleeping"]}""")).Status);

        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var (accessKey, secret) = await accounts.CreateAccessKey(rows.AccountId, await User("seller"));
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/leadline/v1/service-desk") { Content = new StringContent("""{"apiEnabled":false}""") };
        request.Headers.Add("x-LSQ-AccessKey", accessKey);
        request.Headers.Add("x-LSQ-SecretKey", secret);
        using var refused = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task<Guid> Made(string path, string body)
    {
        var answer = await server.Post($"/leadline/v1/{path}", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("id").GetGuid();
    }

    private async Task<Guid> User(string name) => (await server.Services.GetRequiredService<AccountOperations>().CreateUser(
        rows.AccountId, $"{name}@example.com", name, "Agent", "Sales_User", "a long password")).Value.Id;

    private async Task<long> InGroup(Guid group, Guid? agent = null, string tags = "")
    {
        var answer = await server.Post("/leadline/v1/tickets", JsonSerializer.Serialize(new
        {
            lead = new { EmailAddress = $"{Guid.NewGuid():N}@example.com" },
            fields = new { Title = "In a group", Tags = tags },
            groupId = group,
            agentId = agent,
        }));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("number").GetInt64();
    }

    private async Task<Guid> AgentOf(long number) => (await Eventually.Seen(
        async () => (await Ticket(number)).GetProperty("agentId"),
        agent => agent.ValueKind != JsonValueKind.Null)).GetGuid();

    private async Task<JsonElement> Ticket(long number) => (await server.Get($"/leadline/v1/tickets/{number}")).Json;

    private static bool IsNull(JsonElement ticket, string member) =>
        ticket.GetProperty("sla").GetProperty(member).ValueKind == JsonValueKind.Null;

    public sealed class ClockedServer : TestServer
    {
        internal SteppedClock Clock { get; } = new();

        protected override void Configure(IHostApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        }
    }
}
