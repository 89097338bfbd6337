using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Accounts;

/// <summary>
/// Makes keys and checks them. Secrets are 256 random bits, so a plain SHA-256 of them is safe to keep.
/// </summary>
internal static class Secrets
{
    /// <summary>Characters of the public half of a key, at most.</summary>
    public const int LongestAccessKey = 64;

    private const int LongestSecret = 4_000;

    /// <summary>
    /// A new key pair. The public half starts <c>u$r{account}-</c>, which tells the account that it belongs to.
    /// </summary>
    public static (string AccessKey, string Secret) NewKey(int accountId) =>
        ($"u$r{accountId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}", NewSecret());

    /// <summary>
    /// One token out of both halves, for APIs that send a single string: <c>r{account}-{id}.{secret}</c>.
    /// </summary>
    public static (string AccessKey, string Secret, string Token) NewToken(int accountId)
    {
        var (accessKey, secret) = (
            $"r{accountId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}", NewSecret());
        return (accessKey, secret, $"{accessKey}.{secret}");
    }

    public static string NewPassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string secret, byte[] hash)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        if (secret.Length > LongestSecret)
            return false;
        var utf8 = secret.Length <= 200 ? stackalloc byte[secret.Length * 3] : new byte[secret.Length * 3];
        var length = Encoding.UTF8.GetBytes(secret, utf8);
        SHA256.HashData(utf8[..length], actual);
        return CryptographicOperations.FixedTimeEquals(actual, hash);
    }

    /// <summary>The account that an access key or token says it belongs to; null if it is none of ours.</summary>
    public static int? AccountOf(string accessKey)
    {
        var start = accessKey.IndexOf('r') + 1;
        var end = accessKey.IndexOf('-');
        return start > 0 && end > start && int.TryParse(accessKey.AsSpan(start, end - start), out var account)
            ? account
            : null;
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
