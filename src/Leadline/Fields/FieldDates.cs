using System.Globalization;

namespace Leadline.Fields;

/// <summary>A moment as it was written, by the clock of its offset, and in UTC.</summary>
internal readonly record struct WrittenMoment(DateTime DateTime, DateTime UtcDateTime)
{
    /// <summary>The calendar day as written.</summary>
    public DateTime Date => DateTime.Date;
}

/// <summary>
/// Dates and times as clients write them, and the one text each is stored as. Without an offset they are UTC (core
/// §1.4).
/// </summary>
internal static class FieldDates
{
    private const string CanonicalMoment = "yyyy-MM-dd HH:mm:ss.fff";
    private const string CanonicalTime = "HH:mm:ss";

    private static readonly string[] TwelveHourForms = ["h:mm tt", "hh:mm tt", "h:mm:ss tt", "hh:mm:ss tt"];

    /// <summary>
    /// As <see cref="TryReadMoment"/>, in UTC: null where nothing was sent or blanks, false for what is no moment.
    /// </summary>
    public static bool TryReadUtc(string? text, out DateTime? utc)
    {
        utc = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!TryReadMoment(text, out var moment))
            return false;
        utc = moment.UtcDateTime;
        return true;
    }

    /// <summary>
    /// Every date-time of RFC 3339, with or without seconds and an offset; or a day alone, which is its beginning.
    /// </summary>
    public static bool TryReadMoment(ReadOnlySpan<char> text, out WrittenMoment moment)
    {
        moment = default;
        text = text.Trim();
        const int dayLength = 10;
        if (text.Length < dayLength || !DateOnly.TryParseExact(
                text[..dayLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return false;
        var clock = default(ClockReading);
        var rest = text[dayLength..];
        if (rest.Length > 0 && (rest[0] is not ('T' or 't' or ' ') || !ClockReading.TryRead(rest[1..], out clock)))
            return false;
        var written = day.ToDateTime(clock.Time);
        var utcTicks = written.Ticks - clock.Offset.Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks)
            return false;
        moment = new WrittenMoment(written, new DateTime(utcTicks, DateTimeKind.Utc));
        return !clock.IsLeapSecond || moment.UtcDateTime is { Hour: 23, Minute: 59 } utc && utc.AddDays(1).Day == 1;
    }

    /// <summary>A time of day, alone or as that of a full date and time.</summary>
    public static bool TryReadTime(ReadOnlySpan<char> text, out TimeOnly time)
    {
        text = text.Trim();
        if (TimeOnly.TryParseExact(
                text, TwelveHourForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return true;
        if (ClockReading.TryRead(text, out var clock))
        {
            time = clock.Time;
            return !clock.IsLeapSecond || clock.Time.Add(-clock.Offset) is { Hour: 23, Minute: 59 };
        }

        if (!TryReadMoment(text, out var moment))
            return false;
        time = TimeOnly.FromDateTime(moment.DateTime);
        return true;
    }

    /// <summary>
    /// Milliseconds are kept, what is finer is cut. Gives back <paramref name="sent"/> itself where it is canonical.
    /// </summary>
    public static string Canonical(DateTime moment, string sent)
    {
        Span<char> text = stackalloc char[CanonicalMoment.Length];
        moment.TryFormat(text, out _, CanonicalMoment, CultureInfo.InvariantCulture);
        return text.SequenceEqual(sent) ? sent : text.ToString();
    }

    /// <summary>Whole seconds. Gives back <paramref name="sent"/> itself where it is canonical.</summary>
    public static string Canonical(TimeOnly time, string sent)
    {
        Span<char> text = stackalloc char[CanonicalTime.Length];
        time.TryFormat(text, out _, CanonicalTime, CultureInfo.InvariantCulture);
        return text.SequenceEqual(sent) ? sent : text.ToString();
    }
}
