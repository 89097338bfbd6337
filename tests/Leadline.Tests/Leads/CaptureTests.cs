using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class CaptureTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";

    [Fact]
    public async Task The_same_address_in_other_case_is_the_same_lead()
    {
        var first = await server.Post(Capture, """[{"Attribute":"EmailAddress","Value":"Case@Example.com"}]""");
        var second = await server.Post(Capture, """[{"Attribute":"EmailAddress","Value":"case@example.COM"}]""");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.True(first.Json.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
        Assert.False(second.Json.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
        Assert.Equal(first.Id, second.Id);
    }

    /// <summary>A visitor's id is one that no lead has yet (core §2.5); the visitor comes back as the lead that it became.</summary>
    [Fact]
    public async Task A_visitor_becomes_a_lead_under_its_own_id()
    {
        var visitor = Guid.NewGuid().ToString();
        var convert = $"/v2/LeadManagement.svc/Lead.Convert?leadId={visitor}";
        var properties = """[{"Attribute":"EmailAddress","Value":"visitor@example.com"},{"Attribute":"FirstName","Value":"V"}]""";

        var first = await server.Post(convert, properties);
        var again = await server.Post($"{convert}&postUpdatedLead=true", """[{"Attribute":"LastName","Value":"Again"}]""");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", first.Body);
        Assert.Equal(first.Body, again.Body);
        var lead = (await server.Get("/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=visitor@example.com")).Json[0];
        Assert.Equal(visitor, lead.GetProperty("ProspectID").GetString());
        Assert.Equal("V", lead.GetProperty("FirstName").GetString());
        Assert.Equal("Again", lead.GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task Racing_conversions_of_one_visitor_make_one_lead()
    {
        var visitor = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => server.Post(
            $"/v2/LeadManagement.svc/Lead.Convert?leadId={visitor}",
            $$"""[{"Attribute":"EmailAddress","Value":"visitor{{i}}@example.com"}]""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var found = await server.Get($"/v2/LeadManagement.svc/Leads.GetById?id={visitor}");
        Assert.Contains("visitor", Assert.Single(found.Json.EnumerateArray()).GetProperty("EmailAddress").GetString());
    }

    [Fact]
    public async Task Two_hundred_racing_captures_of_one_address_make_one_lead()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => server.Post(
            Capture,
            $$"""[{"Attribute":"EmailAddress","Value":"race@example.com"},{"Attribute":"FirstName","Value":"Name {{i}}"}]""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Single(answers, answer => answer.Json.GetProperty("Message").GetProperty("IsCreated").GetBoolean());
    }

    [Fact]
    public async Task Two_thousand_captures_of_fifty_addresses_make_fifty_leads()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => server.Post(
            Capture,
            $$"""[{"Attribute":"EmailAddress","Value":"many{{i % 50}}@example.com"},{"Attribute":"Phone","Value":"+91-90000000{{i % 50:00}}"}]""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(50, answers.Select(answer => answer.Id).Distinct().Count());
    }
}
