using Leadline.Leads;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class LaneTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>
    /// Work that leaves its lane's thread blocks threads of the pool, which then lacks them for PostgreSQL's answers: under
    /// load everything stood still for most of a second. More leads than a block of numbers holds.
    /// </summary>
    [Fact]
    public async Task A_lanes_work_stays_on_its_thread()
    {
        var writer = server.Services.GetRequiredService<LeadWriter>();
        await Capture(0);
        var before = writer.Strays;

        for (var from = 1; from < 1_200; from += 100)
            await Task.WhenAll(Enumerable.Range(from, 100).Select(Capture));

        Assert.Equal(before, writer.Strays);
    }

    private async Task Capture(int number)
    {
        var answer = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture",
            $$"""[{"Attribute":"EmailAddress","Value":"lane{{number}}@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}]""");
        Assert.True((int)answer.Status == 200, answer.Body);
    }
}
