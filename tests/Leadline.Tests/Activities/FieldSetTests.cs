using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Setup;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Leadline.Tests.Activities.ActivityCalls;

namespace Leadline.Tests.Activities;

/// <summary>S1: custom field sets of activity types and of leads, defined by callers (create-lead-and-activity).</summary>
public sealed class FieldSetTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Leads = "/v2/LeadManagement.svc/";

    private const string Parts =
        """
        [{"SchemaName":"Status","DataType":"Dropdown","OptionSet":"[{\"Value\":\"Pending\"},{\"Value\":\"Done\"}]"},
         {"SchemaName":"mx_CustomObject_1","DisplayName":"Document","DataType":"File","IsMandatory":true},
         {"SchemaName":"mx_CustomObject_2","DisplayName":"Amount","DataType":"Number"}]
        """;

    private static readonly string Set = $$"""{"SchemaName":"mx_Custom_3","DisplayName":"KYC","DataType":"CustomObject","Fields":{{Parts}}}""";

    /// <summary>The seed's request, but for the date that stands there as a pattern.</summary>
    private const string Printed =
        """
        {"LeadDetails":[
          {"Attribute":"EmailAddress","Value":"email@example.com"},
          {"Attribute":"mx_City","Value":"Bangalore"},
          {"Attribute":"mx_KYC","Value":"","Fields":[
            {"Attribute":"Status","Value":"Pending"},
            {"Attribute":"mx_CustomObject_1","Value":"XYZ12345.png"},
            {"Attribute":"mx_CustomObject_2","Value":"864563"}]},
          {"Attribute":"SearchBy","Value":"EmailAddress"}],
         "Activity":{"ActivityEvent":105,"ActivityNote":"Note for the activity","ActivityDateTime":"2026-11-20 20:11:58",
          "Fields":[{"SchemaName":"mx_Custom_1","Value":"123"},{"SchemaName":"mx_Custom_2","Value":"2016-07-07 10:55:00"}]}}
        """;

    [Theory]
    [InlineData("Attribute")]
    [InlineData("SchemaName")]
    public async Task S1_a_set_is_stored_and_read_back_by_its_parts(string key)
    {
        var type = await server.NewType($"Set {key}", $"[{Set}]");
        var fields = $$"""
            [{"{{key}}":"mx_Custom_3","Value":"","Fields":[{"{{key}}":"Status","Value":"Pending"},{"{{key}}":"mx_CustomObject_1","Value":"a.png"},
              {"{{key}}":"mx_CustomObject_2","Value":"12.50"}]}]
            """;
        var lead = await server.NewLead($"set-{key}@example.com");
        var id = await server.NewActivity(lead, type, fields);

        const string stored = """{"Status":"Pending","mx_CustomObject_1":"a.png","mx_CustomObject_2":"12.50"}""";
        var field = Field(await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok(), "mx_Custom_3");
        Assert.Equal("CustomObject", field.Text("DataType"));
        Assert.Equal(2, field.GetProperty("CustomObjectType").GetInt32());
        AssertSame(stored, field.Text("Value"));
        Assert.Equal(["Status", "mx_CustomObject_1", "mx_CustomObject_2"], field.Items("Fields").Select(part => part.Text("SchemaName")));
        Assert.Equal("a.png", field.Items("Fields")[1].Text("Value"));
        Assert.Equal(["Dropdown", "File", "Number"], field.Items("Fields").Select(part => part.Text("DataType")));
        var row = (await server.Post($"{Service}Retrieve?leadId={lead}", "{}").Ok()).Items("ProspectActivities")[0];
        AssertSame(stored, row.GetProperty("ActivityFields").Text("mx_Custom_3"));
        var listed = await server.Post(
            $"{Service}CustomActivity/RetrieveByActivityEvent",
            $$$"""{"Parameter":{"FromDate":"2020-01-01 00:00:00","ToDate":"2100-01-01 00:00:00","ActivityEvent":{{{type}}}}}""").Ok();
        AssertSame(stored, listed.Items("List")[0].Text("mx_Custom_3"));

        await server.Post(
            $"{Service}CustomActivity/Update",
            $$"""{"ProspectActivityId":"{{id}}","Fields":[{"{{key}}":"mx_Custom_3","Value":"","Fields":[{"{{key}}":"Status","Value":"Done"}]}]}""").Ok();
        AssertSame(
            stored.Replace("Pending", "Done", StringComparison.Ordinal),
            Field(await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok(), "mx_Custom_3").Text("Value"));
    }

    [Theory]
    [InlineData("""{"Attribute":"mx_CustomObject_2","Value":"much"}""", "mx_Custom_3~mx_CustomObject_2")]
    [InlineData("""{"Attribute":"Status","Value":"Lost"}""", "mx_Custom_3~Status")]
    [InlineData("""{"Attribute":"mx_CustomObject_9","Value":"x"}""", "mx_Custom_3~mx_CustomObject_9")]
    [InlineData("""{"Attribute":"Status","Value":"Done"}""", "'mx_Custom_3~mx_CustomObject_1' is mandatory")]
    public async Task S1_each_part_is_validated(string part, string named)
    {
        var type = await server.NewType($"Checked {Guid.NewGuid():N}", $"[{Set}]");
        var lead = await server.NewLead($"{Guid.NewGuid():N}@example.com");
        var file = part.Contains("Done", StringComparison.Ordinal) ? "" : """{"Attribute":"mx_CustomObject_1","Value":"a.png"},""";

        var answer = await server.Post(
            $"{Service}Create",
            $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{type}},"Fields":[{"Attribute":"mx_Custom_3","Value":"","Fields":[{{file}}{{part}}]}]}""");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("MXInvalidActivityFieldsException", answer.Json.Text("ExceptionType"));
        Assert.Contains(named, answer.Json.Text("ExceptionMessage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S1_an_update_adds_sets_and_parts()
    {
        var type = await server.NewType("Updated set");
        var setting = await server.Get($"{Service}CustomActivity/GetActivitySetting?code={type}").Ok();
        Task<Answer> Update(string fields) =>
            server.Post($"{Service}CustomActivityType/Update", $$"""{"ID":"{{setting.Text("ID")}}","Fields":[{{fields}}]}""");

        // Without parts a set has those of the wire; one may be named as on leads, as the documentation does.
        await Update("""{"SchemaName":"mx_KYC","DisplayName":"KYC","DataType":"CustomObject"}""").Ok();
        await Update(Set).Ok();
        await Update(
            """
            {"SchemaName":"mx_Custom_3","DisplayName":"KYC","DataType":"CustomObject","Fields":[
              {"SchemaName":"Status","DataType":"Dropdown","OptionSet":"[{\"Value\":\"Open\"}]"},{"SchemaName":"mx_CustomObject_3","DataType":"Date"}]}
            """).Ok();

        var lead = await server.NewLead("updated-set@example.com");
        var id = await server.NewActivity(
            lead, type, """
            [{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","Value":"Any"},{"Attribute":"mx_CustomObject_20","Value":"x"}]},
             {"Attribute":"mx_Custom_3","Value":"","Fields":[{"Attribute":"Status","Value":"Open"},{"Attribute":"mx_CustomObject_1","Value":"y"},
               {"Attribute":"mx_CustomObject_3","Value":"2026-01-02"}]}]
            """);
        var details = await server.Get($"{Service}GetActivityDetails?activityId={id}").Ok();
        AssertSame("""{"Status":"Any","mx_CustomObject_20":"x"}""", Field(details, "mx_KYC").Text("Value"));
        Assert.Equal(21, Field(details, "mx_KYC").Items("Fields").Count);
        Assert.Equal(
            ["Status", "mx_CustomObject_1", "mx_CustomObject_2", "mx_CustomObject_3"],
            Field(details, "mx_Custom_3").Items("Fields").Select(part => part.Text("SchemaName")));
    }

    [Theory]
    [InlineData("""{"SchemaName":"mx_Custom_1","DataType":"CustomObject","Fields":[{"SchemaName":"mx_Custom_2"}]}""", "SchemaName")]
    [InlineData(
        """{"SchemaName":"mx_Custom_1","DataType":"CustomObject","Fields":[{"SchemaName":"mx_CustomObject_1","DataType":"CustomObject"}]}""",
        "DataType")]
    [InlineData("""{"SchemaName":"mx_Custom_1","DataType":"String","Fields":[{"SchemaName":"mx_CustomObject_1"}]}""", "Fields")]
    [InlineData("""{"SchemaName":"mx_Other","DataType":"String"}""", "SchemaName")]
    public Task S1_sets_that_cannot_be(string field, string named) => server
        .Post($"{Service}CreateType", $$"""{"ActivityEventName":"{{Guid.NewGuid():N}}","Fields":[{{field}}]}""")
        .Refused("MXInvalidInputException", $"Invalid Input! Parameter Name: {named}");

    [Theory]
    [InlineData("""{"DisplayName":"KYC","DataType":"CustomObject","RenderTypeTextValue":"CustomObject","Fields":[PARTS]}""", true)]
    [InlineData("""{"DisplayName":"KYC","DataType":"CustomObject"}""", true)]
    [InlineData(
        """
        {"schemaName":"mx_KYC","displayName":"KYC","type":"fieldSet","parts":[{"schemaName":"Status","type":"dropdown","options":["Pending"]},
          {"schemaName":"mx_CustomObject_1","type":"file"},{"schemaName":"mx_CustomObject_2","type":"decimal"}]}
        """,
        false)]
    public async Task S1_the_printed_request_works_in_a_new_empty_account(string leadField, bool isWire)
    {
        var keys = await server.Services.GetRequiredService<NewAccounts>().Create(
            new NewAccount("Empty", "UTC", null, LeadDeleteEnabled: false), $"{Guid.NewGuid():N}@example.com", withSample: false);
        Assert.Equal(HttpStatusCode.InternalServerError, (await Send("/v2/ProspectActivity.svc/CreateCustom", Printed)).Status);

        const string parts =
            """
            {"SchemaName":"Status","DataType":"Select","OptionsJson":[{"Value":"Pending","Order":1}]},
            {"DisplayName":"Document","DataType":"File"},{"DisplayName":"Number","DataType":"Number"}
            """;
        await Send(isWire ? $"{Leads}CreateLeadField" : "/leadline/v1/lead-fields", leadField.Replace("PARTS", parts, StringComparison.Ordinal)).Ok();
        if (isWire)
        {
            var setting = await Send($"{Service}CustomActivity/GetActivitySetting?code=105", null).Ok();
            await Send(
                $"{Service}CustomActivityType/Update",
                $$"""
                {"ID":"{{setting.Text("ID")}}","Fields":[{"SchemaName":"mx_Custom_1","DataType":"String"},{"SchemaName":"mx_Custom_2","DataType":"DateTime"}]}
                """).Ok();
        }
        else
        {
            await Send(
                "/leadline/v1/activity-types/105",
                """{"fields":[{"schemaName":"mx_Custom_1"},{"schemaName":"mx_Custom_2","type":"dateTime"}]}""",
                HttpMethod.Patch).Ok();
        }

        var posted = await Send("/v2/ProspectActivity.svc/CreateCustom", Printed);

        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{posted.Id}}}"}}""", posted.Body);
        var lead = (await Send($"{Leads}Leads.GetByEmailaddress?emailaddress=email@example.com", null).Ok())[0];
        AssertSame("""{"Status":"Pending","mx_CustomObject_1":"XYZ12345.png","mx_CustomObject_2":"864563"}""", lead.Text("mx_KYC"));
        var details = await Send($"{Service}GetActivityDetails?activityId={posted.Id}", null).Ok();
        Assert.Equal("2016-07-07 10:55:00", Field(details, "mx_Custom_2").Text("Value"));

        async Task<Answer> Send(string path, string? body, HttpMethod? method = null)
        {
            using var request = new HttpRequestMessage(method ?? (body is null ? HttpMethod.Get : HttpMethod.Post), path);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("x-LSQ-AccessKey", keys.AccessKey);
            request.Headers.Add("x-LSQ-SecretKey", keys.SecretKey);
            using var response = await server.Client.SendAsync(request);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task S1_a_leads_set_keeps_its_mandatory_parts()
    {
        await server.Post(
            "/leadline/v1/lead-fields",
            """
            {"schemaName":"mx_Visa","type":"fieldSet","parts":[{"schemaName":"mx_CustomObject_1","mandatory":true},{"schemaName":"mx_CustomObject_2","type":"number"}]}
            """).Ok();
        var lead = await server.NewLead("visa@example.com");
        Task<Answer> Update(string parts) => server.Post(
            $"{Leads}Lead.Update?leadId={lead}", $$"""[{"Attribute":"mx_Visa","Value":"","Fields":[{{parts}}]}]""");

        await Update("""{"Attribute":"mx_CustomObject_2","Value":"2"}""")
            .Refused("MXMandatoryAttributeMissingException", "'mx_Visa~mx_CustomObject_1' is mandatory");
        Assert.Equal(500, (int)(await Update("""{"Attribute":"mx_CustomObject_2","Value":"two"}""")).Status);
        await Update("""{"Attribute":"mx_CustomObject_1","Value":"B1"}""").Ok();
        await Update("""{"Attribute":"mx_CustomObject_2","Value":"2"}""").Ok();
        AssertSame("""{"mx_CustomObject_1":"B1","mx_CustomObject_2":"2"}""", await server.LeadValue(lead, "mx_Visa"));

        var changed = await server.Send(
            HttpMethod.Patch,
            "/leadline/v1/lead-fields/mx_Visa",
            """{"displayName":"Visa","parts":[{"schemaName":"mx_CustomObject_1"},{"schemaName":"mx_CustomObject_3","type":"date"}]}""").Ok();
        Assert.Equal("Visa", changed.Text("displayName"));
        Assert.Equal(["mx_CustomObject_1", "mx_CustomObject_3"], changed.Items("parts").Select(part => part.Text("schemaName")));
    }

    [Fact]
    public async Task S1_activity_types_in_the_own_API()
    {
        var made = await server.Post(
            "/leadline/v1/activity-types",
            """
            {"name":"Site visit","direction":"outbound","score":3,"fields":[
              {"schemaName":"mx_Custom_1","type":"fieldSet","parts":[{"schemaName":"Status","type":"dropdown","options":["Yes","No"]}]}]}
            """).Ok();
        var code = made.GetProperty("code").GetInt32();
        Assert.Equal("fieldSet", made.Items("fields")[0].Text("type"));
        Assert.Equal(["Yes", "No"], made.Items("fields")[0].Items("parts")[0].Items("options").Select(option => option.GetString()));

        var path = $"/leadline/v1/activity-types/{code}";
        var changed = await server.Send(HttpMethod.Patch, path, """{"score":4,"fields":[{"schemaName":"mx_Custom_2","type":"number"}]}""").Ok();
        Assert.Equal(4, changed.GetProperty("score").GetInt32());
        Assert.Equal("outbound", changed.Text("direction"));
        Assert.Equal(["mx_Custom_1", "mx_Custom_2"], changed.Items("fields").Select(field => field.Text("schemaName")));
        Assert.Equal(changed.GetRawText(), (await server.Get(path)).Body);
        Assert.Contains((await server.Get("/leadline/v1/activity-types").Ok()).Items("activityTypes"), type => type.Text("name") == "Site visit");

        // Half a change is none.
        var refused = await server.Send(
            HttpMethod.Patch, path, """{"name":"Other","fields":[{"schemaName":"mx_Custom_4"},{"schemaName":"mx_Custom_5","type":"autoId"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(changed.GetRawText(), (await server.Get(path)).Body);
        foreach (var body in (string[])["{}", """{"name":"X","direction":"up"}""", """{"name":"X","fields":[{"schemaName":"mx_KYC"}]}"""])
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/leadline/v1/activity-types", body)).Status);
    }

    private static JsonElement Field(JsonElement details, string name) =>
        details.Items("Fields").Single(field => field.Text("SchemaName") == name);

    private static void AssertSame(string expected, string? actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual!).RootElement), actual);
}
