using System.Security.Cryptography;

namespace Leadline.Platform;

/// <summary>Bytes that nobody reads or changes without the key: nonce, tag and cipher text of AES-256-GCM.</summary>
internal static class SealedBox
{
    /// <summary>Bytes of every key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes that a box has beyond what is in it.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Overhead + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, box.AsSpan(Overhead), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was sealed with another key, or changed.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> box)
    {
        var plain = new byte[box.Length - Overhead];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(box[..NonceBytes], box[Overhead..], box[NonceBytes..Overhead], plain);
        return plain;
    }
}
