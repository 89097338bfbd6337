using System.Net;
using System.Text.Json;
using Leadline.Presence;
using Leadline.Tests.Rights;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Live;

/// <summary>Who looks at a record is seen by those who may see the record, and goes when not heard of.</summary>
public sealed class PresenceTests(RightsServer server) : IClassFixture<RightsServer>
{
    private const string Own = "/leadline/v1/";

    private Person Admin => server.Looker("admin");

    private Person Mine => server.Looker("own");

    [Fact]
    public async Task Others_are_seen_reading_writing_and_gone()
    {
        using var reader = await LiveReader.Open(server.Url, Admin, "presence");
        var record = $"tickets/{server.Own.TicketId}";

        await Look(Mine, $"tickets/{server.Own.Ticket}", "reading");
        await Look(Mine, record, "reading");
        var there = await Look(Mine, $"tickets/{server.Own.Ticket}", "writing");
        await Look(Admin, record, "reading");

        Assert.Equal($"{record} reading {Mine.Id}", Told(await reader.Next()));
        Assert.Equal($"{record} writing {Mine.Id}", Told(await reader.Next()));
        Assert.Equal("writing", There(there).Single());
        Assert.Equal(["writing", "reading"], There(await At(Admin, record)));
        await Look(Mine, record, "gone");
        Assert.Equal($"{record} gone {Mine.Id}", Told(await reader.Next()));
        await Look(Admin, record, "gone");
        Assert.Empty(There(await At(Mine, record)));
    }

    [Fact]
    public async Task Two_windows_are_one_person_who_writes_as_long_as_one_of_them_does()
    {
        var record = $"leads/{server.Own.Lead}";
        await Look(Mine, record, "writing", "a");
        await Look(Mine, record, "reading", "b");
        Assert.Equal(["writing"], There(await At(Mine, record)));

        await Look(Mine, record, "gone", "a");

        Assert.Equal(["reading"], There(await At(Mine, record)));
        await Look(Mine, record, "gone", "b");
        Assert.Empty(There(await At(Mine, record)));
    }

    [Fact]
    public async Task Who_is_not_heard_of_is_gone()
    {
        using var reader = await LiveReader.Open(server.Url, Admin, "presence");
        var record = $"tasks/{server.Own.Task}";
        await Look(Mine, record, "reading");
        Assert.Equal($"{record} reading {Mine.Id}", Told(await reader.Next()));

        server.Services.GetRequiredService<PresenceBoard>().Forget(DateTime.UtcNow + PresenceBoard.Lifetime);

        Assert.Equal($"{record} gone {Mine.Id}", Told(await reader.Next()));
        Assert.Empty(There(await At(Admin, record)));
    }

    [Fact]
    public async Task Who_may_not_see_a_record_sees_nobody_there_and_is_not_there()
    {
        using var own = await LiveReader.Open(server.Url, Mine, "presence");
        foreach (var record in new[] { $"tickets/{server.Stranger.Ticket}", $"leads/{server.Stranger.Lead}", $"tasks/{server.Stranger.Task}" })
        {
            await Look(Admin, record, "reading");
            Assert.Equal(HttpStatusCode.NotFound, (await server.As(Mine, HttpMethod.Get, $"{Own}presence?record={record}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await Put(Mine, record, "reading")).Status);
        }

        // The first that is told is of a record that is seen.
        await Look(Admin, $"opportunities/{server.Own.Opportunity}", "reading");
        Assert.Equal($"opportunities/{server.Own.Opportunity} reading {Admin.Id}", Told(await own.Next()));
        Assert.Single(There(await At(Admin, $"leads/{server.Stranger.Lead}")));
    }

    [Theory]
    [InlineData("tickets/157000", "reading", HttpStatusCode.NotFound)]
    [InlineData("ticket", "reading", HttpStatusCode.NotFound)]
    [InlineData("wishes/1", "reading", HttpStatusCode.NotFound)]
    [InlineData("leads/x", "reading", HttpStatusCode.NotFound)]
    [InlineData("leads/x", "sleeping", HttpStatusCode.BadRequest)]
    public async Task What_is_no_record_or_no_state_is_refused(string record, string state, HttpStatusCode status) =>
        Assert.Equal(status, (await Put(Admin, record, state)).Status);

    private static string Told(JsonElement json) =>
        $"{json.GetProperty("record").GetString()} {json.GetProperty("state").GetString()} {json.GetProperty("user").GetString()}";

    private static List<string?> There(JsonElement json) =>
        [.. json.GetProperty("present").EnumerateArray().Select(one => one.GetProperty("state").GetString())];

    private Task<JsonElement> At(Person person, string record) =>
        server.Ok(person, HttpMethod.Get, $"{Own}presence?record={record}");

    private Task<Support.Answer> Put(Person person, string record, string state, string tab = "") => server.As(
        person, HttpMethod.Put, $"{Own}presence", $$"""{"record":"{{record}}","state":"{{state}}","tab":"{{tab}}"}""");

    private async Task<JsonElement> Look(Person person, string record, string state, string tab = "")
    {
        var answer = await Put(person, record, state, tab);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }
}
