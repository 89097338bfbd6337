using System.Net;
using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Opportunities.OpportunityCalls;

namespace Leadline.Tests.Opportunities;

/// <summary>Types through Leadline's own API, and as LeadSquared's calls show them (extended §2.8).</summary>
public sealed class OpportunityTypeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Types = "/leadline/v1/opportunity-types";

    [Fact]
    public async Task A_type_is_made_as_asked_and_shown_so_everywhere()
    {
        var made = await server.Post(
            Types,
            """
            {"name":"Loan","pluralName":"Loans","description":"Money lent","canDelete":true,"statuses":["Open","Won","Lost","Frozen"],
             "stages":["New","Signed"],"requireComment":true,"duplicateFields":["mx_Custom_1","mx_Custom_5"],
             "fields":[{"schemaName":"mx_Custom_5","displayName":"Amount","type":"decimal","mandatory":true,"defaultValue":"10"},
                       {"schemaName":"mx_Custom_6","type":"dropdown","options":["A","B"],"defaultValue":"B"}]}
            """);

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var code = made.Json.GetProperty("code").GetInt32();
        Assert.True(code >= 12000);
        Assert.Equal(made.Body, (await server.Get($"{Types}/{code}")).Body);
        Assert.Contains(made.Body, (await server.Get(Types)).Body);
        Assert.Equal(
            $$"""
            {"code":{{code}},"name":"Loan","displayName":"Loan","pluralName":"Loans","description":"Money lent","canDelete":true,"statuses":["Open","Won","Lost","Frozen"],"stages":["New","Signed"],"requireComment":true,"duplicateFields":["mx_Custom_1","mx_Custom_5"],"fields":[{"schemaName":"mx_Custom_1","displayName":"Opportunity Name","type":"text","unique":"enforced","mandatory":false,"readOnly":false,"lockAfterCreate":false,"maxLength":200,"defaultValue":null,"options":[],"parts":[]},{"schemaName":"mx_Custom_2","displayName":"Stage","type":"dropdown","unique":"none","mandatory":false,"readOnly":false,"lockAfterCreate":false,"maxLength":200,"defaultValue":"New","options":["New","Signed"],"parts":[]},{"schemaName":"mx_Custom_5","displayName":"Amount","type":"decimal","unique":"enforced","mandatory":true,"readOnly":false,"lockAfterCreate":false,"maxLength":50,"defaultValue":"10","options":[],"parts":[]},{"schemaName":"mx_Custom_6","displayName":"mx_Custom_6","type":"dropdown","unique":"none","mandatory":false,"readOnly":false,"lockAfterCreate":false,"maxLength":200,"defaultValue":"B","options":["A","B"],"parts":[]},{"schemaName":"mx_Custom_19","displayName":"Status Change Comment","type":"text","unique":"none","mandatory":true,"readOnly":false,"lockAfterCreate":false,"maxLength":4000,"defaultValue":null,"options":[],"parts":[]}]}
            """,
            made.Body);

        var listed = (await server.Get(Service + "GetOpportunityTypes").Ok()).EnumerateArray()
            .Single(type => type.GetProperty("EventCode").GetInt32() == code);
        Assert.Equal(["EventCode", "Name", "DisplayName", "PluralName", "CanDelete", "ModifiedBy", "Fields"], listed.Names());
        Assert.Equal("Loans", listed.Text("PluralName"));
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("Fields").ValueKind);
    }

    [Fact]
    public async Task Codes_count_up_from_12000_past_those_that_are_taken()
    {
        var first = await server.NewOpportunityType("Counted 1");
        var second = await server.NewOpportunityType("Counted 2");

        Assert.InRange(first, 12000, 12100);
        Assert.True(second > first);
    }

    [Fact]
    public async Task The_metadata_has_the_documented_members()
    {
        var code = await server.NewOpportunityType("Described");

        var metadata = await server.Get(Service + "GetOpportunityTypeMetadata?code=" + code).Ok();

        Assert.Equal(
            ["AllowAttachments", "CanDelete", "Description", "DisplayName", "EventCode", "Fields", "ModifiedBy", "Name", "PluralName"],
            metadata.Names());
        Assert.Equal(
            ["ActivityEvent_Note", "mx_Custom_1", "Status", "mx_Custom_2", "Owner", "CreatedOn", "CreatedBy", "ModifiedOn", "ModifiedBy"],
            metadata.Items("Fields").Select(field => field.Text("SchemaName")!));
        Assert.Equal(
            """
            {"SchemaName":"ActivityEvent_Note","InternalName":"ActivityEvent_Note","DisplayName":"Notes","Value":null,"DataType":"String","IsMandatory":false,"ShowInForm":true,"Sequence":0,"ParentField":"","OptionSet":"","DependentOptionSet":"","IsDefault":true,"IsReadOnly":false,"RenderType":"","ExportAsPlainText":false,"IsMultiSelectDropdown":false,"IncludeOthersOption":false,"BehaviorOnMissingDropdownOption":0,"IsOthersValue":false,"InternalSchemaName":"","CustomObjectType":2,"MaxFieldLength":200,"StringRenderType":"","IsViewRestrictedField":false,"IsSortable":true,"IsEncrypted":false,"DisplayValue":null,"IsMasked":false}
            """,
            metadata.Items("Fields")[0].GetRawText());
        var status = metadata.Items("Fields")[2];
        Assert.Equal("SearchableDropdown", status.Text("DataType"));
        Assert.True(status.GetProperty("IsMandatory").GetBoolean());
        Assert.Equal(2, status.GetProperty("Sequence").GetInt32());
        Assert.Equal(
            """
            [{"IsDefault":true,"Text":"","Value":"Open","CanDelete":1,"CanEdit":1,"IsLastOption":0,"Order":0,"BackgroundColor":"#FFFB83","FontColor":"#A08427"},{"IsDefault":false,"Text":"","Value":"Won","CanDelete":1,"CanEdit":1,"IsLastOption":0,"Order":1,"BackgroundColor":"#A5E887","FontColor":"#347715"},{"IsDefault":false,"Text":"","Value":"Lost","CanDelete":1,"CanEdit":1,"IsLastOption":0,"Order":2,"BackgroundColor":"#FFD4D0","FontColor":"#E31D00"}]
            """,
            status.Text("OptionSet"));
        Assert.Equal("ActiveUsers", metadata.Items("Fields")[8].Text("DataType"));
        Assert.True(metadata.Items("Fields")[8].GetProperty("IsReadOnly").GetBoolean());
        await server.Get(Service + "GetOpportunityTypeMetadata?code=105").Refused("MXInvalidActivityException", "Event Code is invalid or empty");
    }

    [Fact]
    public async Task The_feature_is_enabled()
    {
        Assert.Equal(
            """{"OpportunityManagement":"Enabled"}""",
            (await server.Get(Service + "IsOpportunityEnabled?orgId=" + server.Credentials.OrgId)).Body);
        Assert.Equal("""{"OpportunityManagement":"Disabled"}""", (await server.Get(Service + "IsOpportunityEnabled?orgId=1")).Body);
    }

    [Fact]
    public async Task A_change_touches_what_it_passes_and_rules_the_next_capture()
    {
        var code = await server.NewOpportunityType("Changing", ""","fields":[{"schemaName":"mx_Custom_3","displayName":"Source","options":["Web"],"type":"dropdown"}]""");
        var id = await server.NewOpportunity("changing@example.com", code, Field("mx_Custom_3", "Web"));

        var changed = await Patch(
            code,
            """
            {"displayName":"Changed","statuses":["Draft","Done"],"stages":["S1"],"requireComment":true,"canDelete":true,
             "fields":[{"schemaName":"mx_Custom_3","options":["Web","Shop"]},{"schemaName":"mx_Custom_4","type":"number"}]}
            """).Ok();

        Assert.Equal("Changing", changed.Text("name"));
        Assert.Equal("Changed", changed.Text("displayName"));
        Assert.Equal("Changing", changed.Text("pluralName"));
        Assert.Equal("Source", changed.Items("fields").Single(field => field.Text("schemaName") == "mx_Custom_3").Text("displayName"));
        await server.Post(Service + "Capture", CaptureBody("changing@example.com", code, Field("mx_Custom_3", "Shop"))).Refused(
            "MXInvalidActivityFieldsException", "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.");
        var next = await server.Details(await server.NewOpportunity(
            "changing@example.com", code, Field("mx_Custom_19", "New") + "," + Field("mx_Custom_3", "Shop") + "," + Field("mx_Custom_4", "7")));
        Assert.Equal("Draft", next.FieldValue("Status"));
        Assert.Equal("S1", next.FieldValue("mx_Custom_2"));
        Assert.Equal("Open", (await server.Details(id)).FieldValue("Status"));

        await Patch(code, """{"requireComment":false}""").Ok();
        Assert.NotNull(await server.NewOpportunity("changing@example.com", code));
    }

    [Fact]
    public async Task A_new_duplicate_rule_knows_the_opportunities_that_are_there()
    {
        var code = await server.NewOpportunityType("Ruled later");
        var oldest = await server.NewOpportunity("later@example.com", code, Field("mx_Custom_1", "Same"));
        var twin = await server.NewOpportunity("later@example.com", code, Field("mx_Custom_1", "same"));

        await Patch(code, """{"duplicateFields":["mx_Custom_1"]}""").Ok();

        var met = await server.Capture("later@example.com", code, Field("mx_Custom_1", "SAME"));
        Assert.Equal(oldest, met.Text("ConflictedOpportunityId"));
        await server.Post(Service + "Update", $$"""{"ProspectOpportunityId":"{{twin}}","OpportunityNote":"still editable"}""").Ok();

        await Patch(code, """{"duplicateFields":[]}""").Ok();
        Assert.True((await server.Capture("later@example.com", code, Field("mx_Custom_1", "Same"))).GetProperty("IsUnique").GetBoolean());
    }

    [Theory]
    [InlineData("""{}""", 400, "MissingAttribute", "'name' is mandatory.")]
    [InlineData("""{"name":"Opportunity"}""", 409, "Duplicate", "A type with the name 'Opportunity' already exists.")]
    [InlineData("""{"name":"Meeting"}""", 409, "Duplicate", "A type with the name 'Meeting' already exists.")]
    [InlineData("""{"name":"Bad 1","duplicateFields":["mx_Custom_9"]}""", 400, "InvalidInput", "'duplicateFields' is not valid: there is no plain field mx_Custom_9.")]
    [InlineData("""{"name":"Bad 2","fields":[{"schemaName":"mx_City"}]}""", 400, "InvalidInput", "'schemaName' is not valid: mx_Custom_1 to mx_Custom_200 expected.")]
    [InlineData("""{"name":"Bad 3","fields":[{"schemaName":"mx_Custom_3","type":"money"}]}""", 400, "InvalidInput", "'type' is not valid: one of the types of lead fields expected.")]
    [InlineData("""{"name":"Bad 4","statuses":["Open","Open"]}""", 400, "InvalidInput", "'statuses' is not valid: different texts of 1 to 200 characters expected.")]
    [InlineData("""{"name":"Bad 5","fields":[{"schemaName":"mx_Custom_3","type":"number","defaultValue":"x"}]}""", 400, "InvalidInput", "'defaultValue' is not valid: a value that fits the field expected.")]
    public async Task Refusals_are_problems_and_leave_nothing(string body, int status, string title, string detail)
    {
        var before = (await server.Get(Types)).Body;

        var answer = await server.Post(Types, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(title, answer.Json.Text("title"));
        Assert.Equal(detail, answer.Json.Text("detail"));
        Assert.Equal(before, (await server.Get(Types)).Body);
    }

    [Fact]
    public async Task Unknown_codes_are_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(Types + "/11999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(Types + "/abc")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Patch(105, """{"displayName":"x"}""")).Status);
    }

    [Fact]
    public async Task A_field_keeps_its_type_and_a_refused_change_is_no_change()
    {
        var code = await server.NewOpportunityType("Stable", ""","fields":[{"schemaName":"mx_Custom_3","type":"number"}]""");

        var answer = await Patch(code, """{"displayName":"Moved","fields":[{"schemaName":"mx_Custom_3","type":"text"}]}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("Stable", (await server.Get($"{Types}/{code}").Ok()).Text("displayName"));
    }

    private Task<Answer> Patch(int code, string body) => server.Send(HttpMethod.Patch, $"{Types}/{code}", body);
}
