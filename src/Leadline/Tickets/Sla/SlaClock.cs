using Leadline.ServiceDesk;

namespace Leadline.Tickets.Sla;

/// <summary>
/// When a promise falls due: a pure function of business hours, beginning, target and pauses. Time counts while the
/// desk works and does not wait for the customer.
/// </summary>
internal static class SlaClock
{
    /// <summary>Days that are looked at; hours that never come to the target within them promise nothing.</summary>
    private const int MostDays = 3660;

    /// <summary>
    /// The moment at which <paramref name="target"/> of business time has passed since <paramref name="start"/>; null
    /// while an open pause keeps it from being known. A target that is reached as the desk closes is due then, not at
    /// the next opening.
    /// </summary>
    public static DateTime? Due(BusinessHours hours, DateTime start, TimeSpan target, IReadOnlyList<Pause> pauses)
    {
        var left = target;
        foreach (var (open, close) in WorkAfter(hours, start))
        {
            foreach (var (from, to) in Apart(open, close, pauses))
            {
                if (left <= to - from)
                    return from + left;
                left -= to - from;
            }

            if (pauses is [.., { To: null } last] && last.From <= close)
                return null;
        }

        return null;
    }

    /// <summary>The times of work from a moment on, in UTC, as far as is looked.</summary>
    private static IEnumerable<(DateTime From, DateTime To)> WorkAfter(BusinessHours hours, DateTime start)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone);
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(start, zone)).AddDays(-1);
        for (var ahead = 0; ahead < MostDays; ahead++)
        {
            var day = first.AddDays(ahead);
            foreach (var shift in hours.ShiftsOf(day))
            {
                var (open, close) = (Moment(zone, day, shift.From), Moment(zone, day, shift.To));
                if (close > start && close > open)
                    yield return (open < start ? start : open, close);
            }
        }
    }

    /// <summary>What the pauses, which are in order, leave of a time of work.</summary>
    private static IEnumerable<(DateTime From, DateTime To)> Apart(
        DateTime open, DateTime close, IReadOnlyList<Pause> pauses)
    {
        foreach (var pause in pauses)
        {
            if (pause.From >= close)
                break;
            if (pause.To <= open)
                continue;
            if (pause.From > open)
                yield return (open, pause.From);
            open = pause.To ?? close;
            if (open >= close)
                yield break;
        }

        yield return (open, close);
    }

    /// <summary>
    /// The moment at which the wall's clock shows this time. Where it shows it twice, the first time; where it jumps
    /// over it, the moment of the jump.
    /// </summary>
    private static DateTime Moment(TimeZoneInfo zone, DateOnly day, int minutes)
    {
        var wall = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        if (zone.IsInvalidTime(wall))
            return Jump(zone, DateTime.SpecifyKind(wall, DateTimeKind.Utc));
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc);
    }

    // No zone is further from UTC than 14 hours, and none jumps twice within such a time.
    private static DateTime Jump(TimeZoneInfo zone, DateTime near)
    {
        var (before, after) = (near.AddHours(-15), near.AddHours(15));
        var offset = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + ((after - before) / 2);
            if (zone.GetUtcOffset(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }
}
