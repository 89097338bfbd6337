using System.Buffers.Text;

namespace Leadline.Bench.Load;

/// <summary>The bytes of one request, written again and again into the same array.</summary>
internal sealed class RequestBuffer
{
    private const int LengthDigits = 7;

    private byte[] bytes = new byte[4096];
    private int length;
    private int bodyStart;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
    }

    public void Append(byte character)
    {
        Room(1)[0] = character;
        length++;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        length += written;
    }

    /// <summary>A number in so many digits, zeros first.</summary>
    public void AppendDigits(long number, int digits)
    {
        var room = Room(digits)[..digits];
        for (var place = digits; place > 0; number /= 10) room[--place] = (byte)('0' + (number % 10));
        length += digits;
    }

    /// <summary>
    /// Ends the head. The length of the body is filled in by <see cref="EndBody"/>, spaces before it.
    /// </summary>
    public void BeginJsonBody()
    {
        Append("Content-Type: application/json\r\nContent-Length:        \r\n\r\n"u8);
        bodyStart = length;
    }

    public void EndBody()
    {
        var digits = bytes.AsSpan(bodyStart - 4 - LengthDigits, LengthDigits);
        var place = LengthDigits;
        for (var rest = length - bodyStart; rest > 0; rest /= 10) digits[--place] = (byte)('0' + (rest % 10));
        digits[..place].Fill((byte)' ');
    }

    private Span<byte> Room(int size)
    {
        if (bytes.Length - length < size) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
        return bytes.AsSpan(length);
    }
}
