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
