using System.Net;
using Dapper;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Activities;

/// <summary>The call of seeds/create-lead-and-activity.txt, first as printed.</summary>
public sealed class CreateCustomTests(TestServer server) : IClassFixture<TestServer>
{
    private const string CreateCustom = "/v2/ProspectActivity.svc/CreateCustom";

    /// <summary>The request's body as printed, with a date for its placeholder.</summary>
    private const string Printed =
        """
        {
           "LeadDetails":[
              {
                 "Attribute":"EmailAddress",
                 "Value":"email@example.com"
              },
              {
                 "Attribute":"mx_City",
                 "Value":"Bangalore"
              },
              {
                 "Attribute":"mx_KYC",
                 "Value":"",
                 "Fields":[
                    {
                       "Attribute":"Status",
                       "Value":"Pending"
                    },
                    {
                       "Attribute":"mx_CustomObject_1",
                       "Value":"XYZ12345.png"
                    },
                    {
                       "Attribute":"mx_CustomObject_2",
                       "Value":"864563"
                    }
                 ]
              },
              {
                 "Attribute":"SearchBy",
                 "Value":"EmailAddress"
              }
           ],
           "Activity":{
              "ActivityEvent":105,
              "ActivityNote":"Note for the activity",
              "ActivityDateTime":"2026-11-20 20:11:58",
              "Fields":[
                 {
                    "SchemaName":"mx_Custom_1",
                    "Value":"123"
                 },
                 {
                    "SchemaName":"mx_Custom_2",
                    "Value":"2016-07-07 10:55:00"
                 }
              ]
           }
        }
        """;

    [Fact]
    public async Task The_printed_request_twice_makes_one_lead_and_two_activities()
    {
        var first = await server.Post(CreateCustom, Printed);
        var second = await server.Post(CreateCustom, Printed);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{first.Id}}}"}}""", first.Body);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first.Id, second.Id);
        var rows = await Activities("email@example.com");
        Assert.Equal(2, rows.Count);
        Assert.Single(rows.Select(row => row.LeadId).Distinct());
        Assert.Equal([first.Id, second.Id], rows.Select(row => row.Id.ToString()));
        Assert.All(rows, row => Assert.Equal(
            """{"mx_Custom_1": "123", "mx_Custom_2": "2016-07-07 10:55:00.000"}""", row.Values));
    }

    [Fact]
    public async Task The_placeholder_date_is_refused_and_leaves_nothing()
    {
        var answer = await server.Post(CreateCustom, Printed
            .Replace("email@example.com", "placeholder@example.com")
            .Replace("2026-11-20 20:11:58", "yyyy-MM-dd HH:mm:ss"));

        AssertRefused(answer, "MXInvalidInputException", "Invalid Input! Parameter Name: ActivityDateTime");
        Assert.False(await LeadExists("placeholder@example.com"));
    }

    [Fact]
    public async Task An_activity_that_does_not_fit_leaves_no_lead()
    {
        var answer = await server.Post(CreateCustom, Body("noactivity@example.com", """{"SchemaName":"mx_Custom_99","Value":"x"}"""));

        AssertRefused(answer, "MXInvalidActivityFieldsException", "Activity field(s) does not exist - mx_Custom_99");
        Assert.False(await LeadExists("noactivity@example.com"));
    }

    [Fact]
    public async Task A_lead_that_does_not_fit_leaves_no_activity()
    {
        var before = await ActivityCount();

        var answer = await server.Post(CreateCustom, Printed.Replace("mx_City", "mx_Town"));

        AssertRefused(answer, "MXUnknownAttributeException", "Attribute(s) does not exist - mx_Town");
        Assert.Equal(before, await ActivityCount());
    }

    [Fact]
    public async Task Racing_posts_of_one_address_make_one_lead_with_all_activities()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => server.Post(
            CreateCustom, Body("manyposts@example.com", $$"""{"SchemaName":"mx_Custom_1","Value":"{{i}}"}"""))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var rows = await Activities("manyposts@example.com");
        Assert.Equal(answers.Select(answer => answer.Id).Order(), rows.Select(row => row.Id.ToString()).Order());
        Assert.Single(rows.Select(row => row.LeadId).Distinct());
    }

    [Theory]
    [InlineData("""{"LeadDetails":[]}""", "MXInvalidInputException", "Invalid Input! Parameter Name: Activity")]
    [InlineData("""{"Activity":{"ActivityEvent":105}}""", "MXInvalidInputException", "Invalid Input! Parameter Name: LeadDetails")]
    [InlineData("""{"LeadDetails":[],"Activity":{}}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData("""{"LeadDetails":[],"Activity":{"ActivityEvent":9999}}""", "MXInvalidActivityException", "Event Code is invalid or empty")]
    [InlineData(
        """{"LeadDetails":[],"Activity":{"ActivityEvent":105,"ActivityOwnerEmail":"nobody@example.com"}}""",
        "MXInvalidInputException",
        "Invalid Input! Parameter Name: ActivityOwnerEmail")]
    [InlineData(
        """{"LeadDetails":[],"Activity":{"ActivityEvent":105,"Fields":[{"SchemaName":"Owner","Value":"somebody"}]}}""",
        "MXInvalidInputException",
        "Invalid Input! Parameter Name: Owner")]
    [InlineData(
        """{"LeadDetails":[],"Activity":{"ActivityEvent":105,"Fields":[{"SchemaName":"mx_Custom_2","Value":"soon"}]}}""",
        "MXInvalidActivityFieldsException",
        "Invalid value for attribute 'mx_Custom_2': a date and time as yyyy-MM-dd HH:mm:ss is expected.")]
    public async Task Refusals(string body, string exceptionType, string message) =>
        AssertRefused(await server.Post(CreateCustom, body), exceptionType, message);

    [Fact]
    public async Task An_idempotency_key_makes_one_activity_of_two_calls()
    {
        var body = Body("once@example.com", """{"SchemaName":"mx_Custom_1","Value":"1"}""");

        var first = await server.Send(HttpMethod.Post, CreateCustom, body, ("Idempotency-Key", "post-1"));
        var second = await server.Send(HttpMethod.Post, CreateCustom, body, ("Idempotency-Key", "post-1"));

        Assert.Equal(first.Body, second.Body);
        Assert.Single(await Activities("once@example.com"));
    }

    [Fact]
    public async Task The_lead_knows_its_last_activity()
    {
        await server.Post(CreateCustom, Body("last@example.com", """{"SchemaName":"mx_Custom_1","Value":"1"}"""));

        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId), TestContext.Current.CancellationToken);
        var lead = await connection.QuerySingleAsync<(DateTime First, DateTime Last, string Name)>(
            """
            SELECT l.first_activity_on, l.last_activity_on, l.last_activity_name
            FROM lead_identity i JOIN lead l ON l.account_id = i.account_id AND l.lead_id = i.lead_id
            WHERE i.account_id = @accountId AND i.field = 'EmailAddress' AND i.value = 'last@example.com'
            """,
            new { accountId = int.Parse(server.Credentials.OrgId) });
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), lead.Last);
        Assert.Equal(lead.Last, lead.First);
        Assert.Equal("General Activity", lead.Name);
    }

    private static string Body(string email, string field) =>
        $$$"""
        {"LeadDetails":[{"Attribute":"EmailAddress","Value":"{{{email}}}"}],
         "Activity":{"ActivityEvent":"105","ActivityDateTime":"2026-01-02 03:04:05","Fields":[{{{field}}}]}}
        """;

    private static void AssertRefused(Answer answer, string exceptionType, string message)
    {
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.Equal(exceptionType, answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal(message, answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    private async Task<IReadOnlyList<(Guid Id, Guid LeadId, string Values)>> Activities(string email)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return [.. await connection.QueryAsync<(Guid, Guid, string)>(
            """
            SELECT a.activity_id, a.lead_id, a."values"::text
            FROM lead_identity i JOIN activity a ON a.account_id = i.account_id AND a.lead_id = i.lead_id
            WHERE i.account_id = @accountId AND i.field = 'EmailAddress' AND i.value = @email ORDER BY a.number
            """,
            new { accountId = int.Parse(server.Credentials.OrgId), email })];
    }

    private async Task<bool> LeadExists(string email)
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM lead_identity WHERE account_id = @accountId AND field = 'EmailAddress' AND value = @email)",
            new { accountId = int.Parse(server.Credentials.OrgId), email });
    }

    private async Task<long> ActivityCount()
    {
        await using var connection = await server.Database.Open(int.Parse(server.Credentials.OrgId));
        return await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM activity WHERE account_id = @accountId",
            new { accountId = int.Parse(server.Credentials.OrgId) });
    }
}
