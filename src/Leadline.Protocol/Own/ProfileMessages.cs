using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>What to change of the caller's profile; what is absent stays. An empty text takes a choice back.</summary>
public sealed record ProfileRequest
{
    /// <summary>The first name.</summary>
    [Limit(200)]
    [JsonPropertyName("firstName")]
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    [Limit(200)]
    [JsonPropertyName("lastName")]
    public string? LastName { get; init; }

    /// <summary>A language's tag, e.g. hi or en-IN.</summary>
    [Limit(35)]
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>IANA name, e.g. Asia/Kolkata.</summary>
    [Limit(64)]
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>The form of dates, e.g. dd.MM.yyyy.</summary>
    [Limit(40)]
    [JsonPropertyName("dateForm")]
    public string? DateForm { get; init; }

    /// <summary>The form of numbers, as a language's tag.</summary>
    [Limit(40)]
    [JsonPropertyName("numberForm")]
    public string? NumberForm { get; init; }

    /// <summary>system, light or dark.</summary>
    [Limit(20)]
    [JsonPropertyName("theme")]
    public string? Theme { get; init; }

    /// <summary>compact, normal or roomy.</summary>
    [Limit(20)]
    [JsonPropertyName("density")]
    public string? Density { get; init; }

    /// <summary>Whether single letters are commands.</summary>
    [JsonPropertyName("letters")]
    public bool? Letters { get; init; }

    /// <summary>stay, next or queue: where one is after a reply.</summary>
    [Limit(20)]
    [JsonPropertyName("afterSend")]
    public string? AfterSend { get; init; }

    /// <summary>Seconds for which a reply can be taken back: 0 to 30.</summary>
    [JsonPropertyName("holdSeconds")]
    public int? HoldSeconds { get; init; }

    /// <summary>The page that one begins with.</summary>
    [Limit(200)]
    [JsonPropertyName("startPage")]
    public string? StartPage { get; init; }

    /// <summary>How loud sounds are: 0 to 100.</summary>
    [JsonPropertyName("volume")]
    public int? Volume { get; init; }

    /// <summary>How one is told: by assigned, reply, mention, reminder, sla or webhook.</summary>
    [JsonPropertyName("notifications")]
    public Dictionary<string, NotificationChoice>? Notifications { get; init; }
}

/// <summary>How a user is told of something.</summary>
public sealed record NotificationChoice
{
    /// <summary>At the bell. Off, no notification is made.</summary>
    [JsonPropertyName("bell")]
    public bool Bell { get; set; } = true;

    /// <summary>With a sound.</summary>
    [JsonPropertyName("sound")]
    public bool Sound { get; set; }

    /// <summary>By the browser.</summary>
    [JsonPropertyName("browser")]
    public bool Browser { get; set; }
}

/// <summary>The caller, and how the caller likes the application.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Role">The role.</param>
/// <param name="DeskRole">The role in the service desk.</param>
/// <param name="AccountId">The account's number, which clients know as the organisation's id.</param>
/// <param name="AccountName">The account's name.</param>
/// <param name="Language">A language's tag; null is the browser's.</param>
/// <param name="TimeZone">The user's time zone; the account's where none was chosen.</param>
/// <param name="DateForm">The form of dates; null is that of the language.</param>
/// <param name="NumberForm">The form of numbers; null is that of the language.</param>
/// <param name="Theme">system, light or dark.</param>
/// <param name="Density">compact, normal or roomy.</param>
/// <param name="Letters">Whether single letters are commands.</param>
/// <param name="AfterSend">stay, next or queue.</param>
/// <param name="HoldSeconds">Seconds for which a reply can be taken back.</param>
/// <param name="StartPage">The page that one begins with; null is that of the role.</param>
/// <param name="Volume">How loud sounds are.</param>
/// <param name="Notifications">How one is told of what.</param>
/// <param name="Version">Grows by one with every change of the choices.</param>
public sealed record ProfileResponse(
    Guid UserId, string Email, string FirstName, string LastName, string Role, string DeskRole, int AccountId,
    string AccountName, string? Language, string TimeZone, string? DateForm, string? NumberForm, string Theme,
    string Density, bool Letters, string AfterSend, int HoldSeconds, string? StartPage, int Volume,
    IReadOnlyDictionary<string, NotificationChoice> Notifications, int Version);

/// <summary>A key to be made for the caller.</summary>
public sealed record KeyRequest
{
    /// <summary>What it is for.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>access (the default), bearer, async or connector.</summary>
    [Limit(20)]
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>When it ends; absent: when it is revoked.</summary>
    [JsonPropertyName("expiresOn")]
    public DateTime? ExpiresOn { get; init; }
}

/// <summary>Keys.</summary>
/// <param name="Keys">The newest first.</param>
public sealed record KeysResponse(IReadOnlyList<KeyResponse> Keys);

/// <summary>A live key. Its secret is not known.</summary>
/// <param name="Id">Its public half.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Kind">access, bearer, async or connector.</param>
/// <param name="Start">Its first characters.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="UserName">The user's name.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="LastUsedOn">When it was last used, to the minute; null where it never was.</param>
/// <param name="ExpiresOn">When it ends.</param>
public sealed record KeyResponse(
    string Id, string? Name, string Kind, string Start, Guid UserId, string? UserName, DateTime CreatedOn,
    DateTime? LastUsedOn, DateTime? ExpiresOn);

/// <summary>A new key, with what is told this once.</summary>
/// <param name="Key">The key.</param>
/// <param name="AccessKey">Of a key of kind access.</param>
/// <param name="SecretKey">Of a key of kind access.</param>
/// <param name="Token">Of a key of another kind.</param>
public sealed record NewKeyResponse(KeyResponse Key, string? AccessKey, string? SecretKey, string? Token);
