using Leadline.Tasks;
using Xunit;

namespace Leadline.Tests.Tasks;

public sealed class FreeSlotsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Appointments_that_touch_overlap_or_lie_in_one_another_leave_what_is_between()
    {
        var free = Free(
            "2027-05-03 00:00", "2027-05-04 00:00", 30,
            ("2027-05-03 08:00", "2027-05-03 09:00"),
            ("2027-05-03 08:15", "2027-05-03 08:30"),
            ("2027-05-03 09:00", "2027-05-03 10:00"),
            ("2027-05-03 10:29", "2027-05-03 11:00"),
            ("2027-05-03 15:00", "2027-05-03 23:00"));

        Assert.Equal(["2027-05-03 07:00 - 2027-05-03 08:00", "2027-05-03 11:00 - 2027-05-03 15:00"], free);
    }

    [Fact]
    public void A_window_begins_and_ends_within_a_day_and_leaps_the_weekend() => Assert.Equal(
        ["2027-05-07 13:00 - 2027-05-07 16:00", "2027-05-10 07:00 - 2027-05-10 08:00"],
        Free("2027-05-07 13:00", "2027-05-10 08:00", 30));

    [Fact]
    public void The_hours_are_the_clocks_where_it_changes() => Assert.Equal(
        ["2027-03-26 08:00 - 2027-03-26 17:00", "2027-03-29 07:00 - 2027-03-29 16:00"],
        Free("2027-03-26 00:00", "2027-03-30 00:00", 30));

    [Fact]
    public void An_appointment_of_many_days_takes_all_of_them() => Assert.Equal(
        [], Free("2027-05-03 00:00", "2027-05-05 00:00", 1, ("2027-05-01 00:00", "2027-05-09 00:00")));

    private static IEnumerable<string> Free(string from, string to, int minutes, params (string From, string To)[] busy) =>
        FreeSlots.Of([.. busy.Select(Slot)], Slot((from, to)), TimeSpan.FromMinutes(minutes), Berlin)
            .Select(slot => $"{slot.From:yyyy-MM-dd HH:mm} - {slot.To:yyyy-MM-dd HH:mm}");

    private static TimeSlot Slot((string From, string To) slot) => new(Moment(slot.From), Moment(slot.To));

    private static DateTime Moment(string text) => DateTime.SpecifyKind(DateTime.Parse(text), DateTimeKind.Utc);
}
