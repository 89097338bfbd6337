using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>Client A6, a WordPress form plugin (PHP): reads the fields, captures by phone, shows errors to the visitor.</summary>
public sealed class ElementorPluginTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Form =
        """[{"Attribute":"FirstName","Value":"Asha & Co"},{"Attribute":"Phone","Value":"+91-9876543210"},{"Attribute":"Source","Value":"F"},{"Attribute":"mx_City","Value":"x"},{"Attribute":"SearchBy","Value":"Phone"}]""";

    private static readonly string[] Headers = ["User-Agent: WordPress/6.4; https://example.com", "Content-Type: application/json"];

    private string Keys =>
        $"accessKey={server.Credentials.AccessKey.Replace("$", "%24", StringComparison.Ordinal)}&secretKey={server.Credentials.SecretKey}";

    [Fact]
    public async Task Metadata_lists_the_fields_of_the_form()
    {
        var fields = (await Wire.Send(server.Url, $"GET /v2/LeadManagement.svc/LeadsMetaData.Get?{Keys}", Headers)).Json;

        var city = fields.EnumerateArray().Single(field => field.GetProperty("SchemaName").GetString() == "mx_City");
        Assert.Equal("City", city.GetProperty("DisplayName").GetString());
        Assert.Equal("Text", city.GetProperty("DataType").GetString());
    }

    [Fact]
    public async Task A_submission_captures_and_a_second_one_fills_only_what_is_empty()
    {
        var first = await Submit(Form);
        var second = await Submit(Form.Replace("\"x\"", "\"y\"", StringComparison.Ordinal));

        Assert.Equal(200, first.Status);
        Assert.Equal("Success", first.Json.GetProperty("Status").GetString());
        Assert.Equal(first.Message.GetProperty("Id").GetString(), second.Message.GetProperty("Id").GetString());
        var lead = await Wire.Send(
            server.Url, $"GET /v2/LeadManagement.svc/Leads.GetById?id={first.Message.GetProperty("Id")}&{Keys}", Headers);
        Assert.Equal("x", lead.Json[0].GetProperty("mx_City").GetString());
        Assert.Equal("Asha & Co", lead.Json[0].GetProperty("FirstName").GetString());
    }

    [Fact]
    public async Task A_refusal_has_a_message_for_the_visitor()
    {
        var answer = await Submit("""[{"Attribute":"mx_Nothing","Value":"1"}]""");

        Assert.Equal(500, answer.Status);
        Assert.Equal("Attribute(s) does not exist - mx_Nothing", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    // A later version of the plugin shifts its format arguments: the call's name arrives as the access key.
    [Fact]
    public async Task The_shifted_arguments_of_a_later_version_are_merely_refused()
    {
        var answer = await Wire.Send(
            server.Url, "POST /v2/?accessKey=LeadManagement.svc/Lead.Capture&secretKey=AK&LeadUpdateBehavior=SK", Headers, Form);

        Assert.Contains(answer.Status, new[] { 401, 404 });
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
    }

    private Task<WireAnswer> Submit(string form) => Wire.Send(
        server.Url, $"POST /v2/LeadManagement.svc/Lead.Capture?{Keys}&LeadUpdateBehavior=UpdateOnlyEmptyFields", Headers, form);
}
