using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Who wants to make a passkey: <c>POST /leadline/v1/passkeys/options</c>.</summary>
public sealed record PasskeyOptionsRequest
{
    /// <summary>The caller's password.</summary>
    [Limit(200)]
    [JsonPropertyName("password")]
    public string? Password { get; init; }
}

/// <summary>
/// What a browser makes a passkey with: PublicKeyCredentialCreationOptionsJSON of WebAuthn. Good for five minutes.
/// </summary>
/// <param name="Rp">For whom it is.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Challenge">What is to be signed, in base64url.</param>
/// <param name="PubKeyCredParams">Kinds of keys that are taken, the preferred one first.</param>
/// <param name="Timeout">Milliseconds that the user may take.</param>
/// <param name="ExcludeCredentials">Passkeys that the user has: an authenticator that holds one makes no other.</param>
/// <param name="AuthenticatorSelection">What is asked of the authenticator.</param>
/// <param name="Attestation">What it is to say of itself: none.</param>
public sealed record PasskeyCreationOptionsResponse(
    PasskeyRelyingParty Rp, PasskeyUser User, string Challenge, IReadOnlyList<PasskeyKeyKind> PubKeyCredParams,
    int Timeout, IReadOnlyList<PasskeyDescriptor> ExcludeCredentials, PasskeySelection AuthenticatorSelection,
    string Attestation);

/// <summary>For whom a passkey is.</summary>
/// <param name="Id">The host's name.</param>
/// <param name="Name">What people call it.</param>
public sealed record PasskeyRelyingParty(string Id, string Name);

/// <summary>Whose a passkey is.</summary>
/// <param name="Id">The user's handle, in base64url.</param>
/// <param name="Name">The e-mail address.</param>
/// <param name="DisplayName">The user's name.</param>
public sealed record PasskeyUser(string Id, string Name, string DisplayName);

/// <summary>A kind of key.</summary>
/// <param name="Type">Always public-key.</param>
/// <param name="Alg">The algorithm's number in COSE, e.g. -7.</param>
public sealed record PasskeyKeyKind(string Type, int Alg);

/// <summary>A passkey as an authenticator knows it.</summary>
/// <param name="Type">Always public-key.</param>
/// <param name="Id">Its id, in base64url.</param>
public sealed record PasskeyDescriptor(string Type, string Id);

/// <summary>What is asked of an authenticator.</summary>
/// <param name="ResidentKey">It keeps the key, so that nobody has to type an e-mail address: required.</param>
/// <param name="RequireResidentKey">The same, for older browsers.</param>
/// <param name="UserVerification">It makes sure of its user: required.</param>
public sealed record PasskeySelection(string ResidentKey, bool RequireResidentKey, string UserVerification);

/// <summary>
/// What a browser signs in with: PublicKeyCredentialRequestOptionsJSON of WebAuthn. Good for five minutes.
/// </summary>
/// <param name="RpId">The host's name.</param>
/// <param name="Challenge">What is to be signed, in base64url.</param>
/// <param name="Timeout">Milliseconds that the user may take.</param>
/// <param name="UserVerification">The authenticator makes sure of its user: required.</param>
public sealed record PasskeyRequestOptionsResponse(
    string RpId, string Challenge, int Timeout, string UserVerification);

/// <summary>
/// What a browser has made or signed, as its <c>toJSON()</c> says it; members not named here do nothing.
/// </summary>
public sealed record PasskeyCredential
{
    /// <summary>The passkey's id, in base64url.</summary>
    [Limit(1400)]
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The authenticator's answer.</summary>
    [JsonPropertyName("response")]
    public PasskeyAnswer? Response { get; init; }
}

/// <summary>An authenticator's answer; all members are base64url.</summary>
public sealed record PasskeyAnswer
{
    /// <summary>What was asked, as the browser saw it.</summary>
    [Limit(4000)]
    [JsonPropertyName("clientDataJSON")]
    public string? ClientDataJson { get; init; }

    /// <summary>The new passkey; only where one was made.</summary>
    [Limit(40000)]
    [JsonPropertyName("attestationObject")]
    public string? AttestationObject { get; init; }

    /// <summary>What the authenticator says of itself; only where it has signed.</summary>
    [Limit(4000)]
    [JsonPropertyName("authenticatorData")]
    public string? AuthenticatorData { get; init; }

    /// <summary>The signature; only where it has signed.</summary>
    [Limit(4000)]
    [JsonPropertyName("signature")]
    public string? Signature { get; init; }

    /// <summary>Whose the passkey is; only where it has signed.</summary>
    [Limit(100)]
    [JsonPropertyName("userHandle")]
    public string? UserHandle { get; init; }
}

/// <summary>A passkey that was made: <c>POST /leadline/v1/passkeys</c>.</summary>
public sealed record NewPasskeyRequest
{
    /// <summary>What its owner calls it, e.g. "Work laptop".</summary>
    [Limit(100)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the browser made.</summary>
    [JsonPropertyName("credential")]
    public PasskeyCredential? Credential { get; init; }
}

/// <summary>Who signs in: <c>POST /leadline/v1/session/passkey</c>.</summary>
public sealed record PasskeySignInRequest
{
    /// <summary>What the browser signed.</summary>
    [JsonPropertyName("credential")]
    public PasskeyCredential? Credential { get; init; }
}

/// <summary>The caller's passkeys.</summary>
/// <param name="Passkeys">The oldest first.</param>
public sealed record PasskeysResponse(IReadOnlyList<PasskeyResponse> Passkeys);

/// <summary>A passkey.</summary>
/// <param name="Id">Its id here.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Host">The host that it was made at: it is good there alone.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="UsedOn">When it was last signed in with; null for never.</param>
public sealed record PasskeyResponse(Guid Id, string Name, string Host, DateTime CreatedOn, DateTime? UsedOn);

/// <summary>A passkey that was taken.</summary>
/// <param name="Passkey">The passkey.</param>
/// <param name="RecoveryCodes">
/// Where it is the user's first second factor: codes in its place, each good once, shown here alone. Null otherwise.
/// </param>
public sealed record NewPasskeyResponse(PasskeyResponse Passkey, IReadOnlyList<string>? RecoveryCodes);
