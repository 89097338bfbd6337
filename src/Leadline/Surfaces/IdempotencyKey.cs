using System.Security.Cryptography;
using System.Text;

namespace Leadline.Surfaces;

/// <summary>
/// A call's Idempotency-Key as the database sees it: a hash of the key, a fingerprint of the call that nobody can make
/// without the key, and an answer that nobody can open without it. Answers hold keys, and bodies passwords: whoever
/// reads the table alone gets neither, as long as the key cannot be guessed.
/// </summary>
internal sealed class IdempotencyKey
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int CipherKeyBytes = 32;

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
            HashAlgorithmName.SHA256, secret, CipherKeyBytes, salt: Fingerprint, info: Purpose);
    }

    public int AccountId { get; }

    public DateTime UsedOn { get; }

    /// <summary>What the key is found by.</summary>
    public byte[] Hash { get; }

    /// <summary>What tells the call from another one that bears the same key.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Orders keys, the same on every node.</summary>
    public string Order => $"{AccountId} {Convert.ToHexString(Hash)}";

    /// <summary>An answer as it is kept: nonce, tag and cipher text of AES-GCM.</summary>
    public byte[] Seal(ReadOnlySpan<byte> answer)
    {
        var kept = new byte[NonceBytes + TagBytes + answer.Length];
        var (nonce, tag, text) = (
            kept.AsMemory(0, NonceBytes), kept.AsMemory(NonceBytes, TagBytes), kept.AsMemory(NonceBytes + TagBytes));
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(cipherKey, TagBytes);
        cipher.Encrypt(nonce.Span, answer, text.Span, tag.Span);
        return kept;
    }

    /// <summary>The answer that was kept of this very call.</summary>
    public byte[] Open(ReadOnlySpan<byte> kept)
    {
        var answer = new byte[kept.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(cipherKey, TagBytes);
        cipher.Decrypt(
            kept[..NonceBytes], kept[(NonceBytes + TagBytes)..], kept.Slice(NonceBytes, TagBytes), answer);
        return answer;
    }
}
