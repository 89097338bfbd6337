using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Activities;

/// <summary>Activities are posted, changed and deleted in Leadline's own API.</summary>
public sealed class ActivityEditTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Fields = """[{"SchemaName":"mx_Custom_1","DisplayName":"Place","DataType":"String"}]""";

    private readonly OwnApi own = new(server);

    [Fact]
    public async Task An_activity_is_posted_and_read_back()
    {
        var (lead, type) = (await server.NewLead("posted@own.example"), await server.NewType("Own visit", Fields));

        var posted = await own.Post(
            $"leads/{lead}/activities", $$$"""{"type":{{{type}}},"note":"At home","on":"2026-03-02T09:30:00+05:30","values":{"mx_Custom_1":"Pune"}}""");

        Assert.True(posted.Status == HttpStatusCode.OK, posted.Body);
        var read = await own.Get($"activities/{posted["id"]}");
        Assert.Equal((read.Body, read.ETag), (posted.Body, posted.ETag));
        Assert.Equal((lead, "At home", "2026-03-02T04:00:00Z"), (read["leadId"], read["note"], read["on"]));
        Assert.Equal("Pune", read.Json.GetProperty("values").GetProperty("mx_Custom_1").GetString());
        Assert.Equal("5", await server.LeadValue(lead, "Score"));
    }

    [Fact]
    public async Task A_change_of_an_older_state_is_refused()
    {
        var (lead, type) = (await server.NewLead("raced@own.example"), await server.NewType("Own race", Fields));
        var id = await server.NewActivity(lead, type);
        var seen = await own.Get($"activities/{id}");

        var first = await own.Patch($"activities/{id}", """{"note":"First","values":{"mx_Custom_1":"Goa"}}""", seen.ETag);
        var second = await own.Patch($"activities/{id}", """{"note":"Second"}""", seen.ETag);

        Assert.Equal((HttpStatusCode.OK, "First"), (first.Status, first["note"]));
        Assert.Equal("Goa", first.Json.GetProperty("values").GetProperty("mx_Custom_1").GetString());
        Assert.Equal((HttpStatusCode.PreconditionFailed, "versionMismatch", first.ETag), (second.Status, second["code"], second["version"]));
        Assert.Equal(first.Body, (await own.Get($"activities/{id}")).Body);
        var cleared = await own.Patch($"activities/{id}", """{"values":{"mx_Custom_1":null}}""", first.ETag);
        Assert.Empty(cleared.Json.GetProperty("values").EnumerateObject());
    }

    [Fact]
    public async Task A_deleted_activity_is_not_there_and_a_locked_one_stays()
    {
        var (lead, type) = (await server.NewLead("deleted@own.example"), await server.NewType("Own doomed"));
        var (gone, locked) = (await server.NewActivity(lead, type), await server.NewActivity(lead, type));
        await server.Get($"{ActivityCalls.Service}CustomActivity/Lock?activityId={locked}").Ok();

        Assert.Equal(HttpStatusCode.OK, (await own.Delete($"activities/{gone}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"activities/{gone}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Delete($"activities/{gone}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Delete($"activities/{locked}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await own.Get($"activities/{locked}")).Status);
    }

    [Theory]
    [InlineData("""{"note":"no type"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":77777}""", HttpStatusCode.NotFound)]
    [InlineData("""{"type":105,"values":{"NoSuch":"1"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":105,"what":"?"}""", HttpStatusCode.BadRequest)]
    public async Task What_does_not_fit_is_refused(string body, HttpStatusCode status)
    {
        var lead = await server.NewLead($"{Guid.NewGuid():N}@own.example");

        Assert.Equal(status, (await own.Post($"leads/{lead}/activities", body)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Post($"leads/{Guid.NewGuid()}/activities", """{"type":105}""")).Status);
    }
}
