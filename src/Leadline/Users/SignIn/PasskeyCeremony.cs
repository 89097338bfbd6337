using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Protocol.Own;

namespace Leadline.Users.SignIn;

/// <summary>
/// The ceremonies of WebAuthn at one host: what browsers are asked, and whether what they answer is right. A
/// challenge is sealed with the server's key and says when it was given out, so that none has to be kept.
/// </summary>
internal sealed class PasskeyCeremony
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    private const string Required = "required";
    private const string Type = "public-key";
    private const string SignInPurpose = "passkey sign-in";
    private const int UserHandleBytes = sizeof(int) + 16;

    private readonly Fido2Configuration host;
    private readonly Fido2 webAuthn;
    private readonly ServerKey key;
    private readonly TimeProvider clock;

    public PasskeyCeremony(Uri address, ServerKey key, TimeProvider clock)
    {
        host = new Fido2Configuration
        {
            RPID = address.IdnHost,
            RPName = "Leadline",
            Origins = new HashSet<string> { address.GetLeftPart(UriPartial.Authority) },
            Timeout = (uint)Length.TotalMilliseconds,
        };
        webAuthn = new Fido2(host);
        this.key = key;
        this.clock = clock;
    }

    /// <summary>The host's name, for which passkeys are.</summary>
    public string RelyingParty => host.RPID;

    private int Timeout => (int)host.Timeout;

    /// <summary>What a passkey of the user is made with.</summary>
    public PasskeyCreationOptionsResponse CreationOptions(Caller caller, IEnumerable<Passkey> there) => new(
        new PasskeyRelyingParty(RelyingParty, host.RPName),
        new PasskeyUser(Base64Url.EncodeToString(UserHandle(caller)), caller.User.Email, caller.User.Name),
        Base64Url.EncodeToString(Challenge(CreationPurpose(caller))),
        [.. PubKeyCredParam.Defaults.Select(one => new PasskeyKeyKind(Type, (int)one.Alg))],
        Timeout,
        [
            .. there.Where(one => one.RelyingParty == RelyingParty)
                .Select(one => new PasskeyDescriptor(Type, Base64Url.EncodeToString(one.CredentialId))),
        ],
        new PasskeySelection(Required, RequireResidentKey: true, Required),
        "none");

    /// <summary>What somebody signs in with.</summary>
    public PasskeyRequestOptionsResponse RequestOptions() =>
        new(RelyingParty, Base64Url.EncodeToString(Challenge(SignInPurpose)), Timeout, Required);

    /// <summary>The passkey that a browser has made for the user; null where its answer is not right.</summary>
    public Task<Passkey?> Made(Caller caller, PasskeyCredential made, string name) => Try(async () =>
    {
        if (Asked(CreationPurpose(caller), made) is not var (clientData, challenge, givenOut))
            return null;
        var user = new Fido2User { Id = UserHandle(caller), Name = caller.User.Email };
        var selection = new AuthenticatorSelection
        {
            ResidentKey = ResidentKeyRequirement.Required,
            UserVerification = UserVerificationRequirement.Required,
        };
        var registered = await webAuthn.MakeNewCredentialAsync(new MakeNewCredentialParams
        {
            AttestationResponse = new AuthenticatorAttestationRawResponse
            {
                Id = made.Id,
                RawId = Bytes(made.Id),
                Type = PublicKeyCredentialType.PublicKey,
                Response = new()
                {
                    ClientDataJson = clientData,
                    AttestationObject = Bytes(made.Response?.AttestationObject),
                    Transports = [],
                },
            },
            OriginalOptions = CredentialCreateOptions.Create(
                host, challenge, user, selection, AttestationConveyancePreference.None, [], null!,
                PubKeyCredParam.Defaults),
            IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
        });
        return new Passkey
        {
            Id = Ids.New(),
            CredentialId = registered.Id,
            Name = name,
            RelyingParty = RelyingParty,
            PublicKey = registered.PublicKey,
            SignCount = registered.SignCount,
            CreatedOn = clock.Now(),
            ChallengedOn = givenOut,
        };
    });

    /// <summary>The passkey with what signing by it changes; null where the signature is not right.</summary>
    public Task<Passkey?> Signed(Passkey passkey, PasskeyCredential signed) => Try(async () =>
    {
        if (Asked(SignInPurpose, signed) is not var (clientData, challenge, givenOut))
            return null;
        var verified = await webAuthn.MakeAssertionAsync(new MakeAssertionParams
        {
            AssertionResponse = new AuthenticatorAssertionRawResponse
            {
                Id = signed.Id,
                RawId = Bytes(signed.Id),
                Type = PublicKeyCredentialType.PublicKey,
                Response = new()
                {
                    ClientDataJson = clientData,
                    AuthenticatorData = Bytes(signed.Response?.AuthenticatorData),
                    Signature = Bytes(signed.Response?.Signature),
                    UserHandle = Bytes(signed.Response?.UserHandle),
                },
            },
            OriginalOptions = AssertionOptions.Create(
                host, challenge, [], UserVerificationRequirement.Required, extensions: null!),
            StoredPublicKey = passkey.PublicKey,
            StoredSignatureCounter = (uint)passkey.SignCount,
            IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
        });
        return passkey with { SignCount = verified.SignCount, ChallengedOn = givenOut };
    });

    /// <summary>Whose passkey has signed, and which it is; null where the answer does not say.</summary>
    public static (int AccountId, Guid UserId, byte[] CredentialId)? Names(PasskeyCredential signed)
    {
        var handle = Bytes(signed.Response?.UserHandle);
        return handle.Length == UserHandleBytes
            ? (BinaryPrimitives.ReadInt32BigEndian(handle),
                new Guid(handle.AsSpan(sizeof(int)), bigEndian: true),
                Bytes(signed.Id))
            : null;
    }

    private static byte[] UserHandle(Caller caller)
    {
        var handle = new byte[UserHandleBytes];
        BinaryPrimitives.WriteInt32BigEndian(handle, caller.AccountId);
        caller.User.Id.TryWriteBytes(handle.AsSpan(sizeof(int)), bigEndian: true, out _);
        return handle;
    }

    private static string CreationPurpose(Caller caller) => $"passkey {caller.AccountId} {caller.User.Id:N}";

    private byte[] Challenge(string purpose)
    {
        Span<byte> now = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(now, clock.GetUtcNow().ToUnixTimeMilliseconds());
        return key.Seal(purpose, now);
    }

    // What was asked, and when the challenge was given out; null where it was not, or too long ago.
    private (byte[] ClientData, byte[] Challenge, DateTime GivenOut)? Asked(string purpose, PasskeyCredential answer)
    {
        var clientData = Bytes(answer.Response?.ClientDataJson);
        using var parsed = JsonDocument.Parse(clientData);
        var challenge = Bytes(parsed.RootElement.GetProperty("challenge").GetString());
        if (key.Open(purpose, challenge) is not { } sealedTime)
            return null;
        var givenOut = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(sealedTime));
        return clock.GetUtcNow() - givenOut <= Length ? (clientData, challenge, givenOut.UtcDateTime) : null;
    }

    private static byte[] Bytes(string? text) =>
        text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];

    // What a stranger sends may be anything: the parsers beneath say so by these.
    private static async Task<Passkey?> Try(Func<Task<Passkey?>> ceremony)
    {
        try
        {
            return await ceremony();
        }
        catch (Exception wrong) when (wrong is Fido2VerificationException or CborContentException or JsonException
            or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException
            or CryptographicException or OverflowException)
        {
            return null;
        }
    }
}
