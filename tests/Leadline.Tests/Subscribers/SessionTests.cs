using System.Net;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Subscribers.IspcrmServer;

namespace Leadline.Tests.Subscribers;

public sealed class SessionTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Login = "/api/v1/subscriber/Login";
    private const string Logout = "/api/v1/subscriber/Logout";
    private const string Details = "/api/v1/subscriber/getCustomerDetails";

    [Fact]
    public async Task A_session_begins_with_the_password_and_ends_with_logout()
    {
        var login = await LogIn(server.Credentials.AdminEmail.ToUpperInvariant(), server.Credentials.AdminPassword);
        Assert.Equal(HttpStatusCode.OK, login.Status);
        Assert.Equal(["message", "token", "subscriber"], login.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Login successful", login.Json.GetProperty("message").GetString());
        var token = login.Json.GetProperty("token").GetString();

        var details = await server.Call(HttpMethod.Get, Details, token);
        var logout = await server.Call(HttpMethod.Post, Logout, token);
        var after = await server.Call(HttpMethod.Get, Details, token);

        var subscriber = login.Json.GetProperty("subscriber");
        Assert.Equal(
            $$$"""{"success":true,"data":{"id":{{{subscriber.GetProperty("id")}}},"customer_id":"{{{subscriber.GetProperty("customer_id")}}}","username":"admin@example.com","firstname":"Account","lastname":"Administrator","email":"admin@example.com","phone":null,"status":"active"}}""",
            details.Body);
        Assert.InRange(subscriber.GetProperty("id").GetInt64(), 1, 100);
        Assert.Equal(new Answer(HttpStatusCode.OK, """{"success":true,"message":"Logout successful"}"""), logout);
        Assert.Equal(HttpStatusCode.Unauthorized, after.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Call(HttpMethod.Get, Details, server.Credentials.IspcrmToken)).Status);
    }

    [Theory]
    [InlineData("admin@example.com", "wrong")]
    [InlineData("admin@example.com", "")]
    [InlineData("nobody@example.com", "wrong")]
    [InlineData("", "")]
    public async Task Anything_else_is_refused_alike(string username, string password)
    {
        var answer = await LogIn(username, password);

        Assert.Equal(new Answer(HttpStatusCode.Unauthorized, """{"message":"Invalid credentials"}"""), answer);
    }

    [Fact]
    public async Task A_disabled_user_cannot_log_in_and_her_session_ends()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var accountId = int.Parse(server.Credentials.OrgId);
        var user = (await accounts.CreateUser(accountId, "off@example.com", "Off", "Line", "Sales_User", "a long password")).Value;
        var token = (await LogIn("off@example.com", "a long password")).Json.GetProperty("token").GetString();

        await accounts.SetUserActive(accountId, user.Id, isActive: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await LogIn("off@example.com", "a long password")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Call(HttpMethod.Get, Details, token)).Status);
    }

    [Fact]
    public async Task A_login_that_is_not_json_is_400() => Assert.Equal(
        new Answer(HttpStatusCode.BadRequest, """{"success":false,"message":"Invalid request data"}"""),
        await server.Call(HttpMethod.Post, Login, token: null, body: "username=a"));

    [Fact]
    public async Task A_lead_is_a_subscriber_too()
    {
        var created = await server.Create(Lead("Mary Jane Watson", "mary@example.com", "9811122233"));

        var details = await server.Call(
            HttpMethod.Get, $"{Details}?lead_id={NumberOf(created)}", server.Credentials.IspcrmToken);
        var data = details.Json.GetProperty("data");

        Assert.Equal(NumberOf(created), data.GetProperty("id").GetInt64());
        Assert.Equal("Mary", data.GetProperty("firstname").GetString());
        Assert.Equal("Jane Watson", data.GetProperty("lastname").GetString());
        Assert.Equal("mary@example.com", data.GetProperty("email").GetString());
        Assert.Equal("New", data.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("GET", "subscriber/getCustomerDetails?lead_id=99", 404, "Subscriber not found")]
    [InlineData("GET", "subscriber/getCustomerDetails?id=x", 400, "Invalid request data")]
    [InlineData("GET", "subscriber/getCustomersInvoices", 404, "Subscriber not found")]
    [InlineData("GET", "subscriber/getAvailablePlans?filter=nothing", 404, "No available plans found")]
    [InlineData("GET", "subscriber/getUpgradeablePlans?lead_id=99", 404, "Customer not found")]
    [InlineData("GET", "subscriber/getCustomerTickets?lead_id=99", 404, "Subscriber not found")]
    [InlineData("GET", "subscriber/getCustomerPayments", 404, "No payments found")]
    [InlineData("GET", "subscriber/unheardOf", 404, "Not found")]
    [InlineData("GET", "subscriber/CreateLead", 405, "The HTTP method is not allowed for this API.")]
    public async Task Other_calls_answer_in_this_apis_form(string method, string path, int status, string message)
    {
        var answer = await server.Call(new HttpMethod(method), "/api/v1/" + path, server.Credentials.IspcrmToken);

        Assert.Equal(new Answer((HttpStatusCode)status, $$"""{"success":false,"message":"{{message}}"}"""), answer);
    }

    [Theory]
    [InlineData("/API/V1/SUBSCRIBER/GETCUSTOMERDETAILS")]
    [InlineData("/api//v1/subscriber//getCustomerDetails/")]
    public async Task Paths_match_in_any_case_and_with_stray_slashes(string path) => Assert.Equal(
        HttpStatusCode.OK, (await server.Call(HttpMethod.Get, path, server.Credentials.IspcrmToken)).Status);

    [Theory]
    [InlineData("subscriber/getCustomerPayments")]
    [InlineData("subscriber/getCustomerDetails")]
    [InlineData("Tickets/getSubjects")]
    public async Task Without_a_token_the_answer_is_401(string path) => Assert.Equal(
        new Answer(HttpStatusCode.Unauthorized, """{"success":false,"message":"Unauthorized"}"""),
        await server.Call(HttpMethod.Get, "/api/v1/" + path, token: null));

    private Task<Answer> LogIn(string username, string password) =>
        server.Call(HttpMethod.Post, Login, token: null, JsonSerializer.Serialize(new { username, password }));
}

/// <summary>Its own server: the limit counts every login of the machine that the tests run on.</summary>
public sealed class LoginLimitTests(LoginLimitTests.LimitedServer server) : IClassFixture<LoginLimitTests.LimitedServer>
{
    [Fact]
    public async Task Guessing_passwords_is_slowed_down()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
            statuses.Add((await server.Post("/api/v1/subscriber/Login", """{"username":"a","password":"b"}""")).Status);

        Assert.Equal(20, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    public sealed class LimitedServer : TestServer
    {
        internal override ServerOptions Options => new();
    }
}
