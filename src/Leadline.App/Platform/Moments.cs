using System.Globalization;

namespace Leadline.App.Platform;

/// <summary>Times as the user reads them: in the user's zone and language.</summary>
public sealed class Moments(Session session)
{
    /// <summary>14:02 today, Tue 24 Nov 14:02 this year, else with the year.</summary>
    public string Brief(DateTime moment)
    {
        var local = Local(moment);
        var now = Local(DateTime.UtcNow);
        var time = local.ToString("t", CultureInfo.CurrentCulture);
        if (local.Date == now.Date)
            return time;
        return local.Year == now.Year
            ? $"{local.ToString("ddd d MMM", CultureInfo.CurrentCulture)}, {time}"
            : $"{local.ToString("d MMM yyyy", CultureInfo.CurrentCulture)}, {time}";
    }

    /// <summary>The whole moment with its zone: for tooltips.</summary>
    public string Exact(DateTime moment)
    {
        var local = Local(moment);
        return $"{local.ToString("F", CultureInfo.CurrentCulture)} ({session.TimeZone.Id})";
    }

    /// <summary>The day, in words.</summary>
    public string Day(DateTime moment) => Local(moment).ToString("dddd, d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A moment of the wire as the user reads it; the text itself where it is none.</summary>
    public string Brief(string text) => Read(text) is { } moment ? Brief(moment) : text;

    /// <summary>A moment of the wire: UTC, in the API's own form or RFC 3339.</summary>
    public static DateTime? Read(string? text) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment)
            ? moment
            : null;

    public DateTime Local(DateTime moment) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(moment, DateTimeKind.Utc), session.TimeZone);

    /// <summary>A local time of the user as the wire has it.</summary>
    public DateTime Utc(DateTime local) =>
        TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), session.TimeZone);
}
