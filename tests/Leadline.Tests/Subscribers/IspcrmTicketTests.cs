using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Subscribers.IspcrmServer;

namespace Leadline.Tests.Subscribers;

public sealed class IspcrmTicketTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Subjects = "/api/v1/Tickets/getSubjects";
    private const string CreateTicket = "/api/v1/subscriber/CreateTicket";
    private const string Tickets = "/api/v1/subscriber/getCustomerTickets";

    [Fact]
    public async Task Subjects_are_the_desks_and_keep_their_numbers()
    {
        var types = await Get(Subjects);
        Assert.Equal(
            """{"success":true,"data":[{"subject_id":1,"name":"General"},{"subject_id":2,"name":"Question"},{"subject_id":3,"name":"Problem"},{"subject_id":4,"name":"Request"}]}""",
            types.Body);

        await SetOptions("SubType", """["Technical Support","Billing Issue"]""");
        var subTypes = await Get(Subjects);
        await SetOptions("SubType", """["Billing Issue","Moving","Technical Support"]""");
        var reordered = await Get(Subjects);
        await SetOptions("SubType", """["Moving"]""");
        var fewer = await Get(Subjects);

        Assert.Equal(["5 Technical Support", "6 Billing Issue"], Named(subTypes));
        Assert.Equal(["6 Billing Issue", "7 Moving", "5 Technical Support"], Named(reordered));
        Assert.Equal(["7 Moving"], Named(fewer));

        var ticket = await server.Call(HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, """{"subject_id":7,"type_id":3}""");
        var read = (await server.Get($"/leadline/v1/tickets/{ticket.Json.GetProperty("data").GetProperty("ticket_id").GetInt64()}")).Json.GetProperty("fields");
        Assert.Equal("Moving", read.GetProperty("SubType").GetString());
        Assert.Equal("Problem", read.GetProperty("Type").GetString());
    }

    [Fact]
    public async Task A_customer_opens_a_ticket_and_finds_it()
    {
        var lead = NumberOf(await server.Create(Lead("Tina Ticket", "tina@ticket.example", "9811122233")));
        Assert.Equal("""{"success":true,"data":[]}""", (await Get($"{Tickets}?lead_id={lead}")).Body);
        var subject = (await Get(Subjects)).Json.GetProperty("data")[0];

        var made = await server.Call(
            HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken,
            $$"""{"subject_id":{{subject.GetProperty("subject_id")}},"type_id":2,"status_id":2,"priority":"High","description":"No line","lead_id":{{lead}}}""");

        Assert.Equal("Ticket created successfully", made.Json.GetProperty("message").GetString());
        var number = made.Json.GetProperty("data").GetProperty("ticket_id").GetInt64();
        var ticket = Assert.Single((await Get($"{Tickets}?id={lead}")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(
            ["ticket_id", "subject", "status", "priority", "created_at", "updated_at"], ticket.EnumerateObject().Select(member => member.Name));
        Assert.Equal(number, ticket.GetProperty("ticket_id").GetInt64());
        Assert.Equal(subject.GetProperty("name").GetString(), ticket.GetProperty("subject").GetString());
        Assert.Equal("In Progress", ticket.GetProperty("status").GetString());
        Assert.Equal("High", ticket.GetProperty("priority").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", ticket.GetProperty("created_at").GetString());
        Assert.Equal("No line", (await server.Get($"/leadline/v1/tickets/{number}")).Json.GetProperty("fields").GetProperty("Description").GetString());
    }

    [Fact]
    public async Task Without_a_lead_it_is_the_ticket_of_the_tokens_user()
    {
        var before = (await Get(Tickets)).Json.GetProperty("data").GetArrayLength();

        var subject = (await Get(Subjects)).Json.GetProperty("data")[0].GetProperty("subject_id");
        await server.Call(HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, $$"""{"subject_id":{{subject}},"type_id":1,"status_id":1}""");

        var after = (await Get(Tickets)).Json.GetProperty("data");
        Assert.Equal(before + 1, after.GetArrayLength());
        Assert.Equal("Open", after[0].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("""{"type_id":1}""")]
    [InlineData("""{"subject_id":1}""")]
    [InlineData("""{"subject_id":"one","type_id":1}""")]
    [InlineData("""{"subject_id":999,"type_id":1}""")]
    [InlineData("""{"subject_id":1,"type_id":999}""")]
    [InlineData("""{"subject_id":1,"type_id":1,"status_id":999}""")]
    [InlineData("""[1]""")]
    public async Task What_is_no_ticket_is_refused(string body) => Assert.Equal(
        new Answer(HttpStatusCode.BadRequest, """{"success":false,"message":"Invalid request data"}"""),
        await server.Call(HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, body));

    [Fact]
    public async Task Nobodys_tickets_are_not_found()
    {
        var unknown = new Answer(HttpStatusCode.NotFound, """{"success":false,"message":"Subscriber not found"}""");
        var subject = (await Get(Subjects)).Json.GetProperty("data")[0].GetProperty("subject_id");

        Assert.Equal(unknown, await Get($"{Tickets}?lead_id=999999"));
        Assert.Equal(unknown, await server.Call(
            HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, $$"""{"subject_id":{{subject}},"type_id":1,"lead_id":999999}"""));
        Assert.Equal(HttpStatusCode.BadRequest, (await Get($"{Tickets}?lead_id=x")).Status);
        foreach (var path in (string[])[Subjects, Tickets])
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Call(HttpMethod.Get, path, token: null)).Status);
    }

    [Fact]
    public async Task A_ticket_that_is_sent_again_is_one()
    {
        var subject = (await Get(Subjects)).Json.GetProperty("data")[0].GetProperty("subject_id");
        var body = $$"""{"subject_id":{{subject}},"type_id":1}""";

        var first = await server.Call(HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, body, ("Idempotency-Key", "ispcrm-ticket"));
        var again = await server.Call(HttpMethod.Post, CreateTicket, server.Credentials.IspcrmToken, body, ("Idempotency-Key", "ispcrm-ticket"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first, again);
    }

    private Task<Answer> Get(string path) => server.Call(HttpMethod.Get, path, server.Credentials.IspcrmToken);

    private async Task SetOptions(string field, string options)
    {
        var answer = await server.Send(HttpMethod.Put, $"/leadline/v1/ticket-fields/{field}/options", $$"""{"options":{{options}}}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    private static IEnumerable<string> Named(Answer answer) => answer.Json.GetProperty("data").EnumerateArray()
        .Select(subject => $"{subject.GetProperty("subject_id")} {subject.GetProperty("name").GetString()}");
}
