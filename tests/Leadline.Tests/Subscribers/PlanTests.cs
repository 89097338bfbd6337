using System.Net;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Subscribers.IspcrmServer;

namespace Leadline.Tests.Subscribers;

public sealed class PlanTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private const string Available = "/api/v1/subscriber/getAvailablePlans";
    private const string Upgrades = "/api/v1/subscriber/getUpgradeablePlans";
    private const string Plans = "/leadline/v1/plans";

    [Fact]
    public async Task The_documented_plans_are_there()
    {
        Assert.Equal(
            """{"success":true,"data":[{"plan_id":1,"name":"Basic Plan","price":20.00,"speed":"50Mbps","description":"Affordable plan for casual browsing"}]}""",
            (await Get($"{Available}?filter=basic")).Body);
        Assert.Equal(["3", "2", "1"], Numbers(await Get($"{Available}?filter=Plan&sort_by=price&sort=desc")));
        Assert.Equal(["1", "2", "3"], Numbers(await Get($"{Available}?filter=Plan&sort_by=speed")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Get($"{Available}?sort_by=colour")).Status);
    }

    [Fact]
    public async Task A_subscriber_changes_to_what_costs_more()
    {
        var number = NumberOf(await server.Create(Lead("Una Upgrade", "una@plan.example", "9811144455")));
        var lead = (await Get($"/api/v1/subscriber/getCustomerDetails?lead_id={number}")).Json.GetProperty("data").GetProperty("customer_id").GetString();
        Assert.Contains("1", Numbers(await Get($"{Upgrades}?lead_id={number}")));

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, $"{Plans}/2/subscribers/{lead}", null)).Status);
        var better = Numbers(await Get($"{Upgrades}?lead_id={number}&sort_by=price"));

        Assert.Contains("3", better);
        Assert.DoesNotContain("1", better);
        Assert.DoesNotContain("2", better);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"{Plans}/2", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Plans}/2/subscribers/{lead}", null)).Status);
        Assert.Contains("1", Numbers(await Get($"{Upgrades}?lead_id={number}")));

        // What a lead has goes with it.
        await server.Send(HttpMethod.Put, $"{Plans}/2/subscribers/{lead}", null);
        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Put, $"{Plans}/2/subscribers/{lead}", null)).Status);
    }

    [Fact]
    public async Task A_plan_is_made_changed_and_deleted()
    {
        var made = await server.Post(Plans, """{"name":"Night Plan","price":9.999,"speedMbps":25,"services":["Fiber"]}""");
        var path = $"{Plans}/{made.Json.GetProperty("number").GetInt32()}";

        var changed = await server.Send(HttpMethod.Patch, path, """{"price":11}""", ("If-Match", "\"1\""));
        var stale = await server.Send(HttpMethod.Patch, path, """{"price":12}""", ("If-Match", "\"1\""));

        Assert.Equal("10.00", made.Json.GetProperty("price").GetRawText());
        Assert.Equal(11, changed.Json.GetProperty("price").GetDecimal());
        Assert.Equal("Night Plan", changed.Json.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Single(Numbers(await Get($"{Available}?filter=FIBER")));
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
    }

    [Theory]
    [InlineData("""{"speedMbps":1}""", 400, "name")]
    [InlineData("""{"name":"X"}""", 400, "speedMbps")]
    [InlineData("""{"name":"X","speedMbps":-1}""", 400, "speedMbps")]
    [InlineData("""{"name":"X","speedMbps":1,"price":-1}""", 400, "price")]
    [InlineData("""{"name":"BASIC plan","speedMbps":1}""", 409, "name")]
    public async Task What_cannot_be_a_plan_is_refused(string body, int status, string field)
    {
        var answer = await server.Post(Plans, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), answer.Body);
    }

    private Task<Answer> Get(string path) => server.Call(HttpMethod.Get, path, server.Credentials.IspcrmToken);

    private static string[] Numbers(Answer answer) =>
        [.. answer.Json.GetProperty("data").EnumerateArray().Select(plan => plan.GetProperty("plan_id").GetRawText())];
}
