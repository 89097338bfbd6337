using System.Buffers.Binary;

namespace Leadline.Intake;

/// <summary>
/// Where a request stands: its account, its place among the account's requests, and when it came. The RequestID on the
/// wire is this in the form of a UUID version 7, so that a request is found by its primary key in the partition of its
/// day and needs no index of ids. It is no secret: a status is told to a key of the same account alone.
/// </summary>
internal readonly record struct RequestId(int AccountId, long Arrival, DateTime ReceivedOn)
{
    /// <summary>
    /// Bits of <see cref="Arrival"/>; the account's 32 fill the rest of what a UUID version 7 leaves free.
    /// </summary>
    private const int ArrivalBits = 42;

    private const int LowAccountBits = 62 - ArrivalBits;

    public Guid ToGuid()
    {
        var milliseconds = new DateTimeOffset(ReceivedOn).ToUnixTimeMilliseconds();
        var account = (ulong)(uint)AccountId;
        var high = ((ulong)milliseconds << 16) | 0x7000 | (account >> LowAccountBits);
        var low = 0x8000_0000_0000_0000 | ((account & ((1UL << LowAccountBits) - 1)) << ArrivalBits) | (ulong)Arrival;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>False for an id that was never given.</summary>
    public static bool TryRead(Guid id, out RequestId request)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var milliseconds = (long)(high >> 16);
        request = default;
        if (
            (high & 0xF000) != 0x7000
            || low >> 62 != 2
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return false;
        var account = ((high & 0xFFF) << LowAccountBits) | ((low >> ArrivalBits) & ((1UL << LowAccountBits) - 1));
        request = new RequestId(
            (int)(uint)account,
            (long)(low & ((1UL << ArrivalBits) - 1)),
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
        return true;
    }

    /// <summary>A moment as ids hold it: whole milliseconds.</summary>
    public static DateTime Moment(DateTime utc) => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
}
