using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Platform;

/// <summary>
/// Record ids: UUID version 7 that never run backwards on a node, so that rows append to their indexes.
/// </summary>
internal static class Ids
{
    // 48 bits of milliseconds and 12 bits of counter; a burst past 4,096 a millisecond borrows from the next.
    private static long last;

    // A system's random generator takes a microsecond a call, whether for eight bytes or for a few hundred.
    [ThreadStatic]
    private static byte[]? random;

    [ThreadStatic]
    private static int randomUsed;

    public static Guid New()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() << 12;
        long seen, next;
        do
        {
            seen = Interlocked.Read(ref last);
            next = Math.Max(now, seen + 1);
        }
        while (Interlocked.CompareExchange(ref last, next, seen) != seen);

        Span<byte> bytes = stackalloc byte[16];
        TakeRandom(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, ((next & ~0xFFFL) << 4) | 0x7000 | (next & 0xFFF));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The same id for the same name on every server, for things whose identity is their name.</summary>
    public static Guid Named(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static void TakeRandom(Span<byte> bytes)
    {
        random ??= new byte[512];
        if (randomUsed == 0)
            RandomNumberGenerator.Fill(random);
        random.AsSpan(randomUsed, bytes.Length).CopyTo(bytes);
        randomUsed = (randomUsed + bytes.Length) % random.Length;
    }
}
