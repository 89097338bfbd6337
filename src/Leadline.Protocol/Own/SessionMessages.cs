using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Who signs in: <c>POST /leadline/v1/session</c>.</summary>
public sealed record SignInRequest
{
    /// <summary>The user's e-mail address.</summary>
    [Limit(320)]
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>The user's password.</summary>
    [Limit(200)]
    [JsonPropertyName("password")]
    public string? Password { get; init; }
}

/// <summary>A password to change: <c>PUT /leadline/v1/session/password</c>.</summary>
public sealed record ChangePasswordRequest
{
    /// <summary>The password as it is.</summary>
    [Limit(200)]
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>The password as it is to be.</summary>
    [Limit(200)]
    [JsonPropertyName("newPassword")]
    public string? NewPassword { get; init; }
}

/// <summary>Who calls; or, at signing in, what is asked for yet.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Role">The role.</param>
/// <param name="AccountId">The account's number, which clients know as the organisation's id.</param>
/// <param name="AccountName">The account's name.</param>
/// <param name="TimeZone">The account's time zone, e.g. Asia/Kolkata.</param>
/// <param name="CsrfToken">
/// What changes by this session carry in the header X-Leadline-Csrf; null for calls with keys.
/// </param>
/// <param name="SecondFactor">
/// The second factor that the user signs in with: totp (beside it a passkey, if there is one), or passkey; null for
/// none.
/// </param>
/// <param name="RecoveryCodesLeft">Recovery codes that were not used yet.</param>
/// <param name="MustSetUpSecondFactor">
/// The account asks for a second factor that the session is without: it may do nothing but set one up.
/// </param>
public sealed record SessionResponse(
    Guid UserId, string Email, string FirstName, string LastName, string Role, int AccountId, string AccountName,
    string TimeZone, string? CsrfToken, string? SecondFactor, int RecoveryCodesLeft, bool MustSetUpSecondFactor);

/// <summary>
/// The first half of signing in was right, and the second factor is asked for: there is no session yet.
/// </summary>
/// <param name="SecondFactor">
/// What is asked for: totp, or passkey for who has no authenticator: that signs in by session/passkey.
/// </param>
/// <param name="Challenge">Goes with the second half, a code or a recovery code.</param>
/// <param name="ExpiresOn">Until when it is good.</param>
public sealed record SecondFactorChallengeResponse(string SecondFactor, string Challenge, DateTime ExpiresOn);

/// <summary>Where the caller is signed in.</summary>
/// <param name="Sessions">Those that were used last first.</param>
public sealed record SessionsResponse(IReadOnlyList<SignedInResponse> Sessions);

/// <summary>A browser in which a user is signed in.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="IsThis">It is the one that makes this call.</param>
/// <param name="CreatedOn">When the user signed in.</param>
/// <param name="SeenOn">When it was last used, to the minute.</param>
/// <param name="ExpiresOn">When it ends unless it is used.</param>
/// <param name="Address">The network address that the user signed in from.</param>
/// <param name="Agent">What the browser called itself.</param>
public sealed record SignedInResponse(
    Guid Id, bool IsThis, DateTime CreatedOn, DateTime SeenOn, DateTime ExpiresOn, string? Address, string? Agent);
