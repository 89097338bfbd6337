using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.InboundMail;
using Leadline.Protocol.LeadSquared;
using Leadline.Tests.Support;
using Leadline.Tickets;
using Leadline.Tickets.Customers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>What each role of the service desk may do, asked at the front door.</summary>
public sealed class ServiceRoleTests(ServiceRoleTests.DeskServer server) : IClassFixture<ServiceRoleTests.DeskServer>
{
    private static int made;

    /// <summary>Who works where: the caller's own ticket, a free one and another's of the group, and another's elsewhere.</summary>
    [Theory]
    [InlineData("Admin", "own,free,others,elsewhere,create,note,trash,desk,fields")]
    [InlineData("Supervisor", "own,free,others,elsewhere,create,note")]
    [InlineData("Group Manager", "own,free,others,create,note")]
    [InlineData("Agent", "own,free,create,note")]
    [InlineData("Light Agent", "note")]
    [InlineData("", "own,free,others,elsewhere,create,note,fields")]
    public async Task A_role_allows_what_it_says_and_no_more(string role, string expected)
    {
        var user = await User(role);
        var other = await User("Agent");
        var group = (await Made("/leadline/v1/ticket-groups", new
        {
            name = $"Of {role}",
            agents = new[] { new { userId = user.Id }, new { userId = other.Id } },
        })).GetProperty("id").GetGuid();
        var tickets = new Dictionary<string, long>
        {
            ["own"] = await Ticket(null, user.Id),
            ["free"] = await Ticket(group, null),
            ["others"] = await Ticket(group, other.Id),
            ["elsewhere"] = await Ticket(null, null),
        };

        var allowed = new List<string>();
        foreach (var (name, number) in tickets)
        {
            // All ways to change a ticket, and both surfaces, agree.
            Answer[] answers =
            [
                await user.Own(HttpMethod.Patch, $"tickets/{number}", """{"addTags":["seen"]}"""),
                await user.Own(HttpMethod.Post, $"tickets/{number}/replies", """{"text":"An answer","via":"portal"}"""),
                await user.Crm(HttpMethod.Put, $"tickets/{number}/update", """{"TypeId":"1","Fields":[{"SchemaName":"Priority","Value":"High"}]}"""),
                await user.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"A word","Direction":"OUTBOUND"}"""),
                await user.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"A word","Direction":"INBOUND"}"""),
            ];
            if (All(answers))
                allowed.Add(name);
            Assert.Equal(HttpStatusCode.OK, (await user.Crm(HttpMethod.Get, $"tickets/{number}")).Status);
        }

        var elsewhere = tickets["elsewhere"];
        if (All(
            await user.Own(HttpMethod.Post, "tickets", """{"lead":{"EmailAddress":"made@example.com"},"fields":{"Title":"Made"}}"""),
            await user.Crm(HttpMethod.Post, "tickets", """{"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"Made"},{"SchemaName":"LeadDetail.EmailAddress","Value":"made@example.com"}]}""")))
            allowed.Add("create");
        if (All(
            await user.Own(HttpMethod.Post, $"tickets/{elsewhere}/notes", """{"text":"A note"}"""),
            await user.Crm(HttpMethod.Post, "internalnote/upload", $$"""{"TextPart":"A note","RelatedTicketId":{{elsewhere}}}""")))
            allowed.Add("note");
        if (All(
            await user.Crm(HttpMethod.Put, "tickets/trash", $$"""{"TicketIds":["{{tickets["own"]}}"]}"""),
            await user.Own(HttpMethod.Delete, $"tickets/{elsewhere}"),
            await user.Own(HttpMethod.Post, $"tickets/{elsewhere}/restore")))
            allowed.Add("trash");
        if (All(
            await user.Own(HttpMethod.Patch, "service-desk", """{"mailName":"The desk"}"""),
            await user.Own(HttpMethod.Post, "ticket-groups", """{"name":"Another"}"""),
            await user.Own(HttpMethod.Put, "ticket-fields/Channel/options", """{"options":["Email","Chat","Phone","Portal"]}"""),
            await user.Own(HttpMethod.Put, $"service-roles/{other.Id}", """{"role":"Agent"}""")))
            allowed.Add("desk");
        if (All(
            await user.Crm(HttpMethod.Post, "ticket-types/1/fields/filter", """{"SearchText":"Status"}"""),
            await user.Crm(HttpMethod.Get, "lookups/Status/values")))
            allowed.Add("fields");

        Assert.Equal(expected, string.Join(',', allowed));
    }

    [Fact]
    public async Task A_refusal_has_the_form_of_its_surface_and_leaves_the_ticket_as_it_was()
    {
        var agent = await User("Agent");
        var number = await Ticket(null, null);
        var before = (await server.Get($"/leadline/v1/tickets/{number}")).Body;

        var crm = await agent.Crm(HttpMethod.Put, $"tickets/{number}/update", """{"TypeId":"1","Fields":[{"SchemaName":"Priority","Value":"High"}]}""");
        var own = await agent.Own(HttpMethod.Patch, $"tickets/{number}", """{"addTags":["mine"]}""");

        Assert.Equal(HttpStatusCode.InternalServerError, crm.Status);
        Assert.Equal("MXUnAuthorizedAccessException", crm.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal("The service role Agent does not allow you to change this ticket.", crm.Json.GetProperty("ReasonForFailure").GetString());
        Assert.Equal((HttpStatusCode.Forbidden, "notPermitted"), (own.Status, own.Json.GetProperty("code").GetString()));
        Assert.Equal(before, (await server.Get($"/leadline/v1/tickets/{number}")).Body);
    }

    [Fact]
    public async Task A_merge_needs_the_right_to_both_tickets()
    {
        var agent = await User("Agent");
        var (mine, also, foreign) = (await Ticket(null, agent.Id), await Ticket(null, agent.Id), await Ticket(null, null));

        var refused = await agent.Own(HttpMethod.Post, $"tickets/{mine}/merge", $$"""{"into":{{foreign}}}""");
        var merged = await agent.Own(HttpMethod.Post, $"tickets/{mine}/merge", $$"""{"into":{{also}}}""");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(HttpStatusCode.OK, merged.Status);
    }

    [Fact]
    public async Task An_administrator_without_rights_in_the_desk_still_gives_roles()
    {
        var administrator = await User("Light Agent", "Administrator");
        var number = await Ticket(null, null);

        var trashed = await administrator.Own(HttpMethod.Delete, $"tickets/{number}");
        var unknown = await administrator.Own(HttpMethod.Put, $"service-roles/{administrator.Id}", """{"role":"King"}""");
        var raised = await administrator.Own(HttpMethod.Put, $"service-roles/{administrator.Id}", """{"role":"group manager"}""");
        var taken = await administrator.Own(HttpMethod.Put, $"service-roles/{administrator.Email}", """{"role":""}""");
        var nobody = await administrator.Own(HttpMethod.Put, "service-roles/nobody@example.com", """{"role":"Agent"}""");
        var listed = (await administrator.Own(HttpMethod.Get, "service-roles")).Json.GetProperty("users").EnumerateArray()
            .Single(user => user.GetProperty("userId").GetGuid() == administrator.Id);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest), (trashed.Status, unknown.Status));
        Assert.Equal(("Group Manager", true), (raised.Json.GetProperty("role").GetString(), raised.Json.GetProperty("given").GetBoolean()));
        Assert.Equal(("Admin", false), (taken.Json.GetProperty("role").GetString(), taken.Json.GetProperty("given").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, nobody.Status);
        Assert.Equal("Admin", listed.GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.OK, (await administrator.Own(HttpMethod.Delete, $"tickets/{number}")).Status);
    }

    [Fact]
    public async Task A_rule_gives_no_ticket_to_a_light_agent_and_mail_is_taken_whoever_may_what()
    {
        var (light, agent) = (await User("Light Agent"), await User("Agent"));
        var group = (await Made("/leadline/v1/ticket-groups", new
        {
            name = "Turns",
            rule = "roundRobin",
            agents = new[] { new { userId = light.Id }, new { userId = agent.Id } },
        })).GetProperty("id").GetGuid();
        var numbers = new[] { await Ticket(group, null), await Ticket(group, null) };
        foreach (var number in numbers)
            Assert.Equal(agent.Id, await AgentOf(number));

        // The desk takes mail in under its first administrator's name.
        var admin = (await server.Admin()).User;
        await server.Send(HttpMethod.Put, $"/leadline/v1/service-roles/{admin.Id}", """{"role":"Light Agent"}""");
        var taken = await server.Services.GetRequiredService<MailIntake>().Take(
            server.AccountId(), Encoding.UTF8.GetBytes("From: mail@example.com\nSubject: By mail\nMessage-ID: <role@example.com>\n\nText"), CancellationToken.None);
        await server.Send(HttpMethod.Put, $"/leadline/v1/service-roles/{admin.Id}", """{"role":""}""");
        Assert.Equal(MailTaken.AsTicket, taken.Value);
    }

    [Fact]
    public async Task Customers_write_in_the_portal_whatever_its_user_may()
    {
        var light = await User("Light Agent");
        var account = (await server.Admin()).Account;
        var caller = new Caller(account, account.Users[light.Id]);
        var number = await Ticket(null, null);
        var ticket = (await server.Services.GetRequiredService<TicketReadOperations>().Find(caller, number))!;
        var customers = server.Services.GetRequiredService<CustomerTickets>();

        var opened = await customers.Open(
            caller, ticket.LeadId, [new LeadProperty { Attribute = "Title", Value = "At the portal" }], "Hello", [], CancellationToken.None);
        var refusal = await customers.Answer(caller, ticket, "Hello again", [], CancellationToken.None);

        Assert.Null(opened.Failure);
        Assert.Null(refusal);
        Assert.Equal("Light Agent", caller.User.ServiceRole);
    }

    /// <summary>Whether all were allowed; that some were and others not is a rule that holds in one place and not in another.</summary>
    private static bool All(params Answer[] answers)
    {
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.All(refused, answer => Assert.Contains("The service role", answer.Body, StringComparison.Ordinal));
        Assert.True(refused.Count == 0 || refused.Count == answers.Length, string.Join('\n', answers.Select(answer => answer.Body)));
        return refused.Count == 0;
    }

    private async Task<Worker> User(string serviceRole, string role = "Sales_User")
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var email = $"worker{Interlocked.Increment(ref made)}@example.com";
        var user = (await accounts.CreateUser(server.AccountId(), email, "Worker", "", role, "a long password")).Value;
        var (accessKey, secret) = await accounts.CreateAccessKey(server.AccountId(), user.Id);
        if (serviceRole.Length > 0)
        {
            var given = await server.Send(HttpMethod.Put, $"/leadline/v1/service-roles/{user.Id}", JsonSerializer.Serialize(new { role = serviceRole }));
            Assert.True(given.Status == HttpStatusCode.OK, given.Body);
        }

        return new Worker(server, user.Id, email, accessKey, secret);
    }

    private async Task<long> Ticket(Guid? groupId, Guid? agentId) => (await Made("/leadline/v1/tickets", new
    {
        lead = new { EmailAddress = "customer@example.com" },
        fields = new { Title = "Of roles" },
        groupId,
        agentId,
    })).GetProperty("number").GetInt64();

    private async Task<JsonElement> Made(string path, object body)
    {
        var answer = await server.Post(path, JsonSerializer.Serialize(body));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    private async Task<Guid> AgentOf(long number) => (await Eventually.Seen(
        async () => (await server.Get($"/leadline/v1/tickets/{number}")).Json.GetProperty("agentId"),
        agent => agent.ValueKind != JsonValueKind.Null)).GetGuid();

    /// <summary>A user with keys of its own.</summary>
    private sealed record Worker(TestServer Server, Guid Id, string Email, string AccessKey, string Secret)
    {
        public Task<Answer> Own(HttpMethod method, string path, string? body = null) => Send(method, $"/leadline/v1/{path}", body, "x-LSQ-AccessKey", "x-LSQ-SecretKey");

        public Task<Answer> Crm(HttpMethod method, string path, string? body = null) =>
            Send(method, $"/api/tenants/{Server.Credentials.OrgId}/{path}", body, "X-LSQ-ACCESS-KEY", "X-LSQ-SECRET-KEY");

        private async Task<Answer> Send(HttpMethod method, string path, string? body, string accessName, string secretName)
        {
            Server.MustNotLog(body ?? "");
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add(accessName, AccessKey);
            request.Headers.Add(secretName, Secret);
            using var response = await Server.Client.SendAsync(request);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    public sealed class DeskServer : TestServer;
}
