using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts.Clients;

/// <summary>Client A5, the vendor's own samples in Java, PHP, Perl and .NET: whatever they accept, the answer stays JSON.</summary>
public sealed class VendorSampleTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("Accept: text/html, image/gif, image/jpeg, */*; q=0.2")]
    [InlineData("Accept: application/json, application/xml, text/json, text/x-json, text/javascript, text/xml")]
    [InlineData("Accept: application/xml")]
    [InlineData("X-No-Accept: 1")]
    public async Task A_lead_is_created_whatever_the_client_accepts(string accept)
    {
        var answer = await Create([accept, "Content-Type: application/json"], Body(Guid.NewGuid()));

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("Success", answer.Json.GetProperty("Status").GetString());
        Assert.True(Guid.TryParse(answer.Message.GetProperty("Id").GetString(), out _));
    }

    [Fact]
    public async Task The_php_sample_sends_tabs_and_newlines()
    {
        var body = $"[\n\t\t{{\n\t\t\t\"Attribute\": \"EmailAddress\",\n\t\t\t\"Value\":\t\"php@example.com\"\n\t\t}},\n\t\t{{\"Attribute\":\"FirstName\",\n\t\"Value\":\"Php\"}}\n\t]\n";
        var answer = await Create(["Content-Type:application/json"], body);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task The_java_sample_raises_on_500_and_the_body_says_why()
    {
        var email = Guid.NewGuid();
        await Create(["Content-Type: application/json"], Body(email));
        var again = await Create(["Content-Type: application/json"], Body(email));

        Assert.Equal(500, again.Status);
        Assert.Equal("MXDuplicateEntryException", again.Json.GetProperty("ExceptionType").GetString());
    }

    private static string Body(Guid email) =>
        $$"""[{"Attribute":"FirstName","Value":"Jane"},{"Attribute":"EmailAddress","Value":"{{email:N}}@example.com"}]""";

    private Task<WireAnswer> Create(string[] headers, string body) => Wire.Send(
        server.Url,
        $"POST /v2/LeadManagement.svc/Lead.Create?accessKey={server.Credentials.AccessKey}&secretKey={server.Credentials.SecretKey}",
        headers,
        body);
}
