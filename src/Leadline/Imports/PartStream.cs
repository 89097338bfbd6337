namespace Leadline.Imports;

/// <summary>The file of an import from some byte on, read from the database a part ahead.</summary>
internal sealed class PartStream(ImportStore store, LeadImport import, long from) : Stream
{
    private ReadOnlyMemory<byte> part;
    private Task<byte[]?>? ahead;
    private long position = from;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (part.IsEmpty)
        {
            if (position >= import.Bytes)
                return 0;
            var number = (int)(position / ImportLimits.PartBytes);
            var content = await (ahead ?? Load(number))
                ?? throw new EndOfStreamException("A part of the file is gone.");
            ahead = (number + 1L) * ImportLimits.PartBytes < import.Bytes ? Load(number + 1) : null;
            part = content.AsMemory((int)(position % ImportLimits.PartBytes));
        }

        var length = Math.Min(part.Length, buffer.Length);
        part[..length].CopyTo(buffer);
        part = part[length..];
        position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Task<byte[]?> Load(int number) => store.ReadPart(import.AccountId, import.ImportId, number);
}
