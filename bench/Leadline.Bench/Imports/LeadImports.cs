using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Imports;

/// <summary>Sends files of leads to the server's own API and waits until they are imported.</summary>
internal sealed class LeadImports : IDisposable
{
    private const int PollMilliseconds = 100;
    private const int TellEvery = 50;

    private readonly HttpClient client;
    private readonly UsageProbe probe;

    public LeadImports(Target target, UsageProbe probe)
    {
        this.probe = probe;
        client = new HttpClient { BaseAddress = target.Url, Timeout = Timeout.InfiniteTimeSpan };
        var keys = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.AccessKey}:{target.SecretKey}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", keys);
    }

    /// <summary>
    /// Imports so many new leads. The measured time is from the end of the sending to the end of the import.
    /// </summary>
    public RunResult Run(LeadPool leads, long count, string name)
    {
        var sent = probe.Read();
        var id = Send(leads, count);
        var before = probe.Read();
        var import = Wait(id);
        var after = probe.Read();
        var (created, refused) = (import.GetProperty("created").GetInt64(), import.GetProperty("refused").GetInt64());
        return new RunResult(name, before, after, new Histogram())
        {
            Unit = "leads",
            Count = count,
            Remarks = $"{created:N0} leads created, {refused:N0} rows refused; {import.GetProperty("state").GetString()}; "
                + $"sending took {before.SecondsSince(sent):F1} s, the server's own figure is "
                + $"{import.GetProperty("rowsPerSecond").GetDouble():N0} rows/s",
            HasFailuresInside = created != count,
            Memory = probe.Memory(),
        };
    }

    public void Dispose() => client.Dispose();

    private string Send(LeadPool leads, long count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/leadline/v1/lead-imports")
        {
            Content = new LeadFile(leads, count),
        };
        using var answer = client.SendAsync(request).GetAwaiter().GetResult();
        var import = Read(answer);
        return import.GetProperty("id").GetString()!;
    }

    private JsonElement Wait(string id)
    {
        for (var turn = 1; ; turn++)
        {
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/lead-imports/{id}"));
            var import = Read(answer);
            if (import.GetProperty("state").GetString() is not ("waiting" or "running")) return import;
            if (turn % TellEvery == 0) Console.Error.WriteLine($"  {import.GetProperty("rowsRead").GetInt64():N0} rows");
            Thread.Sleep(PollMilliseconds);
        }
    }

    private static JsonElement Read(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var body = reader.ReadToEnd();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(body).RootElement
            : throw new InvalidDataException($"The server answered {(int)answer.StatusCode} to an import: {body}");
    }
}
