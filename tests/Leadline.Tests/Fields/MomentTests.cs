using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Intake;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;

namespace Leadline.Tests.Fields;

/// <summary>Times as RFC 3339 allows them, at every door.</summary>
public sealed class MomentTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, string> Taken => new()
    {
        { "2026-03-01T10:00:00.123456789Z", "2026-03-01 10:00:00.123" },
        { "2026-03-01T10:00:00.1234567890123456789012345Z", "2026-03-01 10:00:00.123" },
        { "2026-03-01T10:00:00.9999999999Z", "2026-03-01 10:00:00.999" },
        { "2026-03-01t10:00:00z", "2026-03-01 10:00:00.000" },
        { "2026-03-01t10:00:00.5+05:30", "2026-03-01 04:30:00.500" },
        { "2026-03-01 10:00:00Z", "2026-03-01 10:00:00.000" },
        { "2026-03-01 10:00:00.000000001-08:00", "2026-03-01 18:00:00.000" },
        { "2026-03-01T10:00:00-00:00", "2026-03-01 10:00:00.000" },
        { "2026-03-01T10:00:00+23:59", "2026-02-28 10:01:00.000" },
        { "2026-03-01T10:00:00-14:30", "2026-03-02 00:30:00.000" },
        { "1990-12-31T23:59:60Z", "1990-12-31 23:59:59.999" },
        { "1990-12-31T15:59:60-08:00", "1990-12-31 23:59:59.999" },
        { "2016-12-31t23:59:60.25z", "2016-12-31 23:59:59.999" },
    };

    public static TheoryData<string> Refused =>
    [
        "2026-03-01T24:00:00Z", "2026-03-01T10:00:60Z", "2026-03-01T23:59:60Z", "2026-03-31T23:59:60-01:00",
        "2026-03-01T10:60:00Z", "2026-03-01T10:00:61Z", "2026-03-01T10:00:00,5Z", "2026-03-01T10:00:00+24:00",
        "2026-03-01T10:00:00+05:60", "2026-02-29T10:00:00Z", "2026-03-01_10:00:00Z", "2026-03-01T10:00:00 Z",
        "2026-3-1T10:00:00Z", "2026-03-01T10:00:00+5", "+2026-03-01T10:00:00Z", "2026-03-01T10:00:00ZZ",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-03-01T1\u0660:00:00Z",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task P6_every_time_of_RFC_3339_is_taken_at_every_door(string sent, string stored)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var lead = await server.NewLead(email);
        var type = await server.NewType(
            $"Moment {Guid.NewGuid():N}",
            """[{"SchemaName":"mx_Custom_1","DisplayName":"When","DataType":"DateTime"}]""");
        foreach (var answer in new[]
            {
                await server.Post(ActivityCalls.Service + "Create", Activity(lead, type, sent)),
                await server.Post(ActivityCalls.Service + "CreateCustom", Custom(email, lead, type, sent)),
                await server.Post(
                    ActivityCalls.Service + "Bulk/CustomActivity/Add/ByLeadId", $"[{Activity(lead, type, sent)}]"),
                await server.Post(OpportunityCalls.Service + "Capture", Opportunity(email, await Code(), sent)),
            })
            Assert.True(answer.Status == HttpStatusCode.OK && !answer.Body.Contains("\"MX"), answer.Body);

        var calls = new AsyncCalls(server);
        await calls.Answer(await calls.Submit("/activity/create", Activity(lead, type, sent)));
        await calls.Answer(await calls.Submit("/opportunity/capture", Opportunity(email, await Code(), sent)));
        var rows = new LeadRows(server);
        var second = stored[..19];
        Assert.Equal(4, await rows.One<long>(
            """
            SELECT count(*) FROM activity WHERE account_id = @account AND lead_id = @lead AND event_code = @type
                AND to_char(activity_on AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') = @second
            """,
            new { account = rows.AccountId, lead = Guid.Parse(lead), type, second }));
        Assert.Equal(4, await rows.One<long>(
            """
            SELECT count(*) FROM activity WHERE account_id = @account AND lead_id = @lead AND event_code = @type
                AND "values" ->> 'mx_Custom_1' = @stored
            """,
            new { account = rows.AccountId, lead = Guid.Parse(lead), type, stored }));

        var window = JsonSerializer.Serialize(new
        {
            Parameter = new { FromDate = sent, ToDate = "9999-12-31 23:59:59" },
            Paging = new { PageIndex = 1, PageSize = 1 },
        });
        var modified = await server.Post("/v2/LeadManagement.svc/Leads.RecentlyModified", window);
        Assert.True(modified.Status == HttpStatusCode.OK, modified.Body);
        var recent = await server.Post(ActivityCalls.Service + "RetrieveRecentlyModified", window);
        Assert.True(recent.Status == HttpStatusCode.OK, recent.Body);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task P6_a_leads_and_a_tickets_dates_are_taken_too(string sent, string stored)
    {
        await Fields();
        var email = $"{Guid.NewGuid():N}@example.com";
        var lead = await new LeadRows(server).Lead(email, ("mx_When", sent), ("mx_Day", sent));
        Assert.Equal(stored, await server.LeadValue(lead.ToString(), "mx_When"));
        Assert.Equal($"{sent[..10]} 00:00:00.000", await server.LeadValue(lead.ToString(), "mx_Day"));

        var ticket = await server.NewTicket(email, "When", ("CustomData.When", sent));
        Assert.Equal(stored[..19].Replace(' ', 'T'), (await server.Ticket(ticket)).Field("CustomData.When"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task P6_what_is_no_time_is_refused_at_every_door(string sent)
    {
        await Fields();
        var email = $"{Guid.NewGuid():N}@example.com";
        var lead = await server.NewLead(email);
        foreach (var answer in new[]
            {
                await server.Post(ActivityCalls.Service + "Create", Activity(lead, 105, sent)),
                await server.Post(OpportunityCalls.Service + "Capture", Opportunity(email, await Code(), sent)),
                await server.Post(
                    $"/v2/LeadManagement.svc/Lead.Update?leadId={lead}",
                    JsonSerializer.Serialize(new[] { new { Attribute = "mx_When", Value = sent } })),
            })
            Assert.True(answer.Json.GetProperty("Status").GetString() == "Error", $"{sent}: {answer.Body}");
    }

    private static string Activity(string lead, int type, string on) => JsonSerializer.Serialize(new
    {
        RelatedProspectId = lead,
        ActivityEvent = type,
        ActivityNote = "x",
        ActivityDateTime = on,
        Fields = new[] { new { SchemaName = "mx_Custom_1", Value = on } },
    });

    private static string Custom(string email, string lead, int type, string on) => $$"""
        {"LeadDetails":[{{Lead(email)}}],
         "Activity":{{Activity(lead, type, on)}} }
        """;

    private static string Opportunity(string email, int code, string on) => $$"""
        {"LeadDetails":[{{Lead(email)}}],
         "Opportunity":{"OpportunityEventCode":{{code}},"OpportunityDateTime":"{{on}}"} }
        """;

    private static string Lead(string email) =>
        $$"""{"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"SearchBy","Value":"EmailAddress"}""";

    private async Task<int> Code() =>
        await server.NewOpportunityType($"Moments {Guid.NewGuid():N}");

    private async Task Fields()
    {
        foreach (var (name, form) in new[] { ("mx_When", "DateTime"), ("mx_Day", "Date") })
            await server.Post(
                "/v2/LeadManagement.svc/CreateLeadField",
                JsonSerializer.Serialize(
                    new { SchemaName = name, DisplayName = name, DataType = "Date", RenderTypeTextValue = form }));
        await server.Post(
            "/leadline/v1/ticket-fields",
            """{"schemaName":"CustomData.When","displayName":"When","type":"dateTime"}""");
    }
}
