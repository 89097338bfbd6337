using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>What holds across all client programs (clients.md, "Rules that hold across clients"), by the bytes that they send.</summary>
public sealed class SharedRuleTests(TestServer server) : IClassFixture<TestServer>
{
    private string Access => server.Credentials.AccessKey;

    private string Secret => server.Credentials.SecretKey;

    private string Encoded => Access.Replace("$", "%24", StringComparison.Ordinal);

    // Rule 1.
    [Fact]
    public async Task Keys_come_by_query_by_headers_or_by_both_in_any_case()
    {
        const string path = "/v2/LeadManagement.svc/LeadsMetaData.Get";
        (string Target, string[] Headers)[] ways =
        [
            ($"{path}?accessKey={Access}&secretKey={Secret}", []),
            ($"{path}?accessKey={Encoded}&secretKey={Secret}", []),
            ($"{path}?ACCESSKEY={Encoded}&secretkey={Secret}&more=1", []),
            ($"{path}?", [$"X-LSQ-ACCESSKEY: {Access}", $"x-lsq-secretkey: {Secret}"]),
            (path, [$"x-LSQ-AccessKey: {Access}", $"x-LSQ-SecretKey: {Secret}"]),
            ($"{path}?accessKey={Access}&secretKey={Secret}", [$"x-LSQ-AccessKey: {Access}", $"x-LSQ-SecretKey: {Secret}"]),
        ];

        foreach (var (target, headers) in ways)
            Assert.Equal(200, (await Wire.Send(server.Url, $"GET {target}", headers)).Status);
    }

    // Rule 2.
    [Theory]
    [InlineData("""[{"Attribute":"EmailAddress","Value":"comma@example.com",},]""")]
    [InlineData("\ufeff \r\n\t[ {\t\"Attribute\" :\n\"EmailAddress\" , \"Value\":\r\n\"space@example.com\"\t} ]\n\n")]
    [InlineData("[{\"Attribute\":\"EmailAddress\",\"Value\":\"control@example.com\"},{\"Attribute\":\"FirstName\",\"Value\":\"A\tB\"}]")]
    [InlineData("""[{"Attribute":"EmailAddress","Value":"number@example.com"},{"Attribute":"mx_Zip","Value":411001},{"Attribute":"DoNotCall","Value":true}]""")]
    [InlineData("""[{'Attribute':'EmailAddress','Value':'single@example.com'}]""")]
    public async Task Bodies_are_read_as_Newtonsoft_reads_them(string body)
    {
        var answer = await Post("LeadManagement.svc/Lead.Create", body, "Content-Type: application/json");

        Assert.True(answer.Status == 200, answer.ToString());
    }

    // Rule 2: two texts that were recorded live.
    [Theory]
    [InlineData("""{"Attribute":"FirstName","Value":"A"}""", "Cannot deserialize the current JSON object")]
    [InlineData("<Lead/>", "Unexpected character encountered while parsing value")]
    public async Task What_cannot_be_read_is_told_in_Newtonsofts_words(string body, string text)
    {
        var answer = await Post("LeadManagement.svc/Lead.Create", body, "Content-Type: application/json");

        Assert.Equal(400, answer.Status);
        Assert.StartsWith(text, answer.Json.GetProperty("ExceptionMessage").GetString(), StringComparison.Ordinal);
    }

    // Rule 3, and the bodies that clients parse.
    [Theory]
    [InlineData("GET", "/v2/LeadManagement.svc/LeadsMetaData.Get?accessKey=x&secretKey=y", 401)]
    [InlineData("GET", "/v2/LeadManagement.svc/Nothing.Get?{keys}", 404)]
    [InlineData("GET", "/v2/LeadManagement.svc/Lead.Create?{keys}", 405)]
    public async Task Refusals_are_json_whatever_is_accepted(string method, string target, int status)
    {
        var answer = await Wire.Send(
            server.Url, $"{method} {target.Replace("{keys}", $"accessKey={Access}&secretKey={Secret}", StringComparison.Ordinal)}", ["Accept: text/xml"]);

        Assert.Equal(status, answer.Status);
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
    }

    // Rule 4.
    [Theory]
    [InlineData("X-None: 1")]
    [InlineData("Content-Type: application/json; charset=utf-8")]
    [InlineData("Content-Type:application/json")]
    [InlineData("Content-Type: text/plain")]
    public async Task The_content_type_does_not_matter(string header)
    {
        var answer = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"type@example.com"}]""", header);
        Assert.Equal(200, answer.Status);
        var read = await Wire.Send(
            server.Url, $"GET /v2/LeadManagement.svc/LeadsMetaData.Get?accessKey={Access}&secretKey={Secret}", [header]);
        Assert.Equal(200, read.Status);
    }

    // Rule 4.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_post_may_have_no_body(string? body)
    {
        var lead = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"none@example.com"}]""", "X-None: 1");
        var read = await Wire.Send(
            server.Url,
            $"POST /v2/ProspectActivity.svc/Retrieve?accessKey={Access}&secretKey={Secret}&leadId={lead.Message.GetProperty("Id").GetString()}",
            body is null ? ["Content-Length: 0"] : [],
            body);

        Assert.Equal(200, read.Status);
        Assert.Equal(JsonValueKind.Array, read.Json.GetProperty("ProspectActivities").ValueKind);
    }

    // Rules 5 and 6.
    [Theory]
    [InlineData("/v2//LeadManagement.svc//Leads.GetByEmailaddress", "emailaddress")]
    [InlineData("//v2/LeadManagement.svc/Leads.GetByEmailAddress", "emailAddress")]
    [InlineData("/v2/leadmanagement.SVC/leads.getbyemailaddress", "EMAILADDRESS")]
    public async Task Slashes_and_cases_do_not_matter(string path, string name)
    {
        await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"slash@example.com"}]""", "X-None: 1");

        var answer = await Wire.Send(server.Url, $"GET {path}?{name}=slash%40example.com&accessKey={Access}&secretKey={Secret}", []);

        Assert.Equal(200, answer.Status);
        Assert.Equal("slash@example.com", answer.Json[0].GetProperty("EmailAddress").GetString());
    }

    // Rule 10: the look-up normalises the number, SearchBy compares it as it is written.
    [Fact]
    public async Task Phone_numbers_are_looked_up_in_any_spelling()
    {
        var lead = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"Phone","Value":"+91-9811190002"}]""", "X-None: 1");

        foreach (var phone in new[] { "9811190002", "919811190002", "%2B91-9811190002", "+91-9811190002" })
        {
            var found = await Wire.Send(
                server.Url, $"GET /v2/LeadManagement.svc/RetrieveLeadByPhoneNumber?phone={phone}&accessKey={Access}&secretKey={Secret}", []);
            Assert.Equal(lead.Message.GetProperty("Id").GetString(), found.Json[0].GetProperty("ProspectID").GetString());
        }
    }

    private Task<WireAnswer> Post(string operation, string body, string header) =>
        Wire.Send(server.Url, $"POST /v2/{operation}?accessKey={Access}&secretKey={Secret}", [header], body);
}
