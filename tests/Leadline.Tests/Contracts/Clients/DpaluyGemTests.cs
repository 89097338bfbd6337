using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>
/// Client A2, the dpaluy gem and its forks (Ruby, Faraday): keys in the query, all parameters sorted, the access key's
/// dollar sign encoded.
/// </summary>
public sealed class DpaluyGemTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Metadata_and_look_ups_are_arrays()
    {
        var id = await CreateLead("r@example.com");

        Assert.NotEqual(0, (await Get("LeadManagement.svc/LeadsMetaData.Get")).Json.GetArrayLength());
        Assert.Equal(id, First(await Get("LeadManagement.svc/Leads.GetById", ("id", id))));
        Assert.Equal(id, First(await Get("LeadManagement.svc/Leads.GetByEmailaddress", ("emailaddress", "r%40example.com"))));
        Assert.Equal(id, First(await Get("LeadManagement.svc/Leads.GetByQuickSearch", ("key", "r%40example.com"))));
        Assert.Equal("[]", (await Get("LeadManagement.svc/Leads.GetByEmailaddress", ("emailaddress", "none%40example.com"))).Body);
        Assert.Equal("[]", (await Get("LeadManagement.svc/Leads.GetById", ("id", Guid.NewGuid().ToString()))).Body);
    }

    [Fact]
    public async Task A_duplicate_is_raised_by_its_status()
    {
        await CreateLead("twice@example.com");
        var again = await Post(
            "LeadManagement.svc/Lead.Create",
            """[{"Attribute":"EmailAddress","Value":"twice@example.com"},{"Attribute":"FirstName","Value":"R"}]""");

        Assert.Equal(500, again.Status);
        Assert.Equal("MXDuplicateEntryException", again.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal("A Lead with same Email already exists.", again.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Leads_are_updated_converted_captured_and_upserted()
    {
        var id = await CreateLead("w@example.com");
        const string name = """[{"Attribute":"FirstName","Value":"W"}]""";

        Assert.Equal("Success", Status(await Post("LeadManagement.svc/Lead.Update", name, ("leadId", id))));
        Assert.Equal("Success", Status(await Post("LeadManagement.svc/Lead.Convert", name, ("leadId", id))));
        var captured = await Post("LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"w@example.com"}]""");
        Assert.Equal(id, captured.Message.GetProperty("Id").GetString());
        var upserted = await Post(
            "LeadManagement.svc/Lead.CreateOrUpdate",
            """[{"Attribute":"EmailAddress","Value":"w@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"},{"Attribute":"LastName","Value":"X"}]""");
        Assert.Equal(id, upserted.Message.GetProperty("Id").GetString());
    }

    [Fact]
    public async Task Activities_are_posted_by_id_and_by_address_and_read_back()
    {
        var id = await CreateLead("act@example.com");
        var type = await Post(
            "ProspectActivity.svc/CreateType", """{"ActivityEventName":"T","Score":5,"Description":"d","Direction":1}""");
        var code = type.Message.GetProperty("Id").ToString();

        // The gem sends leadId in the query as well as in the body.
        var byId = await Post(
            "ProspectActivity.svc/Create",
            $$"""{"RelatedProspectId":"{{id}}","ActivityEvent":{{code}},"ActivityNote":"note","ActivityDateTime":"2026-11-20 20:11:58"}""",
            ("leadId", id));
        var byAddress = await Post(
            "ProspectActivity.svc/Create",
            $$"""{"EmailAddress":"act@example.com","ActivityEvent":{{code}},"ActivityNote":"note","ActivityDateTime":"2026-11-20 20:11:59","FirstName":"F","LastName":null}""");
        Assert.Equal(200, byId.Status);
        Assert.Equal(200, byAddress.Status);

        var read = await Post(
            "ProspectActivity.svc/Retrieve",
            $$$"""{"Parameter":{"ActivityEvent":{{{code}}}},"Paging":{"Offset":0,"RowCount":10}}""",
            ("leadId", id));
        Assert.Equal(2, read.Json.GetProperty("RecordCount").GetInt32());
        Assert.Equal(2, read.Json.GetProperty("ProspectActivities").GetArrayLength());
    }

    [Fact]
    public async Task The_account_user_is_found_as_an_array()
    {
        var users = await Get("UserManagement.svc/User/Retrieve/ByEmailAddress", ("emailAddress", "admin%40example.com"));

        Assert.Equal("admin@example.com", users.Json[0].GetProperty("EmailAddress").GetString());

        // One fork asks by an id that is none.
        var byId = await Get("UserManagement.svc/User/Retrieve/ByUserId", ("id", users.Json[0].GetProperty("UserId").GetString()!));
        Assert.Equal("admin@example.com", byId.Json[0].GetProperty("EmailAddress").GetString());
        Assert.Equal("[]", (await Get("UserManagement.svc/User/Retrieve/ByUserId", ("id", "u1"))).Body);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_a_400_with_a_message()
    {
        var answer = await Post("LeadManagement.svc/Lead.Create", """{"Attribute":"FirstName"}""");

        Assert.Equal((400, "Error"), (answer.Status, Status(answer)));
        Assert.NotEqual("", answer.Json.GetProperty("ExceptionMessage").GetString());
    }

    [Fact]
    public async Task Refusals_that_the_forks_parse_are_json()
    {
        var unauthorised = await Wire.Send(server.Url, "GET /v2/LeadManagement.svc/LeadsMetaData.Get?accessKey=x&secretKey=y", Headers);
        var notFound = await Get("LeadManagement.svc/Nothing.Get");

        Assert.Equal(401, unauthorised.Status);
        Assert.Equal("Error", Status(unauthorised));
        Assert.Equal(404, notFound.Status);
        Assert.Equal("Error", Status(notFound));
    }

    private static readonly string[] Headers =
        ["Content-Type: application/json", "Accept: application/json", "User-Agent: Faraday v0.9.2"];

    private async Task<string> CreateLead(string email) => (await Post(
        "LeadManagement.svc/Lead.Create",
        $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"},{"Attribute":"FirstName","Value":"R"}]""")).Message.GetProperty("Id").GetString()!;

    private static string Status(WireAnswer answer) => answer.Json.GetProperty("Status").GetString()!;

    private static string First(WireAnswer answer) => answer.Json[0].GetProperty("ProspectID").GetString()!;

    private Task<WireAnswer> Get(string operation, params (string Name, string Value)[] query) =>
        Wire.Send(server.Url, $"GET {Target(operation, query)}", Headers);

    private Task<WireAnswer> Post(string operation, string body, params (string Name, string Value)[] query) =>
        Wire.Send(server.Url, $"POST {Target(operation, query)}", Headers, body);

    private string Target(string operation, (string Name, string Value)[] query)
    {
        (string Name, string Value)[] keys =
        [
            ("accessKey", server.Credentials.AccessKey.Replace("$", "%24", StringComparison.Ordinal)),
            ("secretKey", server.Credentials.SecretKey),
        ];
        var sorted = keys.Concat(query).OrderBy(pair => pair.Name, StringComparer.Ordinal);
        return $"/v2/{operation}?{string.Join('&', sorted.Select(pair => $"{pair.Name}={pair.Value}"))}";
    }
}
