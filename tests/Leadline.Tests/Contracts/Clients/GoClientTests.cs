using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>
/// Client A8, a Go program: keys in the query as url.Values encodes them, which sorts them and writes the dollar sign as %24. It
/// sorts errors by status: 401 and 403 are its keys', 429 and from 500 on are passing, the rest are for good.
/// </summary>
public sealed class GoClientTests(LimitedServer server) : IClassFixture<LimitedServer>
{
    private static readonly string[] Headers = ["User-Agent: Go-http-client/1.1", "Accept: application/json", "Accept-Encoding: gzip"];

    private string Keys =>
        $"accessKey={Uri.EscapeDataString(server.Credentials.AccessKey)}&{{0}}secretKey={Uri.EscapeDataString(server.Credentials.SecretKey)}";

    [Fact]
    public async Task Keys_are_verified_by_the_metadata()
    {
        var answer = await Get("LeadsMetaData.Get", "");

        Assert.Equal(200, answer.Status);
        Assert.Equal(JsonValueKind.Array, answer.Json.ValueKind);
        Assert.Equal("application/json", answer.Headers["Content-Type"].Split(';')[0]);
    }

    [Fact]
    public async Task A_lead_is_read_and_one_that_is_not_there_is_an_empty_list()
    {
        var made = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create",
            """[{"Attribute":"FirstName","Value":"G"},{"Attribute":"LastName","Value":"O"},{"Attribute":"EmailAddress","Value":"go@example.com"},{"Attribute":"Phone","Value":"+91-9811190001"}]""");

        var lead = (await Get("Leads.GetById", $"id={made.Id}&")).Json[0];
        Assert.Equal(
            ("+91-9811190001", "G", "O", "go@example.com"),
            (Text(lead, "Phone"), Text(lead, "FirstName"), Text(lead, "LastName"), Text(lead, "EmailAddress")));
        var none = await Get("Leads.GetById", $"id={Guid.NewGuid()}&");
        Assert.Equal((200, "[]"), (none.Status, none.Body));
    }

    [Fact]
    public async Task Errors_are_sorted_by_their_status()
    {
        var keys = await Wire.Send(server.Url, "GET /v2/LeadManagement.svc/LeadsMetaData.Get?accessKey=none&secretKey=none", Headers);
        Assert.Equal((401, "Error"), (keys.Status, Text(keys.Json, "Status")));
        var business = await Wire.Send(
            server.Url,
            $"POST /v2/LeadManagement.svc/Lead.Update?{string.Format(Keys, $"leadId={Guid.NewGuid()}&")}",
            [.. Headers, "Content-Type: application/json"],
            """[{"Attribute":"FirstName","Value":"G"}]""");
        Assert.Equal((500, "Error"), (business.Status, Text(business.Json, "Status")));
        var unread = await Wire.Send(
            server.Url, $"POST /v2/LeadManagement.svc/Lead.Create?{string.Format(Keys, "")}", [.. Headers, "Content-Type: application/json"], "{");
        Assert.Equal((400, "Error"), (unread.Status, Text(unread.Json, "Status")));
        var nowhere = await Get("Nothing.Get", "");
        Assert.Equal((404, "Error"), (nowhere.Status, Text(nowhere.Json, "Status")));

        var accounts = server.Services.GetRequiredService<AccountOperations>();
        await accounts.SetCallLimits(int.Parse(server.Credentials.OrgId), calls: 1, bulkCalls: null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Get("LeadsMetaData.Get", "")));
        await accounts.SetCallLimits(int.Parse(server.Credentials.OrgId), calls: null, bulkCalls: null);
        var limited = answers.First(answer => answer.Status == 429);
        Assert.Equal("MXAPIRateLimitExceededException", Text(limited.Json, "ExceptionType"));
        Assert.InRange(int.Parse(limited.Headers["Retry-After"]), 1, 5);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private Task<WireAnswer> Get(string operation, string between) => Wire.Send(
        server.Url, $"GET /v2/LeadManagement.svc/{operation}?{string.Format(Keys, between)}", Headers);
}
