using System.Text.Json;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench;

/// <summary>What the command line asked for.</summary>
internal sealed record BenchOptions
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public required string Scenario { get; init; }

    /// <summary>The server's own credentials file; <see cref="Url"/> and keys given beside it win.</summary>
    public FileInfo? Credentials { get; init; }

    public string? Url { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? AsyncApiKey { get; init; }

    public bool AllowRemote { get; init; }

    public int Connections { get; init; }

    public int Seconds { get; init; }

    public int Warmup { get; init; }

    public long Seed { get; init; }

    /// <summary>How many sample leads the server has; when not given, the server is asked.</summary>
    public long? Leads { get; init; }

    /// <summary>The index of the first new lead; when not given, the one after those that are there.</summary>
    public long? From { get; init; }

    public long Count { get; init; }

    /// <summary>Requests a second of a load that does not wait for answers.</summary>
    public int Rate { get; init; }

    /// <summary>How many people search at once beside captures.</summary>
    public IReadOnlyList<int> Searchers { get; init; } = [8, 64];

    /// <summary>The numbers of leads that growth measures at.</summary>
    public IReadOnlyList<long> Sizes { get; init; } = [10_000, 100_000, 1_000_000];

    /// <summary>What growth measures.</summary>
    public IReadOnlyList<string> GrowthScenarios { get; init; } = ["capture", "byemail", "quicksearch", "leadsget", "list"];

    /// <summary>Where growth writes its table and its plot.</summary>
    public DirectoryInfo? Out { get; init; }

    /// <summary>Seconds that growth leaves the server to itself after it has grown.</summary>
    public int Settle { get; init; }

    public string? Database { get; init; }

    public int? ServerPid { get; init; }

    public int? PostgresPid { get; init; }

    public Target Target()
    {
        var saved = Credentials is null ? null : ReadCredentials(Credentials);
        var url = Url ?? saved?.Url
            ?? throw new UsageException("Give --credentials, or --url with --access-key and --secret-key.");
        return new Target(
            Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : throw new UsageException($"{url} is not a URL."),
            AccessKey ?? saved?.AccessKey ?? "",
            SecretKey ?? saved?.SecretKey ?? "",
            AsyncApiKey ?? saved?.AsyncApiKey ?? "",
            AllowRemote);
    }

    private static SavedCredentials ReadCredentials(FileInfo file)
    {
        using var text = file.OpenRead();
        return JsonSerializer.Deserialize<SavedCredentials>(text, CamelCase)
            ?? throw new UsageException($"{file} holds no credentials.");
    }

    private sealed record SavedCredentials(string Url, string AccessKey, string SecretKey, string AsyncApiKey);
}
