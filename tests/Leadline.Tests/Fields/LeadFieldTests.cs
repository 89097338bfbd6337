using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class LeadFieldTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Push = "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Push";
    private const string Remove = "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove";
    private const string Success = """{"Status":"Success","Message":{"AffectedRows":1}}""";

    [Fact]
    public async Task Metadata_lists_every_field_of_the_account()
    {
        var answer = await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get");

        var names = answer.Json.EnumerateArray().Select(field => field.GetProperty("SchemaName").GetString()).ToArray();
        Assert.Equal("ProspectID", names[0]);
        Assert.Contains("mx_PAN_Number", names);
        Assert.Equal("Prospect", Field(answer, "ProspectStage").GetProperty("Options")[0].GetProperty("Value").GetString());
        Assert.True(Field(answer, "EmailAddress").GetProperty("IsLeadIdentifier").GetBoolean());

        // C8: every field says whether quick search shows it, be it that it does not.
        Assert.True(Field(answer, "EmailAddress").GetProperty("ShowInQuickSearch").GetBoolean());
        Assert.Contains(answer.Json.EnumerateArray(), field => !field.GetProperty("ShowInQuickSearch").GetBoolean());
        Assert.All(answer.Json.EnumerateArray(), field => Assert.True(field.TryGetProperty("ShowInQuickSearch", out _)));
    }

    [Fact]
    public async Task Metadata_can_be_of_one_field_and_without_options()
    {
        var answer = await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get?excludeOptionSets=1&schemaName=ProspectStage");

        var field = Assert.Single(answer.Json.EnumerateArray());
        Assert.Equal("ProspectStage", field.GetProperty("SchemaName").GetString());
        Assert.False(field.TryGetProperty("Options", out _));
        Assert.Equal("[]", (await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName=mx_None")).Body);
    }

    [Theory]
    [InlineData("""{"DisplayName":"Text Field","DataType":"Text","IsMandatory":false,"RenderTypeTextValue":"Textbox","ShowInImport":true,"ShowInMailMerge":true,"LockAfterCreate":0,"UseInLeadClone":false,"MaxLength":"60","OptionsJson":""}""", "mx_Text_Field")]
    [InlineData("""{"DisplayName":"Of A3","DataType":"Text","RenderTypeTextValue":"Textbox","MaxLength":60,"OptionsJson":[]}""", "mx_Of_A3")]
    [InlineData("""{"DisplayName":"Own","SchemaName":"mx_Own_Name","DataType":"Phone","RenderTypeTextValue":"Phone","Range_Min":10}""", "mx_Own_Name")]
    public async Task A_field_is_created_and_written_at_once(string body, string schemaName)
    {
        var created = await server.Post("/v2/LeadManagement.svc/CreateLeadField", body);

        Assert.Equal(HttpStatusCode.OK, created.Status);
        var printed = (await server.Get($"/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName={schemaName}")).Json[0];
        Assert.Equal(created.Id, printed.GetProperty("EntityAttributeId").GetString());
        Assert.Equal("Account Administrator", printed.GetProperty("CreatedByName").GetString());
        var lead = await server.Post(
            "/v2/LeadManagement.svc/Lead.Create",
            $$"""[{"Attribute":"FirstName","Value":"x"},{"Attribute":"{{schemaName}}","Value":"+91-9876543210"}]""");
        Assert.Equal(HttpStatusCode.OK, lead.Status);
    }

    [Fact]
    public async Task An_existing_name_is_a_duplicate_and_options_as_text_are_a_malformed_body()
    {
        const string body = """{"DisplayName":"City","DataType":"Text","RenderTypeTextValue":"Textbox"}""";
        const string asText = """{"DisplayName":"S","DataType":"Select","RenderTypeTextValue":"Dropdown","OptionsJson":"[{\"Value\":\"A\"}]"}""";

        var duplicate = await server.Post("/v2/LeadManagement.svc/CreateLeadField", body);
        var malformed = await server.Post("/v2/LeadManagement.svc/CreateLeadField", asText);

        Assert.Equal("MXDuplicateEntryException", duplicate.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, malformed.Status);
        Assert.StartsWith("Error converting value", malformed.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Options_are_pushed_once_and_removed()
    {
        await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField",
            """{"DisplayName":"Colour","DataType":"Select","RenderTypeTextValue":"Dropdown","OptionsJson":[{"Value":"Red","Order":1,"IsDefault":true}]}""");

        var pushed = await server.Post(Push, """{"SchemaName":"mx_Colour","Options":["Green","Red","Blue"]}""");
        Assert.Equal(Success, pushed.Body);
        Assert.Equal(["Red", "Green", "Blue"], await Options("mx_Colour"));
        var removed = await server.Post(Remove, """{"SchemaName":"mx_Colour","Options":["Red","Never"]}""");
        Assert.Equal(Success, removed.Body);
        Assert.Equal(["Green", "Blue"], await Options("mx_Colour"));

        var printed = (await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName=mx_Colour")).Json[0];
        Assert.False(printed.TryGetProperty("DefaultValue", out _));
    }

    [Fact]
    public async Task A_part_of_a_custom_field_set_has_options_too()
    {
        Assert.Equal(Success, (await server.Post(Push, """{"SchemaName":"mx_KYC~Status","Options":["Expired"]}""")).Body);
        Assert.Equal(Success, (await server.Post(Remove, """{"SchemaName":"mx_KYC~Status","Options":["Pending"]}""")).Body);

        var fields = (await server.Get("/leadline/v1/lead-fields")).Json.GetProperty("leadFields").EnumerateArray();
        var part = fields.Single(field => field.GetProperty("schemaName").GetString() == "mx_KYC").GetProperty("parts")[0];
        Assert.Equal("""["Received","Verified","Rejected","Expired"]""", part.GetProperty("options").GetRawText());
    }

    [Theory]
    [InlineData("""{"SchemaName":"mx_City","Options":["A"]}""", "MXInvalidInputException", "Lead field should be of type independent dropdown")]
    [InlineData("""{"SchemaName":"mx_None","Options":["A"]}""", "MXUnknownAttributeException", "Attribute(s) does not exist - mx_None")]
    [InlineData("""{"SchemaName":"mx_KYC~mx_None","Options":["A"]}""", "MXUnknownAttributeException", "Attribute(s) does not exist - mx_KYC~mx_None")]
    [InlineData("""{"SchemaName":"mx_KYC~mx_CustomObject_2","Options":["A"]}""", "MXInvalidInputException", "Lead field should be of type independent dropdown")]
    [InlineData("""{"SchemaName":"ProspectStage","Options":[]}""", "MXMandatoryAttributeMissingException", "You have not passed any option value.")]
    [InlineData("""{"SchemaName":"ProspectStage","Options":["a/b"]}""", "MXInvalidInputException", "Only alphanumeric characters, space, underscore is allowed")]
    [InlineData("""{"Options":["A"]}""", "MXMandatoryAttributeMissingException", "You have not passed SchemaName.")]
    public async Task Options_that_cannot_be_pushed_are_refused(string body, string type, string message)
    {
        var answer = await server.Post(Push, body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal((type, message), (answer.Json.GetProperty("ExceptionType").GetString(), answer.Json.GetProperty("ExceptionMessage").GetString()));
    }

    [Fact]
    public async Task A_retried_creation_with_an_idempotency_key_answers_the_same_id()
    {
        const string body = """{"DisplayName":"Once","DataType":"Text","RenderTypeTextValue":"Textbox"}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            server.Send(HttpMethod.Post, "/v2/LeadManagement.svc/CreateLeadField", body, ("Idempotency-Key", "field-once"))));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
    }

    [Fact]
    public async Task Racing_pushes_lose_nothing()
    {
        await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField",
            """{"DisplayName":"Many","DataType":"Select","RenderTypeTextValue":"Dropdown","OptionsJson":[{"Value":"Z","Order":1}]}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            server.Post(Push, $$"""{"SchemaName":"mx_Many","Options":["o{{i}}"]}""")));

        Assert.All(answers, answer => Assert.Equal(Success, answer.Body));
        Assert.Equal(21, (await Options("mx_Many")).Length);
    }

    private async Task<string[]> Options(string schemaName)
    {
        var printed = (await server.Get($"/v2/LeadManagement.svc/LeadsMetaData.Get?schemaName={schemaName}")).Json[0];
        return [.. printed.GetProperty("Options").EnumerateArray().Select(option => option.GetProperty("Value").GetString()!)];
    }

    private static JsonElement Field(Answer answer, string schemaName) =>
        answer.Json.EnumerateArray().Single(field => field.GetProperty("SchemaName").GetString() == schemaName);
}
