using System.Globalization;

namespace Leadline.Fields;

/// <summary>
/// Dates and times as clients write them, and the one text each is stored as. Without an offset they are UTC (core
/// §1.4).
/// </summary>
internal static class FieldDates
{
    private const string CanonicalMoment = "yyyy-MM-dd HH:mm:ss.fff";
    private const string CanonicalTime = "HH:mm:ss";

    private static readonly string[] MomentForms =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-ddTHH:mmK",
    ];

    private static readonly string[] TimeForms =
        [CanonicalTime, "HH:mm", "HH:mm:ss.FFFFFFF", "h:mm tt", "hh:mm tt", "h:mm:ss tt", "hh:mm:ss tt"];

    public static bool TryReadMoment(ReadOnlySpan<char> text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(
            text.Trim(),
            MomentForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out moment);

    /// <summary>A time of day, alone or as that of a full date and time.</summary>
    public static bool TryReadTime(ReadOnlySpan<char> text, out TimeOnly time)
    {
        if (TimeOnly.TryParseExact(text.Trim(), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return true;
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
