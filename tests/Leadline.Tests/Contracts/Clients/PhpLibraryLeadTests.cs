using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>
/// Client A4, the vendor's PHP library: keys in the query and nothing encoded, JSON built of strings. It hands the body on, and
/// looks at Status alone. Its calls of leads, lists, activities and users.
/// </summary>
public sealed class PhpLibraryLeadTests(TestServer server) : IClassFixture<TestServer>
{
    private string Keys => $"accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}";

    [Fact]
    public async Task Leads_are_written_with_the_keys_before_and_after_other_parameters()
    {
        const string name = """[{"Attribute":"FirstName","Value":"P"}]""";
        var id = await NewLead("p@example.com");

        Success(await Post($"LeadManagement.svc/Lead.Update?{Keys}&leadId={id}", name));
        Success(await Post(
            $"LeadManagement.svc/Lead.CreateOrUpdate?postUpdatedLead=false&{Keys}",
            """[{"Attribute":"EmailAddress","Value":"p@example.com"},{"Attribute":"LastName","Value":"Q"}]"""));
        Success(await Post($"LeadManagement.svc/Lead.Convert?{Keys}&leadId={id}&postUpdatedLead=true", name));
        var lead = (await Get($"LeadManagement.svc/Leads.GetById?{Keys}&id={id}")).Json[0];
        Assert.Equal(("P", "Q"), (lead.GetProperty("FirstName").GetString(), lead.GetProperty("LastName").GetString()));
    }

    [Fact]
    public async Task Leads_are_read_by_what_is_not_encoded()
    {
        var plain = await NewLead("p.plain@example.com");
        var plus = await NewLead("p+plus@example.com");

        Assert.Equal(JsonValueKind.Array, (await Get($"LeadManagement.svc/LeadsMetaData.Get?{Keys}")).Json.ValueKind);
        Assert.Equal(plain, First(await Get($"LeadManagement.svc/Leads.GetByEmailaddress?{Keys}&emailaddress=p.plain@example.com")));
        Assert.Equal(plus, First(await Get($"LeadManagement.svc/Leads.GetByEmailaddress?{Keys}&emailaddress=p+plus@example.com")));
        Assert.Equal(plain, First(await Get($"LeadManagement.svc/Leads.GetByQuickSearch?{Keys}&key=p.plain@example.com")));
        Assert.Equal("[]", (await Get($"LeadManagement.svc/Leads.GetByEmailaddress?{Keys}&emailaddress=nobody@example.com")).Body);
    }

    [Fact]
    public async Task Lists_are_read_and_a_lead_is_added_by_an_empty_body()
    {
        var lead = await NewLead("p.list@example.com");
        var made = await server.Post("/leadline/v1/lists", $$"""{"name":"php {{Guid.NewGuid():N}}","kind":"static"}""");
        var list = made.Json.GetProperty("id").GetString()!;

        Success(await Post($"LeadManagement.svc/AddLeadToStaticList?{Keys}&listId={list}&leadId={lead}", ""));
        var lists = await Get($"LeadManagement.svc/Lists.Get?{Keys}");
        Assert.Contains(list, lists.Body, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, lists.Json.ValueKind);
        Assert.Equal(200, (await Get($"LeadManagement.svc/Lists.Get?{Keys}&listId={list}")).Status);
        Assert.Equal(1, (await Get($"LeadManagement.svc/List/Retrieve/MemberCount?{Keys}&listId={list}")).Json.GetProperty("MemberCount").GetInt32());
        Assert.True((await Get($"LeadManagement.svc/List.CheckLead?{Keys}&listId={list}&leadId={lead}")).Json.GetProperty("IsLeadInList").GetBoolean());
        var again = await Post($"LeadManagement.svc/AddLeadToStaticList?{Keys}&listId={Guid.NewGuid()}&leadId={lead}", "");
        Assert.Equal("Error", again.Json.GetProperty("Status").GetString());
    }

    [Fact]
    public async Task Activities_are_made_and_read_with_an_empty_object()
    {
        var lead = await NewLead("p.activity@example.com");
        var type = await Post($"ProspectActivity.svc/CreateType?{Keys}", """{"ActivityEventName":"Php","Score":"5","Description":"d","Direction":"1"}""");
        var code = type.Message.GetProperty("Id").ToString();
        var types = await Get($"ProspectActivity.svc/ActivityTypes.Get?{Keys}");
        Assert.Contains(types.Json.EnumerateArray(), one => one.GetProperty("ActivityEvent").ToString() == code);

        Success(await Post(
            $"ProspectActivity.svc/Create?{Keys}",
            $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":"{{code}}","ActivityNote":"note","ActivityDateTime":"2026-11-20 10:00:00"}"""));
        var read = await Post($"ProspectActivity.svc/Retrieve?{Keys}&leadId={lead}", "{}");
        Assert.Equal(1, read.Json.GetProperty("RecordCount").GetInt32());
    }

    [Fact]
    public async Task Users_are_read_even_by_no_address()
    {
        var users = await Get($"UserManagement.svc/Users.Get?{Keys}");
        var id = users.Json[0].GetProperty("ID").GetString();

        Assert.Equal(id, (await Get($"UserManagement.svc/User/Retrieve/ByUserId?{Keys}&UserId={id}")).Json[0].GetProperty("UserId").GetString());
        var byAddress = await Get($"UserManagement.svc/User/Retrieve/ByEmailAddress?{Keys}&emailAddress={server.Credentials.AdminEmail}");
        Assert.Equal(server.Credentials.AdminEmail, byAddress.Json[0].GetProperty("EmailAddress").GetString());
        foreach (var none in new[] { "", "&emailAddress=" })
        {
            var answer = await Get($"UserManagement.svc/User/Retrieve/ByEmailAddress?{Keys}{none}");
            Assert.Equal((200, "[]"), (answer.Status, answer.Body));
        }
    }

    // The library puts values between quotes as they are.
    [Fact]
    public async Task A_value_with_a_quote_breaks_the_body_and_is_told_so()
    {
        var answer = await Post($"LeadManagement.svc/Lead.Create?{Keys}", """[{"Attribute":"FirstName","Value":"The "Boss""}]""");

        Assert.Equal(400, answer.Status);
        Assert.Equal("Error", answer.Json.GetProperty("Status").GetString());
    }

    private async Task<string> NewLead(string email) => (await Post(
        $"LeadManagement.svc/Lead.Create?{Keys}",
        $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""")).Message.GetProperty("Id").GetString()!;

    private static void Success(WireAnswer answer) => Assert.True(
        answer.Json.GetProperty("Status").GetString() == "Success", answer.ToString());

    private static string? First(WireAnswer answer) => answer.Json[0].GetProperty("ProspectID").GetString();

    private Task<WireAnswer> Post(string operation, string body) => Wire.Send(
        server.Url, $"POST /v2/{operation}", ["Accept: */*", "Content-Type:application/json"], body);

    private Task<WireAnswer> Get(string operation) => Wire.Send(server.Url, $"GET /v2/{operation}", ["Accept: */*"]);
}
