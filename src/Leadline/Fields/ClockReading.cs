namespace Leadline.Fields;

/// <summary>
/// The time of a day and its offset from UTC as RFC 3339 writes them; seconds and offset may be absent. What is finer
/// than 100 ns is cut. A leap second is the last instant before it, as it is in no other day or minute.
/// </summary>
internal readonly record struct ClockReading(TimeOnly Time, TimeSpan Offset, bool IsLeapSecond)
{
    private const int TickDigits = 7;

    public static bool TryRead(ReadOnlySpan<char> text, out ClockReading reading)
    {
        reading = default;
        if (!TryTake(ref text, 23, out var hour) || !TrySkip(ref text, ':') || !TryTake(ref text, 59, out var minute))
            return false;
        var second = 0;
        var ticks = 0L;
        if (TrySkip(ref text, ':') && !TryTake(ref text, 60, out second))
            return false;
        if (TrySkip(ref text, '.'))
            ticks = TakeFraction(ref text);
        if (!TryReadOffset(text, out var offset))
            return false;
        var isLeapSecond = second == 60;
        if (isLeapSecond)
            (second, ticks) = (59, TimeSpan.TicksPerSecond - 1);
        var time = new TimeOnly(hour, minute, second).Add(TimeSpan.FromTicks(ticks));
        reading = new ClockReading(time, offset, isLeapSecond);
        return true;
    }

    // Clients leave out the colon, as ISO 8601 lets them, or the 0 of +05:30.
    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is [] or ['Z'] or ['z'])
            return true;
        var isBehind = text is ['-', ..];
        if (!isBehind && text is not ['+', ..])
            return false;
        text = text[1..];
        if (text is [_, ':', ..])
            text = $"0{text}";
        if (!TryTake(ref text, 23, out var hours))
            return false;
        _ = TrySkip(ref text, ':');
        if (!TryTake(ref text, 59, out var minutes) || text.Length > 0)
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (isBehind)
            offset = -offset;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, int most, out int number)
    {
        number = 0;
        if (text is not [>= '0' and <= '9' and var tens, >= '0' and <= '9' and var ones, ..])
            return false;
        number = ((tens - '0') * 10) + ones - '0';
        text = text[2..];
        return number <= most;
    }

    private static long TakeFraction(ref ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart("0123456789");
        var length = text.Length - rest.Length;
        var ticks = 0L;
        for (var i = 0; i < TickDigits; i++)
            ticks = (ticks * 10) + (i < length ? text[i] - '0' : 0);
        text = rest;
        return ticks;
    }

    private static bool TrySkip(ref ReadOnlySpan<char> text, char character)
    {
        if (text.IsEmpty || text[0] != character)
            return false;
        text = text[1..];
        return true;
    }
}
