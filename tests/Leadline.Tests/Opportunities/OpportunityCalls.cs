using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Opportunities;

/// <summary>The calls that the tests of opportunities have in common.</summary>
internal static class OpportunityCalls
{
    public const string Service = "/v2/OpportunityManagement.svc/";

    /// <summary>Makes a type through Leadline's own API; returns its code.</summary>
    public static async Task<int> NewOpportunityType(this TestServer server, string name, string members = "")
    {
        var answer = await server.Post("/leadline/v1/opportunity-types", $$"""{"name":"{{name}}"{{members}}}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("code").GetInt32();
    }

    public static string CaptureBody(string email, int code, string fields = "", string more = "") =>
        $$$"""
        {"LeadDetails":[{"Attribute":"EmailAddress","Value":"{{{email}}}"},{"Attribute":"SearchBy","Value":"EmailAddress"}],
         "Opportunity":{"OpportunityEventCode":{{{code}}}{{{more}}},"Fields":[{{{fields}}}]}}
        """;

    public static string Field(string name, string value) => $$"""{"SchemaName":"{{name}}","Value":"{{value}}"}""";

    /// <summary>Captures; returns the whole answer.</summary>
    public static Task<JsonElement> Capture(this TestServer server, string email, int code, string fields = "", string more = "") =>
        server.Post(Service + "Capture", CaptureBody(email, code, fields, more)).Ok();

    /// <summary>Captures what must be new; returns the opportunity's id.</summary>
    public static async Task<string> NewOpportunity(this TestServer server, string email, int code, string fields = "", string more = "") =>
        (await server.Capture(email, code, fields, more)).Text("CreatedOpportunityId")!;

    public static Task<JsonElement> Details(this TestServer server, string id) =>
        server.Get(Service + "GetOpportunityDetails?OpportunityId=" + id).Ok();

    /// <summary>The value of a field in an answer of GetOpportunityDetails.</summary>
    public static string? FieldValue(this JsonElement details, string name) =>
        details.Items("Fields").Single(field => field.Text("SchemaName") == name).Text("Value");

    /// <summary>The codes of a lead's activities, in the order in which they were numbered.</summary>
    public static async Task<IReadOnlyList<int>> Timeline(this TestServer server, string leadId) => await server.Rows<int>(
        "SELECT event_code FROM activity WHERE account_id = @accountId AND lead_id = @id ORDER BY number", leadId);

    /// <summary>Makes a user; returns the id.</summary>
    public static async Task<string> NewUser(this TestServer server, string email)
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = await accounts.CreateUser(
            int.Parse(server.Credentials.OrgId), email, "Opal", "Owner", "Sales_User", "secret-secret");
        return user.Value.Id.ToString();
    }

    /// <summary>The kinds of the events of a record, in their order.</summary>
    public static async Task<IReadOnlyList<string>> Events(this TestServer server, string recordId) => await server.Rows<string>(
        "SELECT kind FROM event WHERE account_id = @accountId AND record_id = @id ORDER BY tx, event_id", recordId);

    public static async Task<IReadOnlyList<T>> Rows<T>(this TestServer server, string sql, string id)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return [.. await connection.QueryAsync<T>(sql, new { accountId = int.Parse(server.Credentials.OrgId), id = Guid.Parse(id) })];
    }
}
