using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Portals;

/// <summary>A key as it is sent: whose it is, and its two halves.</summary>
internal readonly record struct PortalKey(int AccountId, string Id, string Secret);

/// <summary>
/// The forms that the Portal API's keys take (extended §4.2): auth keys are base64, registration tokens hex, letters
/// and the account's number. Inside each there is an id to find it by and a secret that only its hash is kept of.
/// </summary>
internal static class PortalKeys
{
    private const int IdBytes = 12;
    private const string RegisterMark = "LR";

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The secret of a token, told by the secret key of who asks: the same whenever it is asked for, and kept nowhere.
    /// </summary>
    public static string Derive(string secretKey, string kind, string tokenId) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes($"leadline portal {kind} {tokenId}")));

    public static string AuthKey(PortalKey key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"p{key.AccountId}.{key.Id}.{key.Secret}"));

    public static string RegisterToken(PortalKey key) => $"{key.Id}{key.Secret}{RegisterMark}{key.AccountId}";

    /// <summary>The parts of an auth key; null when it is none. Bearer before it is let pass.</summary>
    public static PortalKey? ReadAuthKey(string? text)
    {
        var encoded =
            text is not null && text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? text[7..].Trim()
                : text?.Trim();
        if (encoded is not { Length: > 0 and <= 400 })
            return null;
        var bytes = new byte[encoded.Length];
        return Base64Url.IsValid(encoded) && Base64Url.TryDecodeFromChars(encoded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('.')
                is [['p', .. var account], { Length: IdBytes * 2 } id, { Length: 64 } secret]
            && int.TryParse(account, out var accountId) && IsHex(id)
            ? new PortalKey(accountId, id, secret)
            : null;
    }

    public static PortalKey? ReadRegisterToken(string? text)
    {
        const int secretEnd = (IdBytes * 2) + 64;
        var token = text?.Trim() ?? "";
        return token.Length is > secretEnd + 2 and < secretEnd + 14
            && token.AsSpan(secretEnd, 2).SequenceEqual(RegisterMark)
            && int.TryParse(token.AsSpan(secretEnd + 2), out var accountId) && IsHex(token[..(IdBytes * 2)])
            ? new PortalKey(accountId, token[..(IdBytes * 2)], token[(IdBytes * 2)..secretEnd])
            : null;
    }

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
