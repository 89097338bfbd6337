using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Leadline.Tests.Users.SignIn;

/// <summary>An authenticator with one passkey, and the browser around it; each part of what they say can be wrong.</summary>
internal sealed class SoftwareAuthenticator(Uri origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(32);

    public string UserHandle { get; set; } = "";

    public Uri Origin { get; set; } = origin;

    public bool Verifies { get; set; } = true;

    public uint Count { get; set; }

    /// <summary>Makes the passkey, as navigator.credentials.create does.</summary>
    public object Make(JsonElement options)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        (int Label, object Value)[] members = [(1, 2), (3, -7), (-1, 1), (-2, point.X!), (-3, point.Y!)];
        foreach (var (label, value) in members)
        {
            cose.WriteInt32(label);
            if (value is byte[] coordinate)
                cose.WriteByteString(coordinate);
            else
                cose.WriteInt32((int)value);
        }

        cose.WriteEndMap();
        var rp = options.GetProperty("rp").GetProperty("id").GetString()!;
        byte[] data = [.. Data(rp, HasCredential), .. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. cose.Encode()];

        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Credential(new
        {
            clientDataJSON = Text(ClientData("webauthn.create", options)),
            attestationObject = Text(attestation.Encode()),
            transports = (string[])["internal"],
        });
    }

    /// <summary>Signs, as navigator.credentials.get does.</summary>
    public object Sign(JsonElement options)
    {
        var client = ClientData("webauthn.get", options);
        Count++;
        var data = Data(options.GetProperty("rpId").GetString()!, flags: 0);
        var signature = key.SignData(
            [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new
        {
            clientDataJSON = Text(client),
            authenticatorData = Text(data),
            signature = Text(signature),
            userHandle = UserHandle,
        });
    }

    public void Dispose() => key.Dispose();

    private object Credential(object response) => new
    {
        id = Text(CredentialId),
        rawId = Text(CredentialId),
        type = "public-key",
        authenticatorAttachment = "platform",
        clientExtensionResults = new { },
        response,
    };

    private byte[] Data(string relyingParty, byte flags)
    {
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)),
            (byte)(flags | Present | (Verifies ? Verified : 0)),
            .. count,
        ];
    }

    private byte[] ClientData(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = options.GetProperty("challenge").GetString(),
        origin = Origin.GetLeftPart(UriPartial.Authority),
        crossOrigin = false,
    });

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
