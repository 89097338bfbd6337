using System.Buffers.Text;

namespace Leadline.Bench.Load;

/// <summary>
/// Reads one HTTP/1.1 answer after another from the bytes of a connection: the status, whether the server will close,
/// and the body by Content-Length or in chunks, which are joined in place.
/// </summary>
internal sealed class ResponseReader
{
    private byte[] bytes = new byte[16 * 1024];
    private int filled;
    private int bodyStart;
    private int bodyEnd;
    private int scanned;
    private int chunkLeft;
    private bool chunked;

    public int Status { get; private set; }

    /// <summary>The server said that it closes the connection after this answer.</summary>
    public bool Closes { get; private set; }

    public ReadOnlySpan<byte> Body => bytes.AsSpan(bodyStart, bodyEnd - bodyStart);

    /// <summary>Where the next bytes received belong.</summary>
    public Span<byte> Free
    {
        get
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, bytes.Length * 2);
            return bytes.AsSpan(filled);
        }
    }

    public void Clear()
    {
        (filled, bodyStart, bodyEnd, scanned, chunkLeft) = (0, 0, 0, 0, 0);
        (chunked, Closes, Status) = (false, false, 0);
    }

    /// <summary>Takes in bytes received into <see cref="Free"/>; true when the answer is whole.</summary>
    /// <exception cref="InvalidDataException">This is not HTTP/1.1 as a server may answer here.</exception>
    public bool Take(int received)
    {
        filled += received;
        if (bodyStart == 0 && !ReadHead()) return false;
        return chunked ? JoinChunks() : filled >= bodyEnd;
    }

    private bool ReadHead()
    {
        var head = bytes.AsSpan(0, filled);
        var end = head.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        head = head[..(end + 2)];
        if (!head.StartsWith("HTTP/1."u8) || head.Length < 14
            || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _))
            throw new InvalidDataException("The answer does not begin with a status line.");
        Status = status;
        bodyStart = bodyEnd = scanned = end + 4;

        var framed = status is 204 or 304;
        while ((head = head[(head.IndexOf((byte)'\n') + 1)..]).Length > 0)
            framed |= ReadHeader(head[..head.IndexOf((byte)'\r')]);
        return framed ? true : throw new InvalidDataException("The answer has neither a Content-Length nor chunks.");
    }

    private bool ReadHeader(ReadOnlySpan<byte> line)
    {
        if (HasName(line, "content-length:"u8))
        {
            var value = line["content-length:".Length..].Trim((byte)' ');
            if (!Utf8Parser.TryParse(value, out int size, out var used) || used != value.Length)
                throw new InvalidDataException("The Content-Length is not a number.");
            bodyEnd = bodyStart + size;
            return true;
        }

        if (HasName(line, "transfer-encoding:"u8)) return chunked = true;
        // "close", in whatever case.
        if (HasName(line, "connection:"u8)) Closes = line["connection:".Length..].IndexOf("lose"u8) >= 0;
        return false;
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerCaseName)
    {
        if (line.Length < lowerCaseName.Length || (line[0] | 0x20) != lowerCaseName[0]) return false;
        for (var place = 1; place < lowerCaseName.Length; place++)
            if ((line[place] | 0x20) != (lowerCaseName[place] | 0x20)) return false;
        return true;
    }

    private bool JoinChunks()
    {
        while (true)
        {
            if (chunkLeft > 0)
            {
                var part = Math.Min(chunkLeft, filled - scanned);
                bytes.AsSpan(scanned, part).CopyTo(bytes.AsSpan(bodyEnd));
                (bodyEnd, scanned, chunkLeft) = (bodyEnd + part, scanned + part, chunkLeft - part);
                if (chunkLeft > 0) return false;
                chunkLeft = -1;
            }

            // A line is the size of the next chunk, or the empty rest after one (chunkLeft is -1).
            var line = bytes.AsSpan(scanned, filled - scanned);
            var end = line.IndexOf("\r\n"u8);
            if (end < 0) return false;
            if (chunkLeft < 0)
            {
                (scanned, chunkLeft) = (scanned + end + 2, 0);
                continue;
            }

            if (!Utf8Parser.TryParse(line[..end], out int size, out _, 'x'))
                throw new InvalidDataException("A chunk does not begin with its size.");
            if (size == 0) return line[end..].IndexOf("\r\n\r\n"u8) >= 0;
            (scanned, chunkLeft) = (scanned + end + 2, size);
        }
    }
}
