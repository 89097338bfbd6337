using System.Globalization;

namespace Leadline.App.Tasks;

/// <summary>A month as a calendar shows it: whole weeks, beginning with the day that weeks begin with here.</summary>
public sealed record TaskMonth
{
    private const int DaysOfWeek = 7;
    private const string Form = "yyyy-MM";

    private TaskMonth(DateOnly first, DayOfWeek weekBegins)
    {
        First = first;
        var before = ((int)first.DayOfWeek - (int)weekBegins + DaysOfWeek) % DaysOfWeek;
        var days = before + DateTime.DaysInMonth(first.Year, first.Month);
        Days =
        [
            .. Enumerable.Range(-before, (days + DaysOfWeek - 1) / DaysOfWeek * DaysOfWeek).Select(first.AddDays),
        ];
    }

    /// <summary>The first day of the month.</summary>
    public DateOnly First { get; }

    /// <summary>Its days, and those before and after it that fill its weeks.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>As its address has it: 2026-11.</summary>
    public string Name => Named(First);

    public string Previous => Named(First.AddMonths(-1));

    public string Next => Named(First.AddMonths(1));

    public IEnumerable<DateOnly[]> Weeks => Days.Chunk(DaysOfWeek);

    /// <summary>The month of an address; the present one where it names none.</summary>
    public static TaskMonth Of(string? name, DateOnly today, DayOfWeek weekBegins) =>
        DateOnly.TryParseExact(name, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1 and < 9999
            ? new TaskMonth(day, weekBegins)
            : new TaskMonth(today.AddDays(1 - today.Day), weekBegins);

    public bool Has(DateOnly day) => (day.Year, day.Month) == (First.Year, First.Month);

    private static string Named(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);
}
