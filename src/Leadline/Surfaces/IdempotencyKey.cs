using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;

namespace Leadline.Surfaces;

/// <summary>
/// A call's Idempotency-Key as the database sees it: a hash of the key, a fingerprint of the call that nobody can make
/// without the key, and an answer that nobody can open without it. Answers hold keys, and bodies passwords: whoever
/// reads the table alone gets neither, as long as the key cannot be guessed.
/// </summary>
internal sealed class IdempotencyKey
{
    private static readonly byte[] Purpose = [.. "leadline kept answer"u8];

    private readonly byte[] cipherKey;

    /// <param name="accountId">Whose key it is.</param>
    /// <param name="text">The key, as the caller sent it.</param>
    /// <param name="request">The call, with its <paramref name="body"/>.</param>
    /// <param name="body">The body of the call.</param>
    /// <param name="usedOn">When the call was made.</param>
    public IdempotencyKey(int accountId, string text, HttpRequest request, ReadOnlySpan<byte> body, DateTime usedOn)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        (AccountId, UsedOn) = (accountId, usedOn);
        Hash = SHA256.HashData(secret);
        Fingerprint = IdempotencyFingerprint.Compute(request, body, secret);
        cipherKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, SealedBox.KeyBytes, salt: Fingerprint, info: Purpose);
    }

    public int AccountId { get; }

    public DateTime UsedOn { get; }

    /// <summary>What the key is found by.</summary>
    public byte[] Hash { get; }

    /// <summary>What tells the call from another one that bears the same key.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Orders keys, the same on every node.</summary>
    public string Order => $"{AccountId} {Convert.ToHexString(Hash)}";

    /// <summary>An answer as it is kept.</summary>
    public byte[] Seal(ReadOnlySpan<byte> answer) => SealedBox.Seal(cipherKey, answer);

    /// <summary>The answer that was kept of this very call.</summary>
    public byte[] Open(ReadOnlySpan<byte> kept) => SealedBox.Open(cipherKey, kept);
}
