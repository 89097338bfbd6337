using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Leadline.Bench.Fuzz;

/// <summary>
/// Sends requests that are a little wrong to every operation that a running server describes. The server must refuse
/// them: an answer of 5xx that is no refusal, JSON that is none and silence are faults.
/// </summary>
internal sealed class FuzzRun(Uri url, JsonElement credentials, long seed)
{
    private const int Senders = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FuzzIds ids = new();
    private readonly FuzzTally tally = new();

    /// <summary>Returns the exit code: 0 when there was no fault.</summary>
    public async Task<int> Run(long count)
    {
        using var client = new HttpClient { BaseAddress = url, Timeout = Patience };
        var operations = await FuzzOperation.ReadAll(client);
        Console.WriteLine($"{url}, {operations.Count} operations, seed {seed}");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(number => Task.Run(async () =>
        {
            var random = new Random(unchecked((int)((seed * Senders) + number)));
            var values = new FuzzValues(random, ids);
            while (tally.Answered < count) await Send(client, operations[random.Next(operations.Count)], random, values);
        })));
        tally.Print(clock.Elapsed);
        using var ready = await client.GetAsync("/health/ready");
        Console.WriteLine($"ready afterwards: {(int)ready.StatusCode}");
        return tally.HasFaults || !ready.IsSuccessStatusCode ? 1 : 0;
    }

    private async Task Send(HttpClient client, FuzzOperation operation, Random random, FuzzValues values)
    {
        var path = Path(operation, random, values);
        var body = operation.Body is null ? null : values.Body(operation.Body);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in Headers(operation.Path))
            request.Headers.TryAddWithoutValidation(name, random.Next(50) == 0 ? "wrong" : value);
        if (operation.Method == "POST" && random.Next(10) == 0)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", random.Next(1000).ToString());
        try
        {
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            ids.Learn(text);
            var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            tally.Add(operation, Shown, (int)answer.StatusCode, isJson && text.Length > 0, text);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            tally.Add(operation, Shown, 0, isJson: false, exception.GetType().Name);
        }

        string Shown() => $"{path} {Encoding.UTF8.GetString(body is { Length: > 600 } ? body[..600] : body ?? [])}";
    }

    private static string Path(FuzzOperation operation, Random random, FuzzValues values)
    {
        var path = new StringBuilder();
        foreach (var segment in operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            path.Append('/').Append(segment.StartsWith('{') ? Uri.EscapeDataString(Segment(segment, random, values)) : segment);
        var separator = '?';
        foreach (var name in operation.Query.Where(_ => random.Next(3) > 0))
        {
            path.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(Clean(values.Text())));
            separator = '&';
        }

        return path.ToString();
    }

    private static string Segment(string name, Random random, FuzzValues values) =>
        name == "{orgId}" && random.Next(10) > 0 ? "10001"
        : Clean(values.Text()) is { Length: > 0 } text && text.Trim('.').Length > 0 ? text[..Math.Min(text.Length, 200)]
        : "0";

    // A lone surrogate cannot be written in a URL.
    private static string Clean(string text) => text.Replace("\ud800", "", StringComparison.Ordinal);

    private IEnumerable<(string Name, string Value)> Headers(string path)
    {
        if (path.StartsWith("/api/v1/", StringComparison.Ordinal))
            return [("Authorization", $"Bearer {Key("ispcrmToken")}")];
        var keys = new List<(string, string)>
        {
            ("x-LSQ-AccessKey", Key("accessKey")), ("x-LSQ-SecretKey", Key("secretKey")), ("x-api-key", Key("asyncApiKey")),
            ("X-LSQ-ACCESS-KEY", Key("accessKey")), ("X-LSQ-SECRET-KEY", Key("secretKey")),
        };
        if (path.StartsWith("/api/tenants", StringComparison.Ordinal)) return keys[3..];
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            return
            [
                .. keys[..2], ("Authorization", Key("portalAuthKey")), ("x-lsq-portalid", Key("portalId")),
                ("x-lsq-registertoken", Key("portalRegisterToken")),
            ];
        return keys[..3];
    }

    private string Key(string name) =>
        credentials.TryGetProperty(name, out var value) ? value.GetString()! : throw new UsageException($"The credentials have no {name}.");
}
