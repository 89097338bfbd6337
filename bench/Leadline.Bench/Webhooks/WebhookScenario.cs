using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Webhooks;

/// <summary>
/// How fast events are recorded, an event a lead that is made fifty a request; then how fast a webhook is told of them.
/// The server needs <c>--webhook-networks 127.0.0.0/8</c>.
/// </summary>
internal sealed class WebhookScenario : IDisposable
{
    private const int PollMilliseconds = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Target target;
    private readonly LeadPool leads;
    private readonly UsageProbe probe;
    private readonly HttpClient client;

    public WebhookScenario(Target target, LeadPool leads, UsageProbe probe)
    {
        (this.target, this.leads, this.probe) = (target, leads, probe);
        client = new HttpClient { BaseAddress = target.Url };
        var keys = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.AccessKey}:{target.SecretKey}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", keys);
    }

    public IReadOnlyList<RunResult> Run(long count, int connections)
    {
        var from = DateTimeOffset.UtcNow;
        using var run = new LoadRun(target.EndPoint, connections, new FillScenario(target, leads, count), probe);
        var recorded = run.Run(TimeSpan.Zero, Longest) with
        {
            Name = "events recorded",
            Unit = $"events, {FillScenario.BatchSize} a request,",
            Count = count,
        };

        using var receiver = new WebhookReceiver();
        var id = Call(HttpMethod.Post, "webhooks", new { url = receiver.Url, events = new[] { "lead.created" } })
            .GetProperty("id").GetString();
        var before = probe.Read();
        Call(HttpMethod.Post, $"webhooks/{id}/replay", new { from });
        var told = Wait(receiver, count);
        var after = probe.Read();
        Call(HttpMethod.Delete, $"webhooks/{id}", body: null);
        var delivered = new RunResult("events delivered", before, after, new Histogram())
        {
            Unit = "deliveries",
            Count = told,
            Remarks = $"{told:N0} of {count:N0} events told, each in a call of its own",
            HasFailuresInside = told < count,
            Memory = probe.Memory(),
        };
        return [recorded, delivered];
    }

    public void Dispose() => client.Dispose();

    /// <summary>Waits until all are told, or nothing more comes.</summary>
    private static long Wait(WebhookReceiver receiver, long count)
    {
        var (seen, since) = (0L, DateTime.UtcNow);
        while (seen < count && DateTime.UtcNow - since < Patience)
        {
            Thread.Sleep(PollMilliseconds);
            if (receiver.Received == seen) continue;
            (seen, since) = (receiver.Received, DateTime.UtcNow);
        }

        return seen;
    }

    private JsonElement Call(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, $"/leadline/v1/{path}");
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = client.Send(request);
        using var text = new StreamReader(response.Content.ReadAsStream());
        var answer = text.ReadToEnd();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(answer).RootElement
            : throw new InvalidDataException($"{method} {path}: {(int)response.StatusCode} {answer}");
    }
}
