using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>Client A3, a TypeScript SDK (axios): keys in the query, the dollar sign raw, numbers and arrays where the docs show strings.</summary>
public sealed class SatyamSdkTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] Headers =
        ["Accept: application/json, text/plain, */*", "Content-Type: application/json", "User-Agent: axios/1.6.2"];

    [Fact]
    public async Task Single_leads()
    {
        var captured = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"s@example.com"}]""");
        var id = captured.Message.GetProperty("RelatedId").GetString()!;
        Assert.Equal(id, captured.Message.GetProperty("Id").GetString());
        Assert.True(captured.Message.GetProperty("IsCreated").GetBoolean());

        var created = await Post("LeadManagement.svc/Lead.Create", """[{"Attribute":"EmailAddress","Value":"s2@example.com"}]""");
        Assert.True(Guid.TryParse(created.Message.GetProperty("Id").GetString(), out _));

        var upserted = await Post(
            "LeadManagement.svc/Lead.CreateOrUpdate",
            """[{"Attribute":"EmailAddress","Value":"s@example.com"},{"Attribute":"FirstName","Value":"S"}]""",
            "&postUpdatedLead=true");
        Assert.Equal(id, upserted.Message.GetProperty("Id").GetString());
        Assert.Equal(1, upserted.Message.GetProperty("AffectedRows").GetInt32());

        var updated = await Post("LeadManagement.svc/Lead.Update", """[{"Attribute":"FirstName","Value":"T"}]""", $"&leadId={id}");
        Assert.Equal(1, updated.Message.GetProperty("AffectedRows").GetInt32());
        var converted = await Post("LeadManagement.svc/Lead.Convert", """[{"Attribute":"FirstName","Value":"U"}]""", $"&leadId={id}");
        Assert.Equal(1, converted.Message.GetProperty("AffectedRows").GetInt32());
    }

    [Fact]
    public async Task Bulk_replies_are_bare_arrays()
    {
        var created = await Post(
            "LeadManagement.svc/Lead/Bulk/Create",
            """[[{"Attribute":"EmailAddress","Value":"b1@example.com"}],[{"Attribute":"EmailAddress","Value":"b2@example.com"}]]""");
        Assert.Equal(2, created.Json.GetArrayLength());
        Assert.Equal(1, created.Json[0].GetProperty("RowNumber").GetInt32());
        Assert.True(created.Json[0].GetProperty("LeadCreated").GetBoolean());
        Assert.True(Guid.TryParse(created.Json[0].GetProperty("LeadId").GetString(), out _));

        var upserted = await Post(
            "LeadManagement.svc/Lead/Bulk/CreateOrUpdate",
            """[[{"Attribute":"EmailAddress","Value":"b1@example.com"},{"Attribute":"FirstName","Value":"B"},{"Attribute":"SearchBy","Value":"EmailAddress"}]]""");
        Assert.False(upserted.Json[0].GetProperty("LeadCreated").GetBoolean());
        Assert.True(upserted.Json[0].GetProperty("LeadUpdated").GetBoolean());
        Assert.Equal(1, upserted.Json[0].GetProperty("AffectedRows").GetInt32());
    }

    [Fact]
    public async Task A_field_is_made_from_numbers_and_arrays()
    {
        var made = await Post(
            "LeadManagement.svc/CreateLeadField",
            """{"DisplayName":"Sdk Field","DataType":"Text","IsMandatory":false,"RenderTypeTextValue":"Textbox","ShowInImport":true,"ShowInMailMerge":true,"LockAfterCreate":0,"UseInLeadClone":false,"MaxLength":60,"OptionsJson":[]}""");
        Assert.Equal(200, made.Status);

        var used = await Post(
            "LeadManagement.svc/Lead.Capture",
            """[{"Attribute":"EmailAddress","Value":"field@example.com"},{"Attribute":"mx_Sdk_Field","Value":"v"}]""");
        Assert.Equal(200, used.Status);
    }

    [Fact]
    public async Task An_activity_with_fields()
    {
        var lead = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"sa@example.com"}]""");
        var type = await Post(
            "ProspectActivity.svc/CreateType",
            """{"ActivityEventName":"Sdk","Fields":[{"SchemaName":"mx_Custom_1","DisplayName":"One","Value":null,"DataType":"String","IsMandatory":false,"ShowInForm":true,"Sequence":1}]}""");
        var activity = await Post(
            "ProspectActivity.svc/Create",
            $$"""{"RelatedProspectId":"{{lead.Message.GetProperty("Id")}}","ActivityEvent":{{type.Message.GetProperty("Id")}},"ActivityNote":"n","ProcessFilesAsync":true,"ActivityDateTime":"2026-11-20 10:00:00","Fields":[{"SchemaName":"mx_Custom_1","Value":"1"}]}""");

        Assert.True(Guid.TryParse(activity.Message.GetProperty("Id").GetString(), out _));
    }

    // The SDK posts the number in a body that the service never read: nothing is found, and nothing breaks.
    [Fact]
    public async Task A_number_in_the_body_finds_nothing()
    {
        await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"Phone","Value":"9999999999"}]""");
        var found = await Post("LeadManagement.svc/RetrieveLeadByPhoneNumber", """{"params":{"phone":"9999999999"}}""");

        Assert.Equal((200, "[]"), (found.Status, found.Body));
    }

    // It crashes on an error without a JSON body.
    [Theory]
    [InlineData("LeadManagement.svc/Lead.Capture", "[", 400)]
    [InlineData("LeadManagement.svc/Nothing", "[]", 404)]
    public async Task Every_error_has_a_body(string operation, string body, int status)
    {
        var answer = await Post(operation, body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            ["ExceptionMessage", "ExceptionType", "Status"], answer.Json.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task Errors_are_thrown_as_their_body()
    {
        var answer = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"mx_A","Value":"1"},{"Attribute":"mx_B","Value":"2"}]""");

        Assert.Equal(500, answer.Status);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
        Assert.Equal("MXUnknownAttributeException", answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal("Attribute(s) does not exist - mx_A,mx_B", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    private Task<WireAnswer> Post(string operation, string body, string query = "") => Wire.Send(
        server.Url,
        $"POST /v2/{operation}?accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}{query}",
        Headers,
        body);
}
