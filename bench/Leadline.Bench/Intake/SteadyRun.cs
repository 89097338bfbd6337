using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>
/// Requests at a steady rate, whatever the answers take. The time from a request's acknowledgement until its status says
/// Success is taken of one in fifty, by asking for it again and again.
/// </summary>
internal sealed class SteadyRun(Target target, LeadPool leads, UsageProbe probe)
{
    private const int SampleEvery = 50;
    private const int PollMilliseconds = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Histogram latencies = new();
    private readonly Lock gate = new();
    private long notAccepted;
    private long notSuccessful;

    public RunResult Run(int rate, TimeSpan measured)
    {
        using var client = Client();
        var before = probe.Read();
        var tasks = new List<Task>();
        var count = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < measured)
        {
            for (var due = (long)(clock.Elapsed.TotalSeconds * rate); count < due; count++)
                tasks.Add(Send(client, Request(), isSample: count % SampleEvery == 0));
            Thread.Sleep(1);
        }

        Task.WaitAll(tasks);
        return new RunResult("steady", before, probe.Read(), latencies)
        {
            Unit = "requests",
            Count = count,
            Remarks = $"milliseconds are from acknowledgement to Success, of {latencies.Count:N0} requests; "
                + $"{notAccepted:N0} not accepted, {notSuccessful:N0} not successful",
            HasFailuresInside = notAccepted + notSuccessful > 0,
            Memory = probe.Memory(),
        };
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = target.Url };
        client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", target.AccessKey);
        client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", target.SecretKey);
        client.DefaultRequestHeaders.Add("x-api-key", target.AsyncApiKey);
        return client;
    }

    private byte[] Request()
    {
        var body = new RequestBuffer();
        AcceptScenario.WriteBody(leads.TakeNewOrRepeat(), body);
        return body.Written.ToArray();
    }

    private async Task Send(HttpClient client, byte[] body, bool isSample)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.PostAsync("/opportunity/capture", content);
        var acknowledged = Stopwatch.GetTimestamp();
        if (!answer.IsSuccessStatusCode)
        {
            Interlocked.Increment(ref notAccepted);
            return;
        }

        if (!isSample) return;
        using var accepted = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        var id = accepted.RootElement.GetProperty("RequestID").GetString();
        while (await StatusOf(client, id!) is var status && status != "Success")
        {
            if (status != "In-Queue" || Stopwatch.GetElapsedTime(acknowledged) > Longest)
            {
                Interlocked.Increment(ref notSuccessful);
                return;
            }

            await Task.Delay(PollMilliseconds);
        }

        lock (gate) latencies.Add((long)Stopwatch.GetElapsedTime(acknowledged).TotalMicroseconds);
    }

    private static async Task<string?> StatusOf(HttpClient client, string id)
    {
        using var answer = await client.GetAsync($"/opportunity/capture/status?RequestID={id}");
        using var status = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return status.RootElement.TryGetProperty("TaskStatus", out var task) ? task.GetProperty("Status").GetString() : null;
    }
}
