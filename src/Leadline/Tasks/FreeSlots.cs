namespace Leadline.Tasks;

/// <summary>A stretch of time, in UTC.</summary>
internal readonly record struct TimeSlot(DateTime From, DateTime To);

/// <summary>When a user is free: within the working day, less the open appointments.</summary>
internal static class FreeSlots
{
    /// <summary>Users have appointments from this hour on, Mondays to Fridays, by the account's clock.</summary>
    public static readonly TimeSpan FirstHour = TimeSpan.FromHours(9);

    /// <summary>And until this one.</summary>
    public static readonly TimeSpan LastHour = TimeSpan.FromHours(18);

    /// <summary>The stretches of a window that are at least so long, the earliest first.</summary>
    public static IReadOnlyList<TimeSlot> Of(
        IReadOnlyList<TimeSlot> busy, TimeSlot window, TimeSpan shortest, TimeZoneInfo zone)
    {
        var free = new List<TimeSlot>();
        var ordered = busy.OrderBy(slot => slot.From).ToList();
        var day = TimeZoneInfo.ConvertTimeFromUtc(window.From, zone).Date.AddDays(-1);
        for (; Moment(day, TimeSpan.Zero, zone) < window.To; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            var from = Later(window.From, Moment(day, FirstHour, zone));
            var end = Earlier(window.To, Moment(day, LastHour, zone));
            foreach (var taken in ordered)
            {
                if (taken.To <= from)
                    continue;
                Add(from, Earlier(taken.From, end));
                from = Later(from, taken.To);
            }

            Add(from, end);
        }

        return free;

        void Add(DateTime from, DateTime to)
        {
            if (to - from >= shortest)
                free.Add(new TimeSlot(from, to));
        }
    }

    // An hour that the clock leaps over begins when it has leapt.
    private static DateTime Moment(DateTime day, TimeSpan hour, TimeZoneInfo zone)
    {
        var local = day + hour;
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
