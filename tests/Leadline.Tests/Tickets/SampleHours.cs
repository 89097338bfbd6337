using System.Globalization;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tests.Tickets;

/// <summary>Business hours that the tests of due times speak of.</summary>
internal static class SampleHours
{
    private static readonly DayOfWeek[] MondayToFriday =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    public static BusinessHours Of(string name) => name switch
    {
        "office" => Hours("UTC", MondayToFriday, "09:00-17:00"),
        "around the clock" => BusinessHours.AroundTheClock,
        "kolkata" => Hours("Asia/Kolkata", MondayToFriday, "09:00-17:00"),
        "split" => Hours("Asia/Kolkata", MondayToFriday, "09:00-13:00", "14:00-18:00") is var split
            ? split with { Week = With(split.Week, DayOfWeek.Saturday, "10:00-14:00") }
            : split,
        "kathmandu" => Hours("Asia/Kathmandu", [DayOfWeek.Sunday, .. MondayToFriday], "10:00-17:00"),
        "new york" => Hours("America/New_York", MondayToFriday, "09:00-17:00"),
        "new york all day" => Hours("America/New_York", EveryDay, "00:00-24:00"),
        "new york night" => Hours("America/New_York", EveryDay, "00:00-06:00", "22:00-24:00"),
        "small hours" => Hours("America/New_York", EveryDay, "00:00-06:00"),
        "from 2:30" => Hours("America/New_York", EveryDay, "02:30-04:00"),
        "from 1:30" => Hours("America/New_York", EveryDay, "01:30-03:00"),
        "until 1:30" => Hours("America/New_York", EveryDay, "00:00-01:30"),
        "london" => Hours("Europe/London", MondayToFriday, "09:00-17:00"),
        "london night" => Hours("Europe/London", EveryDay, "00:00-04:00"),
        "lord howe" => Hours("Australia/Lord_Howe", EveryDay, "00:00-06:00"),
        "cairo" => Hours("Africa/Cairo", EveryDay, "00:00-24:00"),
        "sydney" => Hours("Australia/Sydney", MondayToFriday, "09:00-17:00"),
        "office with holidays" => Of("office") with
        {
            Holidays = [Day("2026-01-26"), Day("2026-12-25", everyYear: true), Day("2028-02-29", everyYear: true)],
        },
        "kolkata with holidays" => Of("kolkata") with { Holidays = [Day("2026-01-26")] },
        "london at easter" => Of("london") with { Holidays = [Day("2026-04-03"), Day("2026-04-06")] },
        "never" => new BusinessHours { Week = new Dictionary<DayOfWeek, IReadOnlyList<Shift>>() },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such hours."),
    };

    private static BusinessHours Hours(string zone, DayOfWeek[] days, params string[] shifts) => new()
    {
        TimeZone = zone,
        Week = days.ToDictionary(day => day, _ => (IReadOnlyList<Shift>)[.. shifts.Select(Read)]),
    };

    private static Dictionary<DayOfWeek, IReadOnlyList<Shift>> With(
        IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Shift>> week, DayOfWeek day, string shift) => new(week) { [day] = [Read(shift)] };

    private static Holiday Day(string day, bool everyYear = false) =>
        new(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), EveryYear: everyYear);

    private static Shift Read(string shift)
    {
        var parts = shift.Split('-', ':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new Shift((parts[0] * 60) + parts[1], (parts[2] * 60) + parts[3]);
    }
}
