using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Accounts;

/// <summary>
/// One company on this server, with its users and live keys. An immutable snapshot of <see cref="Version"/>.
/// </summary>
internal sealed record Account
{
    /// <summary>The account's number: LeadSquared's OrgShortCode and the <c>{OrgID}</c> of paths.</summary>
    public required int Id { get; init; }

    public required string Name { get; init; }

    /// <summary>IANA name, e.g. Asia/Kolkata.</summary>
    public required string TimeZone { get; init; }

    /// <summary>
    /// Digits that complete a phone number without a country code, e.g. 91; null leaves numbers as they come.
    /// </summary>
    public string? CountryCode { get; init; }

    /// <summary>Calls in any 5 seconds; null is the server's default, 0 no limit.</summary>
    public int? CallLimit { get; init; }

    /// <summary>Bulk calls in any 5 seconds; null is the server's default, 0 no limit.</summary>
    public int? BulkCallLimit { get; init; }

    /// <summary>CIDR ranges that callers must come from; empty lets everyone in.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    public bool LeadDeleteEnabled { get; init; }

    /// <summary>The fewest characters of its users' passwords; null is the server's default.</summary>
    public int? PasswordLength { get; init; }

    public long Version { get; init; }

    public required IReadOnlyDictionary<Guid, User> Users { get; init; }

    public required IReadOnlyDictionary<string, ApiKey> Keys { get; init; }

    public AddressRules Addresses => field ??= new AddressRules(AllowedAddresses);

    public User? FindUser(string? email)
    {
        if (email is null)
            return null;
        var key = EmailAddress.Key(email);
        return Users.Values.FirstOrDefault(user => EmailAddress.Key(user.Email) == key);
    }
}

/// <summary>
/// A person who works in an account. <see cref="Role"/> is one of LeadSquared's four; <see cref="ServiceRole"/> one of
/// the service desk's, or null where none was given.
/// </summary>
internal sealed record User(
    Guid Id,
    string Email,
    string FirstName,
    string LastName,
    string Role,
    bool IsActive,
    string? PasswordHash,
    string? ServiceRole = null)
{
    public string Name => $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name : Email;

    public bool IsAdministrator => Role == Roles.Administrator;
}

internal static class Roles
{
    public const string Administrator = "Administrator";

    public static readonly IReadOnlyList<string> All = [Administrator, "Marketing_User", "Sales_Manager", "Sales_User"];
}

internal enum KeyKind
{
    /// <summary>Access key and secret key of the LeadSquared API.</summary>
    Access,

    /// <summary>One token, sent as <c>Authorization: Bearer</c>: ISPCRM.</summary>
    Bearer,

    /// <summary>The <c>x-api-key</c> of the asynchronous API.</summary>
    Async,

    /// <summary>The token of a telephony connector, which stands in the path of call logs.</summary>
    Connector,
}

/// <summary>A live key. Only the SHA-256 of its secret half is known.</summary>
internal sealed record ApiKey(string AccessKey, KeyKind Kind, Guid UserId, byte[] SecretHash, DateTime? ExpiresOn);

/// <summary>
/// Who makes a call: a user of an account. Every operation takes it; nothing about the caller is ambient.
/// </summary>
internal sealed record Caller(Account Account, User User)
{
    public int AccountId => Account.Id;

    /// <summary>Null where the caller is an administrator.</summary>
    /// <param name="deed">What only administrators may do, as in "see refused calls".</param>
    public Failure? RefuseUnlessAdministrator(string deed = "do this") =>
        User.IsAdministrator ? null : new Failure(ErrorCode.NotPermitted, $"Only an administrator may {deed}.");
}
