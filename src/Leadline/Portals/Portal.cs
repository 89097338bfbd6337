using System.Net;
using System.Text.Json.Serialization;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Portals;

/// <summary>A place where an account's customers register, sign in and help themselves.</summary>
internal sealed record Portal(
    int AccountId,
    Guid Id,
    string Name,
    bool IsActive,
    PortalSettings Settings,
    Guid CreatedBy,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>How a portal behaves and looks; kept as JSON.</summary>
internal sealed record PortalSettings
{
    /// <summary>
    /// Origins of web pages that may call the Portal API for this portal, such as https://www.example.com.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Addresses and CIDR ranges of the company's own servers, from which many sign in: only their leads are made to
    /// wait.
    /// </summary>
    public IReadOnlyList<string> TrustedAddresses { get; init; } = [];

    /// <summary>The company's own pages; the hosted ones where it has none.</summary>
    public PortalPages Pages { get; init; } = new();

    public PortalTheme Theme { get; init; } = new();

    public PortalMail Mail { get; init; } = new();

    public PasswordRules Passwords { get; init; } = new();

    /// <summary>How long a session lasts.</summary>
    public int SessionMinutes { get; init; } = 240;

    /// <summary>
    /// Whether the Register call makes a lead that is there already a portal user, as the API documents. Off, such a
    /// lead gets in by a link that is sent to it, as on the hosted pages.
    /// </summary>
    public bool RegisterExistingLeads { get; init; } = true;

    /// <summary>Lead fields, by schema name, that a user sees and changes on the hosted profile page.</summary>
    public IReadOnlyList<string> ProfileFields { get; init; } = ["FirstName", "LastName", "Phone"];

    [JsonIgnore]
    public TimeSpan SessionLength => TimeSpan.FromMinutes(SessionMinutes);

    /// <summary>Whether the address is one of <see cref="TrustedAddresses"/>.</summary>
    public bool Trusts(string address) =>
        TrustedAddresses.Count > 0 && IPAddress.TryParse(address, out var parsed)
        && new AddressRules(TrustedAddresses).Allows(parsed);
}

/// <summary>Addresses of a company's own pages, https.</summary>
internal sealed record PortalPages
{
    public string? SignIn { get; init; }

    /// <summary>Takes LeadId and TemporaryPassword from its query.</summary>
    public string? ResetPassword { get; init; }
}

/// <summary>How the hosted pages look.</summary>
internal sealed record PortalTheme
{
    /// <summary>#rrggbb; text on it is black or white, whichever can be read.</summary>
    public string Colour { get; init; } = "#1f4e79";

    /// <summary>https address of an image.</summary>
    public string? Logo { get; init; }
}

/// <summary>What a portal writes to its users. Texts are Liquid templates.</summary>
internal sealed record PortalMail
{
    /// <summary>The sender; null for the server's own address.</summary>
    public string? From { get; init; }

    public string? ReplyTo { get; init; }

    public MailTemplate? Reset { get; init; }

    public MailTemplate? Activate { get; init; }

    public MailTemplate? Code { get; init; }

    public MailTemplate? PasswordChanged { get; init; }
}

internal sealed record MailTemplate(string Subject, string Text, string? Html = null);

/// <summary>What a password must have.</summary>
internal sealed record PasswordRules
{
    public int MinLength { get; init; } = Passwords.Shortest;

    public bool Upper { get; init; }

    public bool Lower { get; init; }

    public bool Digit { get; init; }

    public bool Symbol { get; init; }

    /// <summary>What a password must have, as a sentence.</summary>
    public string Sentence()
    {
        List<string> kinds = [];
        if (Upper)
            kinds.Add("an upper-case letter");
        if (Lower)
            kinds.Add("a lower-case letter");
        if (Digit)
            kinds.Add("a digit");
        if (Symbol)
            kinds.Add("a symbol");
        var with = kinds.Count == 0 ? "" : $", with {string.Join(" and ", kinds)}";
        return $"A password has {MinLength} to {Passwords.Longest} characters{with}.";
    }

    public Failure? Check(string password)
    {
        var isGood = Passwords.HasLength(password, MinLength)
            && !(Upper && !password.Any(char.IsUpper))
            && !(Lower && !password.Any(char.IsLower))
            && !(Digit && !password.Any(char.IsDigit))
            && !(Symbol && password.All(char.IsLetterOrDigit));
        return isGood ? Passwords.CheckCommon(password) : new Failure(ErrorCode.InvalidInput, Sentence());
    }
}

/// <summary>
/// Somebody at a portal's door: which portal, on whose behalf it writes, and from where the call comes.
/// </summary>
internal sealed record PortalContext(Portal Portal, Caller Caller, string Address)
{
    public int AccountId => Portal.AccountId;

    /// <summary>The call comes from a server of the company's own, which speaks for many.</summary>
    public bool IsTrusted => Portal.Settings.Trusts(Address);

    /// <summary>
    /// The transaction that the call's writes are a part of, where its Idempotency-Key holds one; null for their own.
    /// </summary>
    public NpgsqlConnection? Transaction { get; init; }
}
