using System.Net;
using System.Text;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Setup;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>The fourth seed, whole: its request, its answer, and every row of its table of codes.</summary>
public sealed class PortalActivityTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Seed =
        """
        {
           "Text":"The lead submitted the ticket through our portal",
           "Direction":"INBOUND"
        }
        """;

    private const string Path = "ticket/1/portal/activity";

    [Fact]
    public async Task The_seed_as_printed_gives_the_seeds_answer_and_stands_in_conversation_and_timeline()
    {
        var answer = await server.Crm(HttpMethod.Post, $"ticket/{server.Credentials.TicketId}/portal/activity", Seed);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Matches("""^\{"Id":"[0-9]+","Status":"Success","Message":null\}$""", answer.Body);

        var told = await server.Crm(
            HttpMethod.Post, "conversation/filter", $$"""{"TicketId":1,"OrgId":{{server.Credentials.OrgId}},"ActivityType":["PortalInbound"]}""");
        var entry = told.Json.GetProperty("ConversationList").EnumerateArray().Single(
            said => said.GetProperty("Id").GetInt64() == long.Parse(answer.Json.GetProperty("Id").GetString()!));
        Assert.Equal("The lead submitted the ticket through our portal", entry.GetProperty("Text").GetString());
        Assert.Equal("PortalInbound", entry.GetProperty("RelatedActivityType").GetString());

        var leadId = (await server.Ticket(1)).GetProperty("LeadId").GetString();
        var timeline = await server.Post(
            ActivityCalls.Service + $"Retrieve?leadId={leadId}", """{"Parameter":{"ActivityEvent":3022},"Paging":{"Offset":"0","RowCount":"10"}}""");
        Assert.Contains("#1 The lead submitted the ticket through our portal", timeline.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Text":"x","Direction":"SIDEWAYS"}""")]
    [InlineData("""{"Text":"x"}""")]
    [InlineData("""{"Text":"  ","Direction":"INBOUND"}""")]
    [InlineData("""{"Direction":"INBOUND"}""")]
    [InlineData("""["Text"]""")]
    [InlineData("""{"Text":"x","Direction":"INBOUND" """)]
    [InlineData("")]
    public async Task A_body_that_is_not_as_specified_is_400(string body)
    {
        var answer = await server.Crm(HttpMethod.Post, Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        AssertError(answer);
    }

    [Fact]
    public async Task Wrong_keys_and_another_accounts_number_are_401_and_read_the_same()
    {
        var other = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Other", "UTC", CountryCode: null, LeadDeleteEnabled: false), "other@example.org", withSample: true);
        var wrongSecret = await Post(secret: "0123456789abcdef");
        var otherAccount = await Post(orgId: other.AccountId.ToString());
        var noAccount = await Post(orgId: "99999");
        using var bare = await server.Client.PostAsync($"/api/tenants/{server.Credentials.OrgId}/{Path}", Body(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, wrongSecret.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
        AssertError(wrongSecret);
        Assert.Equal(wrongSecret, otherAccount);
        Assert.Equal(wrongSecret, noAccount);
        Assert.Equal(wrongSecret.Body, await bare.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", Path, 405)]
    [InlineData("POST", "ticket/1/portal/nothing", 404)]
    [InlineData("POST", "ticket/987654/portal/activity", 404)]
    [InlineData("POST", "ticket/none/portal/activity", 404)]
    public async Task What_is_not_there_says_so(string method, string path, int status)
    {
        var answer = await server.Crm(new HttpMethod(method), path, method == "GET" ? null : Seed);

        Assert.Equal(status, (int)answer.Status);
        AssertError(answer);
    }

    [Fact]
    public async Task What_the_records_do_not_allow_is_500_and_tells_why()
    {
        var answer = await server.Crm(
            HttpMethod.Post,
            "tickets",
            """{"TypeId":"1","LeadId":"00000000-0000-0000-0000-000000000001","Fields":[{"SchemaName":"Title","Value":"T"}]}""");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        AssertError(answer);
        Assert.Equal("Lead does not exist in the system", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Answers_given_outbound_stand_as_such()
    {
        var number = await server.NewTicket("outbound@example.com", "Outbound");
        await server.Crm(HttpMethod.Post, $"ticket/{number}/portal/activity", """{"Text":"We are on it","Direction":"outbound"}""");

        var told = await server.Crm(HttpMethod.Post, "conversation/filter", $$"""{"TicketId":"{{number}}"}""");

        Assert.Equal(1, told.Json.GetProperty("Total").GetInt32());
        Assert.Equal("PortalOutbound", told.Json.GetProperty("ConversationList")[0].GetProperty("RelatedActivityType").GetString());
    }

    private Task<Answer> Post(string? orgId = null, string? secret = null) =>
        server.Crm(HttpMethod.Post, Path, Body(), orgId, secret);

    private static StringContent Body() => new(Seed, Encoding.UTF8, "application/json");

    private static void AssertError(Answer answer)
    {
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.NotEmpty(answer.Json.GetProperty("Message").GetString()!);
        Assert.NotEmpty(answer.Json.GetProperty("ExceptionType").GetString()!);
    }
}

/// <summary>The first thing that is said in a new account takes the number 1, as the seed prints it.</summary>
public sealed class FirstPortalActivityTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_first_answer_is_the_seeds_to_the_byte()
    {
        var answer = await server.Crm(
            HttpMethod.Post,
            "ticket/1/portal/activity",
            """{"Text":"The lead submitted the ticket through our portal","Direction":"INBOUND"}""");

        Assert.Equal("""{"Id":"1","Status":"Success","Message":null}""", answer.Body);
    }
}

/// <summary>Who may call: the account's switch, its address list, and its limit.</summary>
public sealed class ServiceCrmAdmissionTests(ServiceCrmAdmissionTests.LimitedServer server) : IClassFixture<ServiceCrmAdmissionTests.LimitedServer>
{
    private const string Seed = """{"Text":"The lead submitted the ticket through our portal","Direction":"INBOUND"}""";

    [Fact]
    public async Task With_the_switch_off_or_from_another_address_calls_are_401_and_beyond_the_limit_429()
    {
        await Set(desk => desk with { ApiEnabled = false });
        var off = await Post();
        Assert.Equal(HttpStatusCode.Unauthorized, off.Status);
        Assert.Equal("LeadSquared Service CRM APIs are not enabled for the account.", off.Json.GetProperty("Message").GetString());

        await Set(desk => desk with { ApiEnabled = true, ApiAddresses = ["192.0.2.0/24"] });
        var away = await Post();
        Assert.Equal(HttpStatusCode.Unauthorized, away.Status);
        Assert.Equal("Calls from this address are not allowed.", away.Json.GetProperty("Message").GetString());

        await Set(desk => desk with { ApiEnabled = true, ApiAddresses = ["192.0.2.0/24", "127.0.0.0/8"] });
        Assert.Equal(HttpStatusCode.OK, (await Post()).Status);

        // The window slides while a loaded machine works: calls go on until one is refused.
        var refused = (await Eventually.Seen(
            async () => Array.Find(
                await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Post())),
                answer => answer.Status != HttpStatusCode.OK),
            refused => refused is not null))!;
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("API calls exceeded the limit of 25 in 5 second(s)", refused.Json.GetProperty("Message").GetString());
    }

    private Task<Answer> Post() => server.Crm(HttpMethod.Post, "ticket/1/portal/activity", Seed);

    private async Task Set(Func<Desk, Desk> change)
    {
        var changed = await server.Services.GetRequiredService<DeskOperations>().Change(
            await server.Admin(), null, (_, desk) => Task.FromResult<Result<Desk>>(change(desk)));
        Assert.Null(changed.Failure);
    }

    public sealed class LimitedServer : TestServer
    {
        internal override ServerOptions Options => new();
    }
}
