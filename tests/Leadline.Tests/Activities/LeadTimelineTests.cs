using System.Net;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

/// <summary>
/// C1: a capture, and every change of a lead's owner, stage or source, stands on its timeline, whoever made it (core
/// §3.11, §3.12).
/// </summary>
public sealed class LeadTimelineTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Leads = "/v2/LeadManagement.svc/";

    private const string Changes = """
        {"Attribute":"ProspectStage","Value":"Opportunity"},{"Attribute":"Source","Value":"Fair"},{"Attribute":"OwnerId","Value":"OWNER"}
        """;

    private readonly LeadRows rows = new(server);

    [Theory]
    [InlineData("LeadManagement.svc/Lead.Update?leadId=LEAD", "[CHANGES]")]
    [InlineData("LeadManagement.svc/Lead.CreateOrUpdate", """[{"Attribute":"EmailAddress","Value":"MAIL"},CHANGES]""")]
    [InlineData("LeadManagement.svc/Lead.Convert?leadId=LEAD", "[CHANGES]")]
    [InlineData("LeadManagement.svc/Lead.Capture", """[{"Attribute":"ProspectID","Value":"LEAD"},CHANGES]""")]
    [InlineData(
        "LeadManagement.svc/Lead/Bulk/CreateOrUpdate", """[[{"Attribute":"EmailAddress","Value":"MAIL"},CHANGES]]""")]
    [InlineData(
        "LeadManagement.svc/Lead/Bulk/UpdateV2",
        """
        {"SearchByKey":"EmailAddress","LeadPropertiesList":[{"Fields":[{"Attribute":"EmailAddress","Value":"MAIL"},CHANGES]}]}
        """)]
    [InlineData(
        "ProspectActivity.svc/CreateCustom",
        """{"LeadDetails":[{"Attribute":"EmailAddress","Value":"MAIL"},CHANGES],"Activity":{"ActivityEvent":102}}""")]
    [InlineData(
        "OpportunityManagement.svc/Capture",
        """
        {"LeadDetails":[{"Attribute":"EmailAddress","Value":"MAIL"},{"Attribute":"SearchBy","Value":"EmailAddress"},CHANGES],
         "Opportunity":{"OpportunityEventCode":12231,"Fields":[{"SchemaName":"mx_Custom_1","Value":"Deal"}]}}
        """)]
    [InlineData("/lead/update?leadId=LEAD", "[CHANGES]")]
    [InlineData("/lead/capture", """[{"Attribute":"EmailAddress","Value":"MAIL"},CHANGES]""")]
    [InlineData(
        "/activity/createcustom",
        """
        {"LeadDetails":[{"Attribute":"EmailAddress","Value":"MAIL"},{"Attribute":"SearchBy","Value":"EmailAddress"},CHANGES],
         "Activity":{"ActivityEvent":102}}
        """)]
    public async Task C1_every_door_leaves_the_three_changes(string path, string body)
    {
        var isCapture = path.Contains("Capture", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("Opp", StringComparison.Ordinal);
        var mail = $"door-{Guid.NewGuid():N}@example.com";
        var lead = await server.NewLead(mail);
        var owner = await rows.NewUser();

        await Send(
            path.Replace("LEAD", lead, StringComparison.Ordinal),
            body.Replace("CHANGES", Changes, StringComparison.Ordinal).Replace("MAIL", mail, StringComparison.Ordinal)
                .Replace("LEAD", lead, StringComparison.Ordinal).Replace("OWNER", owner, StringComparison.Ordinal));

        var timeline = await Timeline(lead);
        Assert.Equal(isCapture ? [23, 3001, 3002, 3004] : [3001, 3002, 3004], timeline.Keys.Where(IsMilestone).Order());
        Assert.Equal(
            "PreviousStage=Prospect CurrentStage=Opportunity CreatedBy=Account Administrator Comment=", Data(timeline[3002]));
        Assert.Equal(
            "PreviousOwner=Account Administrator CurrentOwner=Second CreatedBy=Account Administrator", Data(timeline[3001]));
        Assert.Equal("PreviousSource= CurrentSource=Fair CreatedBy=Account Administrator", Data(timeline[3004]));
    }

    [Fact]
    public async Task C1_the_record_of_a_change_reads_as_live_ones_do()
    {
        var lead = await server.NewLead("record@example.com");
        await Send(
            "LeadManagement.svc/Lead/Bulk/Update",
            $$$"""{"LeadIds":["{{{lead}}}"],"LeadFields":{"Attribute":"ProspectStage","Value":"Customer"}}""");
        await Send(
            $"LeadManagement.svc/Lead.Update?leadId={lead}",
            """
            [{"Attribute":"ProspectStage","Value":"Invalid"},{"Attribute":"StageChangeComment","Value":"wrong {next} number"}]
            """);

        var found = (await server.Post(
            $"{Service}Retrieve?leadId={lead}", """{"Parameter":{"ActivityEvent":3002}}""").Ok()).Items("ProspectActivities");
        Assert.Equal(2, found.Count);
        Assert.Equal(
            [
                "PreviousStage=Customer CurrentStage=Invalid CreatedBy=Account Administrator Comment=wrong   number",
                "PreviousStage=Prospect CurrentStage=Customer CreatedBy=Account Administrator Comment=",
            ],
            found.Select(Data).Order());
        var record = found[0];
        Assert.Equal(26, record.GetProperty("ActivityType").GetInt32());
        Assert.Equal("Information", record.Text("Type"));
        Assert.Equal("Stage Change", record.Text("EventName"));
        Assert.Equal(lead, record.Text("RelatedProspectId"));
        Assert.False(record.TryGetProperty("ActivityFields", out _));
        AssertDate(record.Text("CreatedOn"));

        var details = await server.Get($"{Service}GetActivityDetails?activityId={record.Text("Id")}").Ok();
        Assert.Equal("Stage Change", details.Text("Name"));
        var recent = (await server.Post(
            $"{Service}RetrieveRecentlyModified",
            """{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2100-01-01 00:00:00","ActivityEvent":3002},"Paging":{"PageSize":1000}}""")
            .Ok()).Items("ProspectActivities").Single(row => row.Text("Id") == record.Text("Id"));
        Assert.Equal(Data(record), Data(recent));
        var flat = (await server.Post(
            $"{Service}CustomActivity/RetrieveByActivityEvent",
            """{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2100-01-01 00:00:00","ActivityEvent":3002},"Paging":{"PageSize":1000}}""")
            .Ok()).Items("List").Single(row => row.Text("ProspectActivityId") == record.Text("Id"));
        Assert.StartsWith("{keyvalueinfo}PreviousStage{=}", flat.Text("ActivityEvent_Note"), StringComparison.Ordinal);
        Assert.Equal("26", flat.Text("ActivityType"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?LeadUpdateBehavior=DoNotUpdate")]
    [InlineData("?LeadUpdateBehavior=UpdateOnlyEmptyFields")]
    public async Task C1_each_capture_leaves_one_activity_and_nothing_else(string behaviour)
    {
        var mail = $"capture-{Guid.NewGuid():N}@example.com";
        var body = $$"""
            [{"Attribute":"EmailAddress","Value":"{{mail}}"},{"Attribute":"Source","Value":"Web"},{"Attribute":"SourceMedium","Value":"cpc"}]
            """;
        var lead = (await server.Post($"{Leads}Lead.Capture{behaviour}", body)).Id;

        var first = Assert.Single(await Timeline(lead));
        Assert.Equal(23, first.Key);
        Assert.Equal("Lead Capture", first.Value.Text("EventName"));
        Assert.Equal("Inbound", first.Value.Text("Type"));
        Assert.Equal("Source=Web SourceMedium=cpc CreatedBy=Account Administrator", Data(first.Value));
        Assert.True(first.Value.GetProperty("ActivityFields").GetProperty("ProspectActivityAutoId").GetInt64() > 0);
        Assert.Equal(["activity.created", "lead.created"], await Kinds(lead));

        // The same again: where it came from this time stands on the activity, and not on the lead (core §2.6).
        var again = await server.Post($"{Leads}Lead.Capture{behaviour}", body.Replace("\"Web\"", "\"Mail\"", StringComparison.Ordinal));
        Assert.Equal(lead, again.Id);
        Assert.Equal(["activity.created", "activity.created", "lead.created"], await Kinds(lead));
        Assert.Equal("Web", await server.LeadValue(lead, "Source"));
        var captures = (await server.Post($"{Service}Retrieve?leadId={lead}", "{}").Ok()).Items("ProspectActivities");
        Assert.Equal([23, 23], captures.Select(row => row.GetProperty("EventCode").GetInt32()));
        Assert.Contains(captures, row => Data(row).StartsWith("Source=Mail ", StringComparison.Ordinal));
        var read = (await server.Get($"{Leads}Leads.GetById?id={lead}").Ok())[0];
        Assert.Equal("Lead Capture", read.Text("ProspectActivityName_Max"));
        Assert.Equal(read.Text("LeadLastModifiedOn"), read.Text("ProspectActivityDate_Max"));
    }

    [Theory]
    [InlineData("Lead.Create", """[{"Attribute":"EmailAddress","Value":"MAIL"},{"Attribute":"ProspectStage","Value":"Customer"}]""")]
    [InlineData("Lead.CreateOrUpdate", """[{"Attribute":"EmailAddress","Value":"MAIL"},{"Attribute":"Source","Value":"Fair"}]""")]
    public async Task C1_what_does_not_change_leaves_nothing(string call, string body)
    {
        var mail = $"same-{Guid.NewGuid():N}@example.com";
        var lead = (await server.Post($"{Leads}{call}", body.Replace("MAIL", mail, StringComparison.Ordinal))).Id;
        await server.Post($"{Leads}Lead.Update?leadId={lead}", body.Replace("MAIL", mail, StringComparison.Ordinal)).Ok();

        Assert.Empty(await Timeline(lead));
        Assert.Equal(["lead.created"], await Kinds(lead));
    }

    [Fact]
    public async Task C1_a_refused_change_leaves_nothing()
    {
        var lead = await server.NewLead("refused@example.com");
        await server.NewLead("taken@example.com");

        var refused = await server.Post(
            $"{Leads}Lead.Update?leadId={lead}",
            """[{"Attribute":"EmailAddress","Value":"taken@example.com"},{"Attribute":"ProspectStage","Value":"Customer"}]""");

        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Empty(await Timeline(lead));
    }

    [Fact]
    public async Task C1_the_3xxx_family_is_in_no_catalogue_and_nobody_posts_or_changes_it()
    {
        var types = await server.Get($"{Service}ActivityTypes.Get").Ok();
        Assert.DoesNotContain(types.EnumerateArray(), type => type.GetProperty("ActivityEvent").GetInt32() is >= 3000 and < 4000);
        Assert.Contains(types.EnumerateArray(), type => type.GetProperty("ActivityEvent").GetInt32() == 23);
        var lead = await server.NewLead("family@example.com");
        foreach (var code in (int[])[3001, 3002, 3003, 3004, 3020])
        {
            await server.Post($"{Service}Create", $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{code}}}""")
                .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
            await server.Get($"{Service}ActivityType.Get?ActivityEvent={code}")
                .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
            await server.Get($"{Service}CustomActivity/GetActivitySetting?code={code}")
                .Refused("MXInvalidActivityException", "Event Code is invalid or empty");
        }

        await server.Post($"{Leads}Lead.Update?leadId={lead}", """[{"Attribute":"ProspectStage","Value":"Customer"}]""").Ok();
        var record = (await Timeline(lead))[3002];
        await server.Post(
            $"{Service}CustomActivity/Update", $$"""{"ProspectActivityId":"{{record.Text("Id")}}","ActivityNote":"not so"}""")
            .Refused("MXUnknownProspectActivityException", "Activity does not exist.");
    }

    private static bool IsMilestone(int code) => code is 23 or (>= 3000 and < 4000);

    private static string Data(JsonElement row) =>
        string.Join(' ', row.Items("Data").Select(detail => $"{detail.Text("Key")}={detail.Text("Value")}"));

    private async Task Send(string path, string body)
    {
        if (path.StartsWith('/'))
        {
            var calls = new AsyncCalls(server);
            await calls.Answer(await calls.Submit(path, body));
            return;
        }

        await server.Post($"/v2/{path}", body).Ok();
    }

    private async Task<Dictionary<int, JsonElement>> Timeline(string lead) =>
        (await server.Post($"{Service}Retrieve?leadId={lead}", "{}").Ok()).Items("ProspectActivities")
            .ToDictionary(row => row.GetProperty("EventCode").GetInt32());

    private async Task<string[]> Kinds(string lead) => (await rows.One<string>(
        "SELECT string_agg(kind, ' ' ORDER BY kind) FROM event WHERE account_id = @AccountId AND lead_id = @lead",
        new { rows.AccountId, lead = Guid.Parse(lead) })).Split(' ');
}
