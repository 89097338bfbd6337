using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Webhooks;

/// <summary>The feed of events for who waits: at once, from any place on, the same for all, and no longer than it may be read.</summary>
public sealed class EventStreamTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    private const string Created = "?kinds=lead.created";

    [Fact]
    public async Task A_change_shows_within_a_second_as_the_feed_has_it()
    {
        using var reader = await EventReader.Open(server, Created);
        var (place, lead, told, quickest) = (reader.LastId, "", default(JsonElement), TimeSpan.MaxValue);

        // The quickest of a few: a busy machine may hold any of them up.
        for (var times = 1; times <= 5; times++)
        {
            place = reader.LastId;
            var watch = Stopwatch.StartNew();
            lead = await server.Lead($"stream{times}@example.com");
            told = await reader.Next();
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
        }

        Assert.InRange(quickest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(lead, told.GetProperty("leadId").GetString());
        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType!.MediaType);
        var page = await server.Own($"events?after={place}&kinds=lead.created");
        var listed = page.GetProperty("events").EnumerateArray().Single(one => one.GetProperty("leadId").GetString() == lead);
        Assert.Equal(listed.GetRawText(), told.GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_comes_back_goes_on_behind_the_last_event_that_it_saw(bool byHeader)
    {
        using var reader = await EventReader.Open(server, Created);
        var first = await server.Lead($"back1{byHeader}@example.com");
        Assert.Equal(first, (await reader.Next()).GetProperty("leadId").GetString());
        reader.Dispose();
        var missed = await server.Lead($"back2{byHeader}@example.com");

        using var again = byHeader
            ? await EventReader.Open(server, $"{Created}&after=1.{Guid.Empty:N}", reader.LastId)
            : await EventReader.Open(server, $"{Created}&after={reader.LastId}");
        var later = await server.Lead($"back3{byHeader}@example.com");

        Assert.Equal(missed, (await again.Next()).GetProperty("leadId").GetString());
        Assert.Equal(later, (await again.Next()).GetProperty("leadId").GetString());
    }

    [Fact]
    public async Task Who_is_far_behind_reads_on_while_more_is_written_and_nothing_is_left_out()
    {
        using var reader = await EventReader.Open(server, Created);
        var start = reader.LastId;
        using var late = await EventReader.Open(server, $"{Created}&after={start}");
        var rows = string.Join(',', Enumerable.Range(0, 50).Select(row => $$"""[{"Attribute":"EmailAddress","Value":"NAME{{row}}@example.com"}]"""));
        for (var call = 0; call < 24; call++)
        {
            var body = $"[{rows.Replace("NAME", $"far{call}-", StringComparison.Ordinal)}]";
            Assert.Equal(HttpStatusCode.OK, (await server.Post("/v2/LeadManagement.svc/Lead/Bulk/Create", body)).Status);
        }

        using var last = await EventReader.Open(server, $"{Created}&after={start}");
        foreach (var one in new[] { reader, late, last })
        {
            var seen = new HashSet<string>();
            for (var row = 0; row < 1_200; row++)
                Assert.True(seen.Add((await one.Next()).GetProperty("id").GetString()!));
        }
    }

    [Fact]
    public async Task An_account_has_so_many_streams_and_each_sees_the_same()
    {
        var readers = new List<EventReader>();

        // Those of other tests are still being closed.
        await Eventually.Holds(async () =>
        {
            var one = await EventReader.Open(server, Created);
            if (one.Response.IsSuccessStatusCode)
                readers.Add(one);
            return readers.Count == EventStreams.MostStreams;
        });
        using var tooMany = await EventReader.Open(server, Created);

        var lead = await server.Lead("all@example.com");
        foreach (var reader in readers)
            Assert.Equal(lead, (await reader.Next()).GetProperty("leadId").GetString());

        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.Response.StatusCode);
        Assert.NotNull(tooMany.Response.Headers.RetryAfter);
        readers.ForEach(reader => reader.Dispose());
        await Eventually.Holds(async () =>
        {
            using var freed = await EventReader.Open(server);
            return freed.Response.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task A_stream_ends_with_its_key_and_is_for_administrators()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var accountId = new LeadRows(server).AccountId;
        var sales = (await accounts.CreateUser(accountId, "stream@example.com", "Sa", "Les", "Sales_User", "a long password")).Value;
        var boss = (await accounts.CreateUser(accountId, "boss@example.com", "Bo", "Ss", "Administrator", "a long password")).Value;
        var key = await accounts.CreateAccessKey(accountId, boss.Id);
        using var refused = await EventReader.Open(server, keys: await accounts.CreateAccessKey(accountId, sales.Id));
        using var reader = await EventReader.Open(server, keys: key);

        await accounts.RevokeKey(accountId, key.AccessKey);
        await server.Lead("revoked@example.com");

        await Eventually.Ends(reader.End());
        Assert.Equal(HttpStatusCode.Forbidden, refused.Response.StatusCode);
    }

    [Fact]
    public async Task A_stream_ends_when_the_server_stops()
    {
        EventReader reader;
        await using (var own = new WebhookServer())
        {
            await own.InitializeAsync();
            reader = await EventReader.Open(own);
        }

        using (reader)
            await Eventually.Ends(Assert.ThrowsAnyAsync<IOException>(() => ReadOn(reader)));
    }

    [Fact]
    public async Task A_place_that_is_none_is_refused_and_who_asks_for_json_gets_a_page()
    {
        using var wrong = await EventReader.Open(server, lastId: "nowhere");
        using var plain = await EventReader.Open(server, "?after=nowhere");

        Assert.Equal(HttpStatusCode.BadRequest, wrong.Response.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, plain.Response.StatusCode);
        Assert.Equal(JsonValueKind.Array, (await server.Own("events?limit=1")).GetProperty("events").ValueKind);
    }

    // However it ends: a chunked answer that is cut off, or one that is closed.
    private static async Task ReadOn(EventReader reader)
    {
        await reader.End();
        throw new EndOfStreamException();
    }
}
