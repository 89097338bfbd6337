using Leadline.App.Tasks;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Which days a calendar's month shows.</summary>
public sealed class TaskMonthTests
{
    private static readonly DateOnly Today = new(2026, 11, 29);

    [Theory]
    [InlineData("2026-11", DayOfWeek.Monday, "2026-10-26", "2026-12-06")]
    [InlineData("2026-11", DayOfWeek.Sunday, "2026-11-01", "2026-12-05")]
    [InlineData("2027-02", DayOfWeek.Monday, "2027-02-01", "2027-02-28")]
    [InlineData("2028-02", DayOfWeek.Saturday, "2028-01-29", "2028-03-03")]
    public void Weeks_are_whole_and_begin_as_they_do_here(string name, DayOfWeek begins, string from, string to)
    {
        var month = TaskMonth.Of(name, Today, begins);

        Assert.Equal((DateOnly.Parse(from), DateOnly.Parse(to)), (month.Days[0], month.Days[^1]));
        Assert.All(month.Weeks, week => Assert.Equal((7, begins), (week.Length, week[0].DayOfWeek)));
        Assert.Equal(month.Days.Count, month.Days.Distinct().Count());
        Assert.Equal(DateTime.DaysInMonth(month.First.Year, month.First.Month), month.Days.Count(month.Has));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("next")]
    [InlineData("2026-13")]
    [InlineData("0001-01")]
    [InlineData("9999-12")]
    public void An_address_without_a_month_is_the_present_one(string? name) =>
        Assert.Equal("2026-11", TaskMonth.Of(name, Today, DayOfWeek.Monday).Name);

    [Fact]
    public void Years_end()
    {
        var month = TaskMonth.Of("2026-12", Today, DayOfWeek.Monday);

        Assert.Equal(("2026-11", "2027-01"), (month.Previous, month.Next));
    }
}
