using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class LeadReadTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/LeadManagement.svc";

    [Fact]
    public async Task A_lead_reads_as_one_flat_object_of_strings_and_nulls()
    {
        var id = await Capture("""{"Attribute":"EmailAddress","Value":"flat@example.com"},{"Attribute":"FirstName","Value":"Zoë \"Z\"\n\\ 😀"},{"Attribute":"Score","Value":54},{"Attribute":"DoNotEmail","Value":true}""");

        var answer = await server.Get($"{Service}/Leads.GetById?id={id}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var lead = Assert.Single(answer.Json.EnumerateArray());
        Assert.All(
            lead.EnumerateObject(),
            member => Assert.True(member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null, member.Name));
        Assert.Equal(id, lead.GetProperty("ProspectID").GetString());
        Assert.Equal("Zoë \"Z\"\n\\ 😀", lead.GetProperty("FirstName").GetString());
        Assert.Equal("54", lead.GetProperty("Score").GetString());
        Assert.Equal("1", lead.GetProperty("IsLead").GetString());
        Assert.Equal("1", lead.GetProperty("DoNotEmail").GetString());
        Assert.Equal("0", lead.GetProperty("DoNotCall").GetString());
        Assert.Equal(JsonValueKind.Null, lead.GetProperty("LastName").ValueKind);
        Assert.Equal("Account Administrator", lead.GetProperty("OwnerIdName").GetString());
        Assert.Equal("Account Administrator", lead.GetProperty("CreatedByName").GetString());
        Assert.Equal(server.Credentials.AdminEmail, lead.GetProperty("OwnerIdEmailAddress").GetString());
        Assert.Equal("0", lead.GetProperty("LeadAge").GetString());
        Assert.True(long.Parse(lead.GetProperty("ProspectAutoId").GetString()!) > 0);
        Assert.Equal("Lead Capture", lead.GetProperty("ProspectActivityName_Max").GetString());
        Assert.Equal(lead.GetProperty("CreatedOn").GetString(), lead.GetProperty("ProspectActivityDate_Max").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000$", lead.GetProperty("CreatedOn").GetString());
        Assert.Equal(lead.GetProperty("CreatedOn").GetString(), lead.GetProperty("LeadLastModifiedOn").GetString());
    }

    /// <summary>Clients read a lead, change an attribute and send it back whole: what only the server sets is passed over.</summary>
    [Fact]
    public async Task A_lead_can_be_written_back_as_it_was_read()
    {
        var id = await Capture("""{"Attribute":"EmailAddress","Value":"back@example.com"},{"Attribute":"FirstName","Value":"Back"},{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","Value":"Pending"}]}""");
        var read = await server.Get($"{Service}/Leads.GetById?id={id}");
        var properties = read.Json[0].EnumerateObject().Select(member => $$"""{"Attribute":"{{member.Name}}","Value":{{member.Value.GetRawText()}}}""");

        var updated = await server.Post($"{Service}/Lead.Update?leadId={id}", $"[{string.Join(',', properties)}]");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", updated.Body);
        Assert.Equal(read.Body, (await server.Get($"{Service}/Leads.GetById?id={id}")).Body);
    }

    [Theory]
    [InlineData("Leads.GetById?id=6ee5dd4a-9dcd-4bd1-b1d5-6a7b61b04ea3")]
    [InlineData("Leads.GetById?id=nobody")]
    [InlineData("Leads.GetById")]
    [InlineData("Leads.GetByEmailaddress?emailaddress=nobody@example.com")]
    [InlineData("Leads.GetByEmailaddress?email=plus+tag@example.com")]
    public async Task What_finds_nobody_answers_an_empty_array(string call)
    {
        await Capture("""{"Attribute":"EmailAddress","Value":"plus+tag@example.com"}""");

        var answer = await server.Get($"{Service}/{call}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("[]", answer.Body);
    }

    [Theory]
    [InlineData("emailaddress=plus%2Btag@example.com")]
    [InlineData("emailaddress=plus+tag@example.com")]
    [InlineData("emailAddress=PLUS%2Btag@Example.com")]
    public async Task An_address_finds_its_lead_in_any_case_and_with_its_plus_unencoded(string query)
    {
        var id = await Capture("""{"Attribute":"EmailAddress","Value":"plus+tag@example.com"}""");

        var answer = await server.Get($"{Service}/leads.getbyemailaddress?{query}");

        Assert.Equal(id, answer.Json[0].GetProperty("ProspectID").GetString());
    }

    private async Task<string> Capture(string properties) => (await server.Post($"{Service}/Lead.Capture", $"[{properties}]")).Id;
}
