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
