using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Accounts;

/// <summary>
/// One company on this server, with its users and live keys. An immutable snapshot of <see cref="Version"/>.
/// </summary>
internal sealed record Account
{
    public static readonly Failure EmailTaken = new(
        ErrorCode.Duplicate, "A user with this e-mail address exists in the account.")
    { Field = "email" };

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

    /// <summary>Sessions of users without a second factor may do nothing but set one up.</summary>
    public bool SecondFactorRequired { get; init; }

    public long Version { get; init; }

    public required IReadOnlyDictionary<Guid, User> Users { get; init; }

    public required IReadOnlyDictionary<string, ApiKey> Keys { get; init; }

    public SalesGroups Groups { get; init; } = new([]);

    public PermissionTemplates Templates { get; init; } = new([]);

    /// <summary>Whose records are a user's group's: what <see cref="Rights"/> found once for the snapshot.</summary>
    public ConcurrentDictionary<(Guid UserId, RecordKind Kind, Deed Deed), IReadOnlySet<Guid>> Colleagues { get; } =
        new();

    public AddressRules Addresses => field ??= new AddressRules(AllowedAddresses);

    public User? FindUser(string? email) => email is null ? null : HolderOf(email, Users);

    /// <summary>Whoever has the e-mail address, in any spelling of it.</summary>
    public static User? HolderOf(string email, IReadOnlyDictionary<Guid, User> users)
    {
        var key = EmailAddress.Key(email);
        return users.Values.FirstOrDefault(user => EmailAddress.Key(user.Email) == key);
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
    /// <summary>Has left for good: inactive, in no list, and without keys. The records keep the name.</summary>
    public bool IsObsolete { get; init; }

    /// <summary>Whom the user reports to; the lines upwards never run in a circle.</summary>
    public Guid? ManagerId { get; init; }

    /// <summary>What the user may do; null is everything that the role lets.</summary>
    public Guid? PermissionTemplateId { get; init; }

    /// <summary>What else is kept of the user, by LeadSquared's names, e.g. mx_Custom_1; flags are 1 or 0.</summary>
    public IReadOnlyDictionary<string, string> Profile { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public int Version { get; init; } = 1;

    public DateTime CreatedOn { get; init; }

    /// <summary>Null for those that an operator made.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTime? ModifiedOn { get; init; }

    public Guid? ModifiedBy { get; init; }

    public string Name => $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name : Email;

    public bool IsAdministrator => Role == Roles.Administrator;

    /// <summary>A value of the profile; null where there is none.</summary>
    public string? Field(string name) => Profile.GetValueOrDefault(name);
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

    /// <summary>The leads and opportunities that are shared with the caller, and whether they may be changed.</summary>
    public IReadOnlyDictionary<Guid, bool> Shares { get; init; } = ReadOnlyDictionary<Guid, bool>.Empty;

    /// <summary>True where a permission template says what the caller may do.</summary>
    public bool IsRestricted => User is { IsAdministrator: false, PermissionTemplateId: not null };

    /// <summary>Under the caller's name, where what the caller may see and do is no matter.</summary>
    public Caller Unrestricted =>
        IsRestricted ? this with { User = User with { PermissionTemplateId = null } } : this;

    /// <summary>The records of a kind that the caller may do this with.</summary>
    public RecordScope Scope(RecordKind kind, Deed deed) => Rights.Scope(this, kind, deed);

    /// <summary>Null where the caller may do this with a record of the owner; a new one has no id yet.</summary>
    public Failure? Refuse(RecordKind kind, Deed deed, Guid? owner, Guid recordId = default) =>
        Scope(kind, deed).Includes(owner, recordId) ? null : Rights.Refusal(kind, deed);

    /// <summary>Null where the caller is an administrator.</summary>
    /// <param name="deed">What only administrators may do, as in "see refused calls".</param>
    public Failure? RefuseUnlessAdministrator(string deed = "do this") =>
        User.IsAdministrator ? null : new Failure(ErrorCode.NotPermitted, $"Only an administrator may {deed}.");
}
