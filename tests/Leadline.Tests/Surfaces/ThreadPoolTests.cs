using System.Diagnostics;
using System.Net;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>Nothing that the server does keeps a thread of the pool waiting. Alone, for the pool is the whole process's.</summary>
[Collection(nameof(Alone))]
public sealed class ThreadPoolTests(ReplyFileTests.ReplyServer server, ITestOutputHelper output) : IClassFixture<ReplyFileTests.ReplyServer>
{
    private const int Deletions = 2000;
    private const int Replies = 2000;
    private const int Tickets = 20;

    [Fact]
    public async Task Deletions_and_mailed_replies_beside_captures_leave_the_pools_queue_short()
    {
        var doomed = new string[Deletions];
        await AtOnce(Deletions, async i => doomed[i] = (await Capture($"doomed{i}@example.com")).Id);
        var numbers = new long[Tickets];
        await AtOnce(Tickets, async i => numbers[i] = await server.NewTicket($"asks{i}@example.com", "A question"));
        using var over = new CancellationTokenSource();
        var pool = Task.Factory.StartNew(() => Watch(over.Token), TaskCreationOptions.LongRunning);
        var captures = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => CaptureUntil(lane, over.Token)));

        await Task.WhenAll(
            AtOnce(Deletions, async i => await Deleted(doomed[i])),
            AtOnce(Replies, async i => await Sent(
                $"/leadline/v1/tickets/{numbers[i % Tickets]}/replies", """{"text":"An answer","via":"email"}""")));
        await over.CancelAsync();

        var latencies = (await captures).SelectMany(lane => lane).Order().ToList();
        var (queue, threads) = await pool;
        output.WriteLine(
            $"{latencies.Count} captures, p50 {latencies[latencies.Count / 2]:0.0} ms, p99 {latencies[latencies.Count * 99 / 100]:0.0} ms;"
            + $" queue p50 {queue[queue.Count / 2]}, p99 {queue[queue.Count * 99 / 100]}, most {queue[^1]}; {threads} more threads");
        Assert.True(latencies.Count > 100);
        Assert.True(queue[queue.Count * 99 / 100] < 50, "The pool's queue grows: something blocks its threads.");
        Assert.True(threads <= 8, $"The pool has grown by {threads} threads: something blocks them.");
        Assert.Equal(0, await new LeadRows(server).One<long>(
            """SELECT count(*) FROM lead WHERE "values" ->> 'EmailAddress' LIKE 'doomed%'""", new { }));
        Assert.Equal(Replies, await new LeadRows(server).One<long>(
            "SELECT count(*) FROM mail WHERE recipient LIKE 'asks%'", new { }));
    }

    private async Task<List<double>> CaptureUntil(int lane, CancellationToken over)
    {
        var latencies = new List<double>();
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await Capture($"beside{lane}-{i}@example.com")).Status);
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return latencies;
    }

    /// <summary>How long the pool's queue was, at each millisecond in order of length, and how many threads it added.</summary>
    private static (List<long> Queue, int Threads) Watch(CancellationToken over)
    {
        var queue = new List<long>();
        var before = ThreadPool.ThreadCount;
        var most = before;
        while (!over.WaitHandle.WaitOne(1))
        {
            queue.Add(ThreadPool.PendingWorkItemCount);
            most = Math.Max(most, ThreadPool.ThreadCount);
        }

        queue.Sort();
        return (queue, most - before);
    }

    private Task<Answer> Capture(string email) => server.Post(
        "/v2/LeadManagement.svc/Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""");

    private async Task Deleted(string id) => Assert.Equal(
        HttpStatusCode.OK, (await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={id}")).Status);

    private async Task<Answer> Sent(string path, string body)
    {
        var answer = await server.Post(path, body);
        Assert.True((int)answer.Status < 300, answer.Body);
        return answer;
    }

    private static Task AtOnce(int count, Func<int, Task> work) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await work(i));
}
