using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Leadline.Storage;

namespace Leadline.Users.SignIn;

/// <summary>A provider (OpenID Connect) that users may sign in at, as the file of --sign-in-providers has it.</summary>
internal sealed partial record SignInProvider
{
    public const string Path = "/leadline/v1/sign-in/oidc/";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Stands in addresses: a to z, digits and dashes.</summary>
    public string Id { get; init; } = "";

    /// <summary>What its button says.</summary>
    public string Name { get; init; } = "";

    /// <summary>The issuer, below which the discovery document is.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientSecret { get; init; }

    /// <summary>The accounts that its users may be in; empty for all of the server.</summary>
    public IReadOnlyList<int> Accounts { get; init; } = [];

    /// <summary>It asks for a second factor itself: Leadline's is not asked for after it.</summary>
    public bool BringsSecondFactor { get; init; }

    /// <summary>It lets nobody choose an address, though it does not say email_verified.</summary>
    public bool EmailsAreVerified { get; init; }

    [JsonIgnore]
    public string StartPath => Path + Id;

    [JsonIgnore]
    public string CallbackPath => $"{Path}{Id}/callback";

    public bool IsOf(int accountId) => Accounts.Count == 0 || Accounts.Contains(accountId);

    /// <summary>The providers of a file; none where no file is named.</summary>
    public static IReadOnlyList<SignInProvider> ReadAll(string? file)
    {
        if (string.IsNullOrEmpty(file))
            return [];
        try
        {
            var providers = JsonSerializer.Deserialize<List<SignInProvider>>(File.ReadAllBytes(file), Form) ?? [];
            if (providers.Select(provider => provider.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
                throw new StartupException($"--sign-in-providers {file}: {fault}");
            return providers.DistinctBy(provider => provider.Id).Count() == providers.Count
                ? providers
                : throw new StartupException($"--sign-in-providers {file}: two providers have the same id.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException(
                $"--sign-in-providers {file} cannot be read: {exception.Message} "
                + "It is a JSON list of objects with id, name, authority, clientId and clientSecret.",
                exception);
        }
    }

    private string? Fault =>
        !Ids().IsMatch(Id) ? $"an id is up to 40 of a to z, 0 to 9 and dashes, not '{Id}'."
        : Name.Length == 0 ? $"{Id} has no name."
        : ClientId.Length == 0 ? $"{Id} has no clientId."
        : Uri.TryCreate(Authority, UriKind.Absolute, out var uri)
            && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)) ? null
        : $"the authority of {Id} is an https address, not '{Authority}'.";

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Ids();
}
