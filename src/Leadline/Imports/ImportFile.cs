using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Leadline.Platform.Errors;

namespace Leadline.Imports;

/// <summary>
/// A file on its way in: gathers parts of <see cref="ImportLimits.PartBytes"/>, and sees that all of it is UTF-8 text.
/// </summary>
internal sealed class ImportFile : IDisposable
{
    // Bytes of a character that the part before ended within.
    private const int MostCarried = 3;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] bytes = new byte[MostCarried + ImportLimits.PartBytes];
    private int filled;
    private int carried;

    /// <summary>Bytes that have been taken in.</summary>
    public long Length { get; private set; }

    public bool IsFull => filled == ImportLimits.PartBytes;

    /// <summary>The part that is being filled.</summary>
    public ReadOnlyMemory<byte> Part => bytes.AsMemory(MostCarried, filled);

    /// <summary>Takes in what the part has room for; how much that was.</summary>
    public int Take(ReadOnlySequence<byte> more)
    {
        var taken = (int)Math.Min(more.Length, ImportLimits.PartBytes - filled);
        more.Slice(0, taken).CopyTo(bytes.AsSpan(MostCarried + filled));
        filled += taken;
        Length += taken;
        return taken;
    }

    /// <summary>Looks at the part, which is full or the last.</summary>
    public Failure? Check(bool isLast)
    {
        hash.AppendData(Part.Span);
        var text = bytes.AsSpan(MostCarried - carried, carried + filled);
        var whole = isLast ? text.Length : text.Length - Unfinished(text);
        if (Length == filled && Mark(text) is { } mark)
            return mark;
        if (text.Contains((byte)0))
            return Unfit("It holds zero bytes, so it is UTF-16 text or no text at all.");
        if (!Utf8.IsValid(text[..whole]))
            return Unfit($"It has a byte that is not UTF-8 at {Length - text.Length + Fault(text)}.");
        return null;
    }

    /// <summary>Begins the next part.</summary>
    public void Next()
    {
        var text = bytes.AsSpan(MostCarried - carried, carried + filled);
        carried = Unfinished(text);
        text[^carried..].CopyTo(bytes.AsSpan(MostCarried - carried));
        filled = 0;
    }

    /// <summary>What tells the file from any other.</summary>
    public byte[] Hash() => hash.GetHashAndReset();

    public void Dispose() => hash.Dispose();

    private static Failure? Mark(ReadOnlySpan<byte> text) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            ? Unfit("It is UTF-16 text.")
            : text.StartsWith("PK\x03\x04"u8) ? Unfit("It is a workbook or another archive, not text.")
            : null;

    private static Failure Unfit(string what) =>
        new(ErrorCode.MalformedBody, $"{what} Save it as UTF-8 text and send it again.");

    /// <summary>Bytes at the end that begin a character whose rest is still to come.</summary>
    private static int Unfinished(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(MostCarried, text.Length); back++)
        {
            var lead = text[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            var needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            return needed > back ? back : 0;
        }

        return 0;
    }

    private static int Fault(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }
}
