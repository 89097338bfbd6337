using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Intake;

/// <summary>The account's queue, as its administrator sees it through the server's own API.</summary>
internal sealed class IntakeQueue : IDisposable
{
    private const int PollMilliseconds = 20;

    private readonly HttpClient client;

    public IntakeQueue(Target target)
    {
        client = new HttpClient { BaseAddress = target.Url };
        var keys = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.AccessKey}:{target.SecretKey}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", keys);
    }

    public void Pause() => Post("pause");

    public void Resume() => Post("resume");

    public long Pending() => Get("intake").GetProperty("pending").GetInt64();

    /// <summary>How many requests have failed for good, up to a hundred.</summary>
    public int Failures() => Get("intake/failures").GetProperty("failures").GetArrayLength();

    /// <summary>Waits until no more than so many requests wait; the number that still do.</summary>
    public long WaitUntil(long pending, TimeSpan longest)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var now = Pending();
            if (now <= pending) return now;
            if (waited.Elapsed > longest) throw new InvalidDataException($"{now:N0} requests still wait after {longest}.");
            Thread.Sleep(PollMilliseconds);
        }
    }

    public void Dispose() => client.Dispose();

    private JsonElement Get(string path)
    {
        using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/{path}"));
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(answer.Content.ReadAsStream()).RootElement;
    }

    private void Post(string action)
    {
        using var answer = client.Send(new HttpRequestMessage(HttpMethod.Post, $"/leadline/v1/intake/{action}"));
        answer.EnsureSuccessStatusCode();
    }
}
