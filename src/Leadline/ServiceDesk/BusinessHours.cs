namespace Leadline.ServiceDesk;

/// <summary>
/// A time of work in a day, in minutes from midnight by the clock on the wall; 1,440 is the end of the day.
/// </summary>
internal readonly record struct Shift(int From, int To);

/// <summary>A day without work. <paramref name="EveryYear"/>: on this day of each year.</summary>
internal sealed record Holiday(DateOnly Day, string Name = "", bool EveryYear = false);

/// <summary>When the desk works, in a time zone of its own.</summary>
internal sealed record BusinessHours
{
    public const int MinutesOfDay = 1440;

    /// <summary>Every second counts.</summary>
    public static readonly BusinessHours AroundTheClock = new()
    {
        Name = "Around the clock",
        TimeZone = "UTC",
        Week = Enum.GetValues<DayOfWeek>()
            .ToDictionary(day => day, _ => (IReadOnlyList<Shift>)[new Shift(0, MinutesOfDay)]),
    };

    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>IANA name, e.g. Asia/Kolkata.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The shifts of each day, in order and apart from each other; a day that is missing has none.</summary>
    public IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Shift>> Week { get; init; } =
        new Dictionary<DayOfWeek, IReadOnlyList<Shift>>();

    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>The shifts of a day of the calendar.</summary>
    public IReadOnlyList<Shift> ShiftsOf(DateOnly day) =>
        Holidays.Any(holiday => IsOn(holiday, day)) ? [] : Week.GetValueOrDefault(day.DayOfWeek, []);

    // A yearly 29 February is kept in leap years alone.
    private static bool IsOn(Holiday holiday, DateOnly day) =>
        holiday.Day == day || (holiday.EveryYear && holiday.Day.Month == day.Month && holiday.Day.Day == day.Day);
}
