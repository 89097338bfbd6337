using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Whose password is forgotten: <c>POST /leadline/v1/password-resets</c>.</summary>
public sealed record PasswordResetRequest
{
    /// <summary>The user's e-mail address.</summary>
    [Limit(320)]
    [JsonPropertyName("email")]
    public string? Email { get; init; }
}

/// <summary>The token of a link that was mailed.</summary>
public sealed record LinkRequest
{
    /// <summary>The token of the link.</summary>
    [Limit(200)]
    [JsonPropertyName("token")]
    public string? Token { get; init; }
}

/// <summary>Whom a link that was mailed is for.</summary>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="AccountName">The account's name.</param>
/// <param name="TimeZone">The account's time zone, e.g. Asia/Kolkata.</param>
/// <param name="ShortestPassword">The fewest characters of a password.</param>
public sealed record LinkResponse(
    string Email, string FirstName, string LastName, string AccountName, string TimeZone, int ShortestPassword);

/// <summary>A new password: <c>POST /leadline/v1/password-resets/complete</c>.</summary>
public sealed record CompletePasswordResetRequest
{
    /// <summary>The token of the link.</summary>
    [Limit(200)]
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>The password as it is to be.</summary>
    [Limit(200)]
    [JsonPropertyName("newPassword")]
    public string? NewPassword { get; init; }
}

/// <summary>People to invite: <c>POST /leadline/v1/invitations</c>.</summary>
public sealed record InvitationsRequest
{
    /// <summary>At most 100.</summary>
    [Limit(100)]
    [JsonPropertyName("users")]
    public IReadOnlyList<InvitationRequest>? Users { get; init; }
}

/// <summary>Somebody to invite.</summary>
public sealed record InvitationRequest
{
    /// <summary>The e-mail address.</summary>
    [Limit(254)]
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>The first name.</summary>
    [Limit(200)]
    [JsonPropertyName("firstName")]
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    [Limit(200)]
    [JsonPropertyName("lastName")]
    public string? LastName { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>The id of the permission template.</summary>
    [JsonPropertyName("permissionTemplateId")]
    public string? PermissionTemplateId { get; init; }
}

/// <summary>What came of inviting people.</summary>
/// <param name="Invitations">In the order in which they were sent.</param>
public sealed record InvitedResponse(IReadOnlyList<InvitedUserResponse> Invitations);

/// <summary>What came of inviting one address.</summary>
/// <param name="Email">The address as it was sent.</param>
/// <param name="UserId">The user's id; null where nobody was invited.</param>
/// <param name="Code">Why nobody was invited, e.g. duplicate; null where a mail is on its way.</param>
/// <param name="Detail">Why nobody was invited, in a sentence.</param>
public sealed record InvitedUserResponse(string? Email, Guid? UserId, string? Code, string? Detail);

/// <summary>Who was invited and has not come yet.</summary>
/// <param name="Invitations">In the order of the users' ids.</param>
/// <param name="Next">Where the next page begins (after); null at the end.</param>
public sealed record InvitationsResponse(IReadOnlyList<InvitationResponse> Invitations, Guid? Next);

/// <summary>An invitation that was not accepted yet.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Role">The role.</param>
/// <param name="SentOn">When the last mail was left to be sent.</param>
/// <param name="ExpiresOn">Until when its link is good.</param>
/// <param name="InvitedBy">Who sent it.</param>
public sealed record InvitationResponse(
    Guid UserId, string Email, string FirstName, string LastName, string Role, DateTime SentOn, DateTime ExpiresOn,
    Guid? InvitedBy);

/// <summary>Who comes: <c>POST /leadline/v1/invitations/accept</c>.</summary>
public sealed record AcceptInvitationRequest
{
    /// <summary>The token of the link.</summary>
    [Limit(200)]
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>The first name; absent leaves it as it is.</summary>
    [Limit(200)]
    [JsonPropertyName("firstName")]
    public string? FirstName { get; init; }

    /// <summary>The last name; absent leaves it as it is.</summary>
    [Limit(200)]
    [JsonPropertyName("lastName")]
    public string? LastName { get; init; }

    /// <summary>The password.</summary>
    [Limit(200)]
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>The language as a tag, e.g. en or hi.</summary>
    [Limit(35)]
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>The time zone, e.g. Asia/Kolkata.</summary>
    [Limit(100)]
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; init; }
}

/// <summary>The second half of signing in: <c>POST /leadline/v1/session/second-factor</c>.</summary>
public sealed record SecondFactorRequest
{
    /// <summary>What the first half was answered with.</summary>
    [Limit(200)]
    [JsonPropertyName("challenge")]
    public string? Challenge { get; init; }

    /// <summary>The six digits of the authenticator.</summary>
    [Limit(20)]
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>A recovery code in place of the digits.</summary>
    [Limit(40)]
    [JsonPropertyName("recoveryCode")]
    public string? RecoveryCode { get; init; }
}

/// <summary>A second factor as it is set up.</summary>
/// <param name="Secret">The secret in Base32, for typing.</param>
/// <param name="Uri">The otpauth URI, for a QR code.</param>
public sealed record SecondFactorResponse(string Secret, string Uri);

/// <summary>What shows that one has the second factor.</summary>
public sealed record SecondFactorCodeRequest
{
    /// <summary>The six digits of the authenticator.</summary>
    [Limit(20)]
    [JsonPropertyName("code")]
    public string? Code { get; init; }
}

/// <summary>What shows that one may change one's second factor: one of both.</summary>
public sealed record SecondFactorProofRequest
{
    /// <summary>The six digits of the authenticator.</summary>
    [Limit(20)]
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The user's password.</summary>
    [Limit(200)]
    [JsonPropertyName("password")]
    public string? Password { get; init; }
}

/// <summary>Codes in place of a lost second factor, each good once. They are shown here alone.</summary>
/// <param name="RecoveryCodes">Ten of them.</param>
public sealed record RecoveryCodesResponse(IReadOnlyList<string> RecoveryCodes);

/// <summary>What the account asks of its users at signing in: <c>/leadline/v1/sign-in-settings</c>.</summary>
public sealed record SignInSettings
{
    /// <summary>Sessions of users without a second factor may do nothing but set one up.</summary>
    [JsonPropertyName("secondFactorRequired")]
    public bool SecondFactorRequired { get; init; }
}

/// <summary>What the page of signing in offers beside a password.</summary>
/// <param name="Providers">A button each.</param>
public sealed record SignInOptionsResponse(IReadOnlyList<SignInProviderResponse> Providers);

/// <summary>A provider that one can sign in at.</summary>
/// <param name="Id">Stands in its addresses.</param>
/// <param name="Name">What its button says.</param>
/// <param name="Url">
/// Where the browser goes, with ?returnTo= and an address of this server. It comes back signed in; or to /app/sign-in
/// with returnTo and #challenge= where a second factor is asked for, or error: unknownUser, unverifiedEmail, refused or
/// failed.
/// </param>
public sealed record SignInProviderResponse(string Id, string Name, string Url);
