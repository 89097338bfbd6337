using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A portal to make, or what is to replace one: what is absent is as in a new portal.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsActive">False closes it.</param>
/// <param name="Settings">How it behaves and looks.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PortalRequest(
    [property: Limit(200)] string? Name, bool IsActive = true, PortalSettingsMessage? Settings = null);

/// <summary>A portal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsActive">False: it is closed.</param>
/// <param name="Url">The address of its hosted pages.</param>
/// <param name="Settings">How it behaves and looks.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record PortalResponse(
    Guid Id,
    string Name,
    bool IsActive,
    string Url,
    PortalSettingsMessage Settings,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>The account's portals.</summary>
/// <param name="Portals">By name.</param>
public sealed record PortalsResponse(IReadOnlyList<PortalResponse> Portals);

/// <summary>How a portal behaves and looks.</summary>
/// <remarks>Members have setters: generated code would pass over the defaults of init-only ones.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PortalSettingsMessage
{
    /// <summary>Origins of web pages that may call the Portal API, such as https://www.example.com.</summary>
    [Limit(100, Each = 300)]
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Addresses and CIDR ranges of the company's own servers: whoever signs in through them waits for his own wrong
    /// passwords alone.
    /// </summary>
    public IReadOnlyList<string> TrustedAddresses { get; set; } = [];

    /// <summary>The company's own pages; the hosted ones where it has none.</summary>
    public PortalPagesMessage Pages { get; set; } = new();

    /// <summary>How the hosted pages look.</summary>
    public PortalThemeMessage Theme { get; set; } = new();

    /// <summary>What the portal writes to its users.</summary>
    public PortalMailMessage Mail { get; set; } = new();

    /// <summary>What a password must have.</summary>
    public PasswordRulesMessage Passwords { get; set; } = new();

    /// <summary>How long a session lasts.</summary>
    public int SessionMinutes { get; set; } = 240;

    /// <summary>Whether the Register call makes a lead that is there already a portal user.</summary>
    public bool RegisterExistingLeads { get; set; } = true;

    /// <summary>Lead fields, by schema name, that a user sees and changes on the hosted profile page.</summary>
    [Limit(100, Each = 200)]
    public IReadOnlyList<string> ProfileFields { get; set; } = ["FirstName", "LastName", "Phone"];
}

/// <summary>Addresses of a company's own pages, https.</summary>
/// <param name="SignIn">Where users sign in.</param>
/// <param name="ResetPassword">Where they set a password; takes LeadId and TemporaryPassword from its query.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PortalPagesMessage(string? SignIn = null, string? ResetPassword = null);

/// <summary>How the hosted pages look.</summary>
/// <param name="Colour">#rrggbb; text on it is black or white, whichever can be read.</param>
/// <param name="Logo">https address of an image.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PortalThemeMessage(string Colour = "#1f4e79", string? Logo = null);

/// <summary>What a portal writes to its users; the server's own texts where it says nothing.</summary>
/// <param name="From">The sender; null for the server's own address.</param>
/// <param name="ReplyTo">Where answers go.</param>
/// <param name="Reset">The mail with a link to a new password.</param>
/// <param name="Activate">The mail that welcomes who registered.</param>
/// <param name="Code">The mail with a code to sign in.</param>
/// <param name="PasswordChanged">The mail that says that the password was changed.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PortalMailMessage(
    string? From = null,
    string? ReplyTo = null,
    MailTemplateMessage? Reset = null,
    MailTemplateMessage? Activate = null,
    MailTemplateMessage? Code = null,
    MailTemplateMessage? PasswordChanged = null);

/// <summary>
/// A mail as a template, with portal.name, lead.FirstName and the lead's other fields, link, code and minutes.
/// </summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
/// <param name="Html">The same as HTML.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MailTemplateMessage(
    [property: Limit(500)] string? Subject,
    [property: Limit(LimitAttribute.Value)] string? Text,
    [property: Limit(LimitAttribute.Value)] string? Html = null);

/// <summary>What a password must have.</summary>
/// <param name="MinLength">The fewest characters, 8 to 128.</param>
/// <param name="Upper">An upper-case letter.</param>
/// <param name="Lower">A lower-case letter.</param>
/// <param name="Digit">A digit.</param>
/// <param name="Symbol">A symbol.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasswordRulesMessage(
    int MinLength = 8, bool Upper = false, bool Lower = false, bool Digit = false, bool Symbol = false);

/// <summary>The live tokens of the Portal API.</summary>
/// <param name="Tokens">The newest first.</param>
public sealed record PortalTokensResponse(IReadOnlyList<PortalTokenEntryResponse> Tokens);

/// <summary>A live token of the Portal API, without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">public, register or autologin.</param>
/// <param name="AccessKey">The access key of the user on whose behalf it acts.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ExpiresOn">When it ends; absent where it does not.</param>
public sealed record PortalTokenEntryResponse(
    string Id,
    string Kind,
    string AccessKey,
    DateTime CreatedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresOn);

/// <summary>A token that was made; it is shown this once.</summary>
/// <param name="Id">Its id, to revoke it by.</param>
/// <param name="Token">The token.</param>
public sealed record PortalTokenResponse(string Id, string Token);
