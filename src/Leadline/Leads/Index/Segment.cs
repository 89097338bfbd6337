using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Npgsql;

namespace Leadline.Leads.Index;

/// <summary>
/// A piece of the index that never changes: entries by the time of their leads' change, the newest first, and for each
/// token the list of those that have it. Lists lie in parts, a row each: a token's is that of its hash modulo
/// <paramref name="Parts"/>, which is a power of two.
/// </summary>
/// <param name="Number">Counts up within the account.</param>
/// <param name="Count">How many entries it has.</param>
/// <param name="Parts">How many parts its lists are spread over.</param>
/// <param name="Bounds">The change of the newest of each <see cref="ChunkSize"/> entries.</param>
internal sealed record Segment(long Number, int Count, int Parts, DateTime[] Bounds)
{
    /// <summary>Entries that lie in one row.</summary>
    public const int ChunkSize = 64;

    private const int EntriesPerPart = 8;

    /// <summary>No entry is of a later change.</summary>
    public DateTime Newest => Bounds[0];

    public static Segment Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<DateTime[]>(3));

    public static int PartsFor(int entries) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries / EntriesPerPart, 1));

    public static int PartOf(int token, int parts) => token & (parts - 1);

    /// <summary>Adds a token's list to a part: hash, length in bytes, gaps.</summary>
    public static void AddList(ArrayBufferWriter<byte> part, int token, ReadOnlySpan<int> entries)
    {
        var (length, before) = (0, -1);
        foreach (var entry in entries)
        {
            length += VarInt.LengthOf(entry - before);
            before = entry;
        }

        BinaryPrimitives.WriteInt32LittleEndian(part.GetSpan(4), token);
        part.Advance(4);
        VarInt.Write(part, length);
        before = -1;
        foreach (var entry in entries)
        {
            VarInt.Write(part, entry - before);
            before = entry;
        }
    }

    /// <summary>The lists of a part.</summary>
    public static IEnumerable<(int Token, ReadOnlyMemory<byte> Gaps)> Lists(ReadOnlyMemory<byte> part)
    {
        for (var position = 0; position < part.Length;)
        {
            var token = BinaryPrimitives.ReadInt32LittleEndian(part.Span[position..]);
            position += 4;
            var length = VarInt.Read(part.Span, ref position);
            yield return (token, part.Slice(position, length));
            position += length;
        }
    }

    /// <summary>The list of a token in its part.</summary>
    public static PostingCursor ListOf(int token, ReadOnlyMemory<byte> part)
    {
        var bytes = part.Span;
        for (var position = 0; position < bytes.Length;)
        {
            var isIt = BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]) == token;
            position += 4;
            var length = VarInt.Read(bytes, ref position);
            if (isIt)
                return new PostingCursor.OfGaps(part.Slice(position, length));
            position += length;
        }

        return PostingCursor.None;
    }
}
