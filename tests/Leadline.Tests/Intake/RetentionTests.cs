using Leadline.Intake;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Intake;

/// <summary>Requests and results are kept for 31 days, in partitions of a day, and longer when something in them is unfinished.</summary>
public sealed class RetentionTests(MovedClockServer server) : IClassFixture<MovedClockServer>
{
    private readonly AsyncCalls calls = new(server);

    [Fact]
    public async Task Days_are_made_ahead_and_dropped_whole_when_old_and_done()
    {
        var partitions = server.Services.GetRequiredService<IntakePartitions>();
        await partitions.MakeAhead();
        var first = DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime);
        Assert.True(await Exists("intake_request", first));
        Assert.True(await Exists("intake_result", first.AddDays(3)));

        var done = await calls.Submit("/lead/capture", AsyncCalls.Lead("kept@example.com"));
        await calls.Answer(done);
        server.Clock.Step(TimeSpan.FromDays(1));
        await partitions.MakeAhead();
        await calls.Pause();
        var waiting = await calls.Submit("/lead/capture", AsyncCalls.Lead("waits@example.com"));

        server.Clock.Step(TimeSpan.FromDays(30));
        Assert.Equal(0, await partitions.DropOld());
        Assert.Equal("Success", (await calls.Now(done)).GetProperty("Status").GetString());

        server.Clock.Step(TimeSpan.FromDays(1));
        await partitions.DropOld();
        Assert.False(await Exists("intake_request", first));
        Assert.False(await Exists("intake_result", first));
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, (await calls.Look($"/lead/status?RequestID={done}")).Status);

        // The next day has a request that waits: it stays, however old.
        server.Clock.Step(TimeSpan.FromDays(10));
        await partitions.DropOld();
        Assert.True(await Exists("intake_request", first.AddDays(1)));
        await partitions.MakeAhead();
        await calls.Resume();
        await calls.Answer(waiting);
        await partitions.DropOld();
        Assert.False(await Exists("intake_request", first.AddDays(1)));

        // With all days gone numbers go on where they were.
        var next = await calls.Submit("/lead/capture", AsyncCalls.Lead("next@example.com"));
        await calls.Answer(next);
        Assert.Equal(0, (await calls.Own(HttpMethod.Get, "intake")).Json.GetProperty("pending").GetInt64());
        Assert.True(RequestId.TryRead(waiting, out var before) && RequestId.TryRead(next, out var after) && after.Arrival == before.Arrival + 1);
    }

    [Fact]
    public async Task A_day_without_a_partition_is_kept_in_the_default_one()
    {
        server.Clock.Step(TimeSpan.FromDays(20));
        var id = await calls.Submit("/lead/capture", AsyncCalls.Lead("default@example.com"));
        await calls.Answer(id);
        Assert.True(await calls.One<long>("SELECT count(*) FROM intake_request_rest WHERE account_id > 0", new { }) > 0);

        var partitions = server.Services.GetRequiredService<IntakePartitions>();
        await partitions.MakeAhead();
        server.Clock.Step(TimeSpan.FromDays(40));
        await partitions.DropOld();
        Assert.Equal(0, await calls.One<long>("SELECT count(*) FROM intake_request_rest WHERE account_id > 0", new { }));
        Assert.Equal(0, await calls.One<long>("SELECT count(*) FROM intake_result_rest WHERE account_id > 0", new { }));
    }

    private Task<bool> Exists(string table, DateOnly day) =>
        calls.One<bool>("SELECT to_regclass(@name) IS NOT NULL", new { name = $"{table}_{day:yyyyMMdd}" });
}
