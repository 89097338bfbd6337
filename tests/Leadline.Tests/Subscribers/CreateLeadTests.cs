using System.Net;
using Dapper;
using Leadline.Accounts;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Subscribers.IspcrmServer;

namespace Leadline.Tests.Subscribers;

public sealed class CreateLeadTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Invalid = """{"success":false,"message":"Invalid request data"}""";
    private const string Unauthorized = """{"success":false,"message":"Unauthorized"}""";

    [Fact]
    public async Task The_documented_request_gives_the_documented_answer_on_a_new_account()
    {
        const string body = """
            {
              "name": "John Doe",
              "email": "johndoe@example.com",
              "phone": "1234567890",
              "address": "123 Main St, City",
              "remarks": "Interested in 100 Mbps plan"
            }
            """;
        var token = await NewAccount();

        var first = await server.Call(HttpMethod.Post, CreateLead, token, body);
        var again = await server.Call(HttpMethod.Post, CreateLead, token, body);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(
            """{"success":true,"message":"Lead created successfully","data":{"lead_id":101,"status":"New"}}""", first.Body);
        Assert.Equal(first, again);
        Assert.Equal(
            """{"Notes":"Interested in 100 Mbps plan","Phone":"+91-1234567890","Source":"ISPCRM","LastName":"Doe","FirstName":"John","mx_Street1":"123 Main St, City","EmailAddress":"johndoe@example.com"}""",
            await StoredValues(token));
    }

    [Fact]
    public async Task Numbers_count_up_by_account()
    {
        var (one, other) = (await NewAccount(), await NewAccount());

        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add(NumberOf(await server.Call(HttpMethod.Post, CreateLead, one, Lead("A", $"a{i}@example.com", $"90000000{i}"))));
            numbers.Add(NumberOf(await server.Call(HttpMethod.Post, CreateLead, other, Lead("A", $"a{i}@example.com", $"90000000{i}"))));
        }

        Assert.Equal([101, 101, 102, 102, 103, 103], numbers);
    }

    [Theory]
    [InlineData("repeat@example.com", "+91-9811111111", "A. Other")]
    [InlineData("REPEAT@example.com", "9822222222", "Same Address")]
    [InlineData("another@example.com", "09811111111", "Same Phone")]
    public async Task The_same_person_keeps_the_number(string email, string phone, string name)
    {
        var token = await NewAccount();
        var first = await server.Call(HttpMethod.Post, CreateLead, token, Lead("Ann Lee", "repeat@example.com", "9811111111"));

        var second = await server.Call(HttpMethod.Post, CreateLead, token, Lead(name, email, phone));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(NumberOf(first), NumberOf(second));
    }

    [Fact]
    public async Task An_address_and_a_phone_of_two_leads_mean_the_address()
    {
        var token = await NewAccount();
        var address = await server.Call(HttpMethod.Post, CreateLead, token, Lead("One", "one@example.com", "9811111111"));
        await server.Call(HttpMethod.Post, CreateLead, token, Lead("Two", "two@example.com", "9822222222"));

        var both = await server.Call(HttpMethod.Post, CreateLead, token, Lead("Both", "one@example.com", "9822222222"));
        var details = await server.Call(
            HttpMethod.Get, $"/api/v1/subscriber/getCustomerDetails?lead_id={NumberOf(both)}", token);

        Assert.Equal(NumberOf(address), NumberOf(both));
        Assert.Equal("+91-9811111111", details.Json.GetProperty("data").GetProperty("phone").GetString());
        Assert.Equal("One", details.Json.GetProperty("data").GetProperty("firstname").GetString());
    }

    [Fact]
    public async Task A_lead_of_another_surface_gets_the_next_number()
    {
        var captured = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"elsewhere@example.com"}]""");
        var created = await server.Create(Lead("Else Where", "elsewhere@example.com", "9833333333"));
        var details = await server.Call(
            HttpMethod.Get,
            $"/api/v1/subscriber/getCustomerDetails?id={NumberOf(created)}",
            server.Credentials.IspcrmToken);

        Assert.Equal(captured.Id, details.Json.GetProperty("data").GetProperty("customer_id").GetString());
    }

    [Fact]
    public async Task Racing_calls_make_one_lead_a_person_and_leave_no_gap()
    {
        var token = await NewAccount();

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => server.Call(
            HttpMethod.Post, CreateLead, token, Lead($"Name {i}", $"race{i % 30}@example.com", $"98444444{i % 30:00}"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(Enumerable.Range(101, 30).Select(number => (long)number), answers.Select(NumberOf).Distinct().Order());
        Assert.Equal(30, answers.Select((answer, i) => (NumberOf(answer), i % 30)).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"A\"")]
    [InlineData("""{"email":"a@example.com","phone":"9855555555"}""")]
    [InlineData("""{"name":"A","phone":"9855555555"}""")]
    [InlineData("""{"name":"A","email":"a@example.com"}""")]
    [InlineData("""{"name":null,"email":"a@example.com","phone":"9855555555"}""")]
    [InlineData("""{"name":" ","email":"a@example.com","phone":"9855555555"}""")]
    [InlineData("""{"name":7,"email":"a@example.com","phone":"9855555555"}""")]
    [InlineData("""{"name":"A","email":["a@example.com"],"phone":"9855555555"}""")]
    [InlineData("""{"name":"A","email":"a@example.com","phone":9855555555}""")]
    [InlineData("""{"name":"A","email":"not an address","phone":"9855555555"}""")]
    [InlineData("""{"name":"A","email":"a@example.com","phone":"call me"}""")]
    [InlineData("""{"name":"A\ud800","email":"a@example.com","phone":"9855555555"}""")]
    [InlineData("""{"name":"A\u0000","email":"a@example.com","phone":"9855555555"}""")]
    public async Task What_is_not_a_lead_is_refused(string body)
    {
        var answer = await server.Create(body);

        Assert.Equal(new Answer(HttpStatusCode.BadRequest, Invalid), answer);
    }

    [Fact]
    public async Task A_refused_call_takes_no_number()
    {
        var token = await NewAccount();
        await server.Call(HttpMethod.Post, CreateLead, token, Lead("A", "no address", "9866666666"));

        var created = await server.Call(HttpMethod.Post, CreateLead, token, Lead("A", "a@example.com", "9866666666"));

        Assert.Equal(101, NumberOf(created));
    }

    [Fact]
    public async Task A_retry_with_an_idempotency_key_gets_the_first_answer()
    {
        var token = await NewAccount();
        var body = Lead("Idem Potent", "idem@example.com", "9877777777");

        var first = await server.Call(HttpMethod.Post, CreateLead, token, body, ("Idempotency-Key", "k1"));
        var again = await server.Call(HttpMethod.Post, CreateLead, token, body, ("Idempotency-Key", "k1"));
        var other = await server.Call(HttpMethod.Post, CreateLead, token, Lead("B", "b@example.com", "9888888888"), ("Idempotency-Key", "k1"));
        var next = await server.Call(HttpMethod.Post, CreateLead, token, Lead("B", "b@example.com", "9888888888"), ("Idempotency-Key", "k2"));

        Assert.Equal(101, NumberOf(first));
        Assert.Equal(first, again);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Equal(102, NumberOf(next));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("r10001-0000.0000")]
    public async Task Without_a_live_token_the_answer_is_401(string? token)
    {
        var answer = await server.Call(HttpMethod.Post, CreateLead, token, Lead("A", "a@example.com", "9899999999"));

        Assert.Equal(new Answer(HttpStatusCode.Unauthorized, Unauthorized), answer);
    }

    [Fact]
    public async Task The_tokens_of_other_surfaces_are_not_bearer_tokens()
    {
        var answer = await server.Call(
            HttpMethod.Post, CreateLead, server.Credentials.AsyncApiKey, Lead("A", "a@example.com", "9899999999"));

        Assert.Equal(new Answer(HttpStatusCode.Unauthorized, Unauthorized), answer);
    }

    private async Task<string> NewAccount()
    {
        var account = new NewAccount("Provider", "Asia/Kolkata", CountryCode: "91", LeadDeleteEnabled: true);
        var made = await server.Services.GetRequiredService<NewAccounts>().Create(account, "admin@example.net", withSample: false);
        return made.BearerToken;
    }

    private async Task<string> StoredValues(string token)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId), TestContext.Current.CancellationToken);
        return (await connection.ExecuteScalarAsync<string>(
            """
            SELECT jsonb_object_agg(f.key, f.value)::text FROM lead l, jsonb_each(l."values") f
            WHERE l.account_id = @account AND f.key IN
                ('FirstName', 'LastName', 'EmailAddress', 'Phone', 'mx_Street1', 'Notes', 'Source')
            """,
            new { account = Secrets.AccountOf(token) }))!.Replace("\": \"", "\":\"").Replace(", \"", ",\"");
    }
}
