using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Activities;

/// <summary>The calls that the tests of activities have in common.</summary>
internal static class ActivityCalls
{
    public const string Service = "/v2/ProspectActivity.svc/";

    public static async Task<string> NewLead(this TestServer server, string email)
    {
        var answer = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create", $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Id;
    }

    /// <summary>Makes a type; returns its code.</summary>
    public static async Task<int> NewType(this TestServer server, string name, string fields = "[]")
    {
        var answer = await server.Post(
            Service + "CreateType", $$"""{"ActivityEventName":"{{name}}","Score":5,"Direction":1,"Fields":{{fields}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return int.Parse(answer.Id);
    }

    /// <summary>Posts on a lead; returns the activity's id.</summary>
    public static async Task<string> NewActivity(
        this TestServer server, string leadId, int eventCode, string fields = "[]", string on = "2026-07-31 05:33:50", string note = "Note")
    {
        var answer = await server.Post(
            Service + "Create",
            $$"""
            {"RelatedProspectId":"{{leadId}}","ActivityEvent":{{eventCode}},"ActivityNote":"{{note}}","ActivityDateTime":"{{on}}","Fields":{{fields}}}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Id;
    }

    public static async Task<string?> LeadValue(this TestServer server, string leadId, string field)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.ExecuteScalarAsync<string?>(
            """SELECT "values" ->> @field FROM lead WHERE account_id = @accountId AND lead_id = @id""",
            new { accountId = int.Parse(server.Credentials.OrgId), id = Guid.Parse(leadId), field });
    }

    public static async Task<JsonElement> Ok(this Task<Answer> call)
    {
        var answer = await call;
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    public static async Task Refused(this Task<Answer> call, string exceptionType, string message)
    {
        var answer = await call;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.Equal(exceptionType, answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static IReadOnlyList<string> Names(this JsonElement element) =>
        [.. element.EnumerateObject().Select(member => member.Name)];

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray()];

    public static void AssertDate(string? text) =>
        Assert.True(DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", null, default, out _), text);
}
