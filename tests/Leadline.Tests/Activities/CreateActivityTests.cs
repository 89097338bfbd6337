using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

/// <summary>ProspectActivity.svc/Create: by lead id, e-mail address and phone number.</summary>
public sealed class CreateActivityTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Create = Service + "Create";

    [Fact]
    public async Task By_lead_id_with_the_id_in_the_query_too()
    {
        var leadId = await server.NewLead("byid@example.com");
        var code = await server.NewType("By id");

        var answer = await server.Post(
            $"{Create}?leadId={leadId}",
            $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":"{{code}}","ActivityNote":"note","ActivityDateTime":"2026-11-20 20:11:58"}""");

        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{answer.Id}}}"}}""", answer.Body);
        var row = Assert.Single(await Activities(leadId));
        Assert.Equal(answer.Id, row.Text("Id"));
        Assert.Equal("2026-11-20 20:11:58", row.Text("CreatedOn"));
    }

    [Theory]
    [InlineData("\"RelatedProspectId\":\"b7bd9a2c-0000-4000-8000-000000000001\"")]
    [InlineData("\"RelatedProspectId\":\"nobody\"")]
    public Task An_unknown_lead(string lead) => server
        .Post(Create, $$"""{{{lead}},"ActivityEvent":105}""")
        .Refused("MXInvalidEntityException", "Lead does not exist in the system");

    [Fact]
    public async Task Without_an_event_code_the_error_says_that_it_is_one_of_ours()
    {
        var leadId = await server.NewLead("nocode@example.com");

        var answer = await server.Post(Create, $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":"","ActivityNote":"n"}""");

        Assert.Equal(
            """{"Status":"Error","ExceptionType":"MXInvalidActivityException","ExceptionMessage":"Event Code is invalid or empty","IsMXException":true}""",
            answer.Body);
    }

    [Fact]
    public Task Without_any_lead() => server
        .Post(Create, """{"ActivityEvent":105}""")
        .Refused("MXInvalidInputException", "Invalid Input! Parameter Name: RelatedProspectId");

    [Fact]
    public async Task By_email_makes_the_lead_once_and_null_names_clear_nothing()
    {
        const string first =
            """{"EmailAddress":"bymail@example.com","ActivityEvent":105,"ActivityNote":"n","FirstName":"F","LastName":"L"}""";
        const string second =
            """{"EmailAddress":"ByMail@Example.com","ActivityEvent":105,"ActivityNote":"n","FirstName":null,"LastName":null}""";
        await server.Post(Create, first).Ok();
        await server.Post(Create, second).Ok();

        var captured = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"bymail@example.com"}]""");
        Assert.False(captured.Json.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
        Assert.Equal([23, 105, 105], (await Activities(captured.Id)).Select(row => row.GetProperty("EventCode").GetInt32()));
        Assert.Equal("F", await server.LeadValue(captured.Id, "FirstName"));
    }

    [Fact]
    public async Task By_phone_finds_the_lead_however_the_number_is_written()
    {
        var lead = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create", """[{"Attribute":"Phone","Value":"+91-9876500001"}]""");

        await server.Post(Create, """{"Phone":"9876500001","ActivityEvent":105}""").Ok();

        Assert.Single(await Activities(lead.Id));
    }

    [Fact]
    public async Task The_lead_score_comes_when_asked_for()
    {
        var answer = await server.Post(
            Create, """{"EmailAddress":"score@example.com","Score":"42","ActivityEvent":105,"IncludeLeadScore":true}""").Ok();

        Assert.Equal("42", answer.GetProperty("Message").Text("LeadScore"));
    }

    [Fact]
    public async Task Without_a_date_it_happened_now()
    {
        var leadId = await server.NewLead("now@example.com");
        var before = DateTime.UtcNow.AddSeconds(-1);

        await server.Post(Create, $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":105}""").Ok();

        var on = DateTime.Parse(Assert.Single(await Activities(leadId)).Text("CreatedOn")!);
        Assert.InRange(on, before, DateTime.UtcNow);
    }

    [Fact]
    public async Task A_missing_mandatory_field_is_named()
    {
        var code = await server.NewType(
            "Mandatory", """[{"SchemaName":"mx_Custom_19","DisplayName":"Nineteen","DataType":"String","IsMandatory":true}]""");
        var leadId = await server.NewLead("mandatory@example.com");

        await server
            .Post(Create, $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":{{code}}}""")
            .Refused("MXInvalidActivityFieldsException", "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.");
        Assert.Empty(await Activities(leadId));
    }

    [Fact]
    public async Task Dropdown_values_are_checked_unless_the_call_says_ValidateDropDownOptions()
    {
        var code = await server.NewType("Dropdown", """[{"SchemaName":"mx_Custom_3","DataType":"Dropdown","OptionSet":"[{\"Value\":\"Red\"}]"}]""");
        var leadId = await server.NewLead("dropdown@example.com");
        var body = $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":{{code}},"Fields":[{"SchemaName":"mx_Custom_3","Value":"Blue"}]}""";

        await server.Post(Create, body).Refused(
            "MXInvalidActivityFieldsException", "Invalid value for attribute 'mx_Custom_3': it is not among the field's options.");
        await server.Post(Create, body[..^1] + ",\"ValidateDropDownOptions\":true}").Ok();

        var row = Assert.Single(await Activities(leadId));
        Assert.Equal("Blue", row.GetProperty("ActivityFields").Text("mx_Custom_3"));
    }

    [Fact]
    public async Task The_owner_is_the_caller_unless_an_email_names_another_user()
    {
        var leadId = await server.NewLead("owner@example.com");

        await server.Post(
            Create,
            $$"""{"RelatedProspectId":"{{leadId}}","ActivityEvent":105,"ActivityOwnerEmail":"{{server.Credentials.AdminEmail.ToUpperInvariant()}}","Fields":[{"SchemaName":"Status","Value":"Done"}]}""").Ok();

        var fields = Assert.Single(await Activities(leadId)).GetProperty("ActivityFields");
        Assert.Equal(fields.Text("CreatedBy"), fields.Text("Owner"));
        Assert.Equal("Done", fields.Text("Status"));
    }

    private async Task<IReadOnlyList<System.Text.Json.JsonElement>> Activities(string leadId) =>
        (await server.Post($"{Service}Retrieve?leadId={leadId}", "{}").Ok()).Items("ProspectActivities");
}
