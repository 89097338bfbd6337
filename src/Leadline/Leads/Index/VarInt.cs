using System.Buffers;
using System.Numerics;

namespace Leadline.Leads.Index;

/// <summary>Small whole numbers in few bytes: seven bits each, the lowest first.</summary>
internal static class VarInt
{
    public static int LengthOf(int value) => (BitOperations.Log2((uint)value | 1) / 7) + 1;

    public static int Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[position++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    public static void Write(ArrayBufferWriter<byte> bytes, int value)
    {
        var span = bytes.GetSpan(5);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        bytes.Advance(length);
    }
}
