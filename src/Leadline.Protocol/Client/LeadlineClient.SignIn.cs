using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>The caller's second factor and keys, and inviting others.</content>
public sealed partial class LeadlineClient
{
    /// <summary>Begins to set up a second factor: the secret that an authenticator needs.</summary>
    public Task<SecondFactorResponse> StartSecondFactor(CancellationToken cancellation = default) =>
        Post<SecondFactorResponse>("second-factor", cancellation);

    /// <summary>Sets the second factor up by a code of the authenticator; answers with recovery codes.</summary>
    public Task<RecoveryCodesResponse> ConfirmSecondFactor(
        SecondFactorCodeRequest request, CancellationToken cancellation = default) =>
        Post<SecondFactorCodeRequest, RecoveryCodesResponse>("second-factor/confirm", request, cancellation);

    /// <summary>New recovery codes; those before are void.</summary>
    public Task<RecoveryCodesResponse> NewRecoveryCodes(
        SecondFactorProofRequest request, CancellationToken cancellation = default) =>
        Post<SecondFactorProofRequest, RecoveryCodesResponse>("second-factor/recovery-codes", request, cancellation);

    /// <summary>Takes the second factor away.</summary>
    public Task RemoveSecondFactor(SecondFactorProofRequest request, CancellationToken cancellation = default) =>
        Send<DoneResponse>(HttpMethod.Delete, "second-factor", Content(request), null, cancellation);

    /// <summary>The caller's passkeys.</summary>
    public Task<PasskeysResponse> Passkeys(CancellationToken cancellation = default) =>
        Get<PasskeysResponse>("passkeys", cancellation);

    /// <summary>What a browser makes a passkey with.</summary>
    public Task<PasskeyCreationOptionsResponse> PasskeyOptions(
        PasskeyOptionsRequest request, CancellationToken cancellation = default) =>
        Post<PasskeyOptionsRequest, PasskeyCreationOptionsResponse>("passkeys/options", request, cancellation);

    /// <summary>Adds a passkey that a browser has made; the first second factor brings recovery codes.</summary>
    public Task<NewPasskeyResponse> AddPasskey(NewPasskeyRequest request, CancellationToken cancellation = default) =>
        Post<NewPasskeyRequest, NewPasskeyResponse>("passkeys", request, cancellation);

    /// <summary>Takes a passkey away.</summary>
    public Task RemovePasskey(
        Guid passkey, PasskeyOptionsRequest request, CancellationToken cancellation = default) =>
        Send<DoneResponse>(HttpMethod.Delete, $"passkeys/{passkey}", Content(request), null, cancellation);

    /// <summary>The caller's keys.</summary>
    public Task<KeysResponse> Keys(CancellationToken cancellation = default) =>
        Get<KeysResponse>("keys", cancellation);

    /// <summary>Makes a key; its secret is told this once.</summary>
    public Task<NewKeyResponse> CreateKey(KeyRequest request, CancellationToken cancellation = default) =>
        Post<KeyRequest, NewKeyResponse>("keys", request, cancellation);

    /// <summary>Revokes a key.</summary>
    public Task RevokeKey(string key, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"keys/{Escape(key)}", cancellation);

    /// <summary>Invites people by mail; tells of each address what came of it.</summary>
    public Task<InvitedResponse> Invite(InvitationsRequest request, CancellationToken cancellation = default) =>
        Post<InvitationsRequest, InvitedResponse>("invitations", request, cancellation);
}
