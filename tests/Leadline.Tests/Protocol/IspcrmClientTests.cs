using System.Net;
using Leadline.Protocol.Ispcrm;
using Xunit;

namespace Leadline.Tests.Protocol;

public sealed class IspcrmClientTests
{
    private static readonly HttpClient Http = new();
    private static readonly CreateLeadBody Lead = new()
    {
        Name = "John Doe",
        Email = "johndoe@example.com",
        Phone = "1234567890",
        Remarks = "Interested",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creates_a_lead()
    {
        await using var server = await RecordingServer.Start(
            """{"success":true,"message":"Lead created successfully","data":{"lead_id":101,"status":"New"}}""");

        var created = await new IspcrmClient(Http, server.Address, "TOKEN").CreateLead(Lead, Cancellation);

        Assert.Equal(new CreatedLead(101, "New"), created);
        Assert.Equal("POST /api/v1/subscriber/CreateLead", server.Line);
        Assert.Equal("Bearer TOKEN", server.Headers["Authorization"]);
        Assert.Equal(
            """{"name":"John Doe","email":"johndoe@example.com","phone":"1234567890","remarks":"Interested"}""", server.Body);
    }

    [Theory]
    [InlineData(401, """{"success":false,"message":"Unauthorized"}""", "Unauthorized")]
    [InlineData(400, """{"success":false,"message":"Invalid request data"}""", "Invalid request data")]
    [InlineData(503, "<html/>", "Status 503")]
    public async Task Throws_what_the_service_says(int status, string answer, string message)
    {
        await using var server = await RecordingServer.Start(answer, status);

        var thrown = await Assert.ThrowsAsync<IspcrmException>(
            () => new IspcrmClient(Http, server.Address, "TOKEN").CreateLead(Lead, Cancellation));

        Assert.Equal((HttpStatusCode)status, thrown.Status);
        Assert.Equal(message, thrown.Message);
    }
}
