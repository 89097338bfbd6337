using System.Globalization;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>
/// When promises fall due: each row was worked out by hand, with the wall's clock and its offset written down. In 2026 New York's
/// clocks change on 8 March and 1 November, London's on 29 March and 25 October, those of Sydney and Lord Howe on 5 April and
/// 4 October, and Cairo's as 24 April begins and as 29 October ends. 5 January is a Monday.
/// </summary>
public sealed class SlaClockTests
{
    private const string Unknown = "unknown";

    [Theory]
    // Hours of an office.
    [InlineData("office", "2026-01-05T09:00Z", 60, "2026-01-05T10:00Z")]
    [InlineData("office", "2026-01-07T16:00Z", 180, "2026-01-08T11:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 480, "2026-01-05T17:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 481, "2026-01-06T09:01Z")]
    [InlineData("office", "2026-01-09T16:59Z", 2, "2026-01-12T09:01Z")]
    [InlineData("office", "2026-01-09T17:00Z", 1, "2026-01-12T09:01Z")]
    [InlineData("office", "2026-01-10T12:00Z", 60, "2026-01-12T10:00Z")]
    [InlineData("office", "2026-01-11T23:59Z", 480, "2026-01-12T17:00Z")]
    [InlineData("office", "2026-01-05T08:59:30Z", 30, "2026-01-05T09:30Z")]
    [InlineData("office", "2026-01-05T16:59:30Z", 1, "2026-01-06T09:00:30Z")]
    [InlineData("office", "2026-01-05T09:00Z", 2400, "2026-01-09T17:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 2401, "2026-01-12T09:01Z")]
    [InlineData("office", "2026-02-26T12:00Z", 960, "2026-03-02T12:00Z")]
    [InlineData("office", "2028-02-28T09:00Z", 1020, "2028-03-01T10:00Z")]
    [InlineData("office", "2026-12-31T16:00Z", 120, "2027-01-01T10:00Z")]
    [InlineData("around the clock", "2026-01-10T23:30Z", 4320, "2026-01-13T23:30Z")]
    [InlineData("never", "2026-01-05T09:00Z", 60, Unknown)]

    // A break at noon, and a short Saturday.
    [InlineData("split", "2026-01-05T12:30+05:30", 60, "2026-01-05T14:30+05:30")]
    [InlineData("split", "2026-01-05T13:30+05:30", 30, "2026-01-05T14:30+05:30")]
    [InlineData("split", "2026-01-05T12:30+05:30", 30, "2026-01-05T13:00+05:30")]
    [InlineData("split", "2026-01-09T17:00+05:30", 120, "2026-01-10T11:00+05:30")]
    [InlineData("split", "2026-01-10T13:00+05:30", 120, "2026-01-12T10:00+05:30")]
    [InlineData("split", "2026-01-05T09:00+05:30", 480, "2026-01-05T18:00+05:30")]
    [InlineData("split", "2026-01-05T09:00+05:30", 481, "2026-01-06T09:01+05:30")]

    // Time zones: the desk's day is not UTC's.
    [InlineData("kolkata", "2026-01-05T03:30Z", 60, "2026-01-05T10:00+05:30")]
    [InlineData("kolkata", "2026-01-05T11:29Z", 2, "2026-01-06T09:01+05:30")]
    [InlineData("kolkata", "2026-01-04T20:00Z", 30, "2026-01-05T09:30+05:30")]
    [InlineData("kathmandu", "2026-01-03T12:00+05:45", 60, "2026-01-04T11:00+05:45")]
    [InlineData("kathmandu", "2026-01-09T16:30+05:45", 60, "2026-01-11T10:30+05:45")]
    [InlineData("new york night", "2026-01-05T23:00-05:00", 120, "2026-01-06T01:00-05:00")]
    [InlineData("new york night", "2026-01-05T05:30-05:00", 60, "2026-01-05T22:30-05:00")]
    [InlineData("new york night", "2026-01-06T00:00-05:00", 60, "2026-01-06T01:00-05:00")]

    // Clocks change over the weekend.
    [InlineData("new york", "2026-03-06T16:00-05:00", 120, "2026-03-09T10:00-04:00")]
    [InlineData("new york", "2026-10-30T16:00-04:00", 120, "2026-11-02T10:00-05:00")]
    [InlineData("sydney", "2026-04-03T16:00+11:00", 120, "2026-04-06T10:00+10:00")]
    [InlineData("sydney", "2026-10-02T16:00+10:00", 120, "2026-10-05T10:00+11:00")]

    // A day of 23 hours, and one of 25.
    [InlineData("new york all day", "2026-03-07T12:00-05:00", 1440, "2026-03-08T13:00-04:00")]
    [InlineData("new york all day", "2026-10-31T12:00-04:00", 1440, "2026-11-01T11:00-05:00")]

    // The night in which the clock jumps from 2 to 3.
    [InlineData("small hours", "2026-03-08T00:00-05:00", 300, "2026-03-08T06:00-04:00")]
    [InlineData("small hours", "2026-03-08T00:00-05:00", 301, "2026-03-09T00:01-04:00")]
    [InlineData("small hours", "2026-03-07T23:00-05:00", 150, "2026-03-08T03:30-04:00")]
    [InlineData("from 2:30", "2026-03-08T00:00-05:00", 60, "2026-03-08T04:00-04:00")]
    [InlineData("from 2:30", "2026-03-08T00:00-05:00", 61, "2026-03-09T02:31-04:00")]
    [InlineData("from 2:30", "2026-03-07T02:30-05:00", 90, "2026-03-07T04:00-05:00")]

    // The night in which the hour from 1 to 2 comes twice.
    [InlineData("small hours", "2026-11-01T00:00-04:00", 360, "2026-11-01T05:00-05:00")]
    [InlineData("small hours", "2026-11-01T00:00-04:00", 420, "2026-11-01T06:00-05:00")]
    [InlineData("small hours", "2026-11-01T00:00-04:00", 421, "2026-11-02T00:01-05:00")]
    [InlineData("small hours", "2026-11-01T01:30-05:00", 60, "2026-11-01T02:30-05:00")]
    [InlineData("small hours", "2026-11-01T01:30-04:00", 60, "2026-11-01T01:30-05:00")]
    [InlineData("from 1:30", "2026-11-01T00:00-04:00", 60, "2026-11-01T01:30-05:00")]
    [InlineData("from 1:30", "2026-11-01T00:00-04:00", 150, "2026-11-01T03:00-05:00")]
    [InlineData("until 1:30", "2026-11-01T00:00-04:00", 90, "2026-11-01T01:30-04:00")]
    [InlineData("until 1:30", "2026-11-01T00:00-04:00", 91, "2026-11-02T00:01-05:00")]

    // Other jumps: London's at 1, Lord Howe's of half an hour, Cairo's at midnight.
    [InlineData("london night", "2026-03-29T00:00Z", 180, "2026-03-29T04:00+01:00")]
    [InlineData("london night", "2026-10-25T00:00+01:00", 300, "2026-10-25T04:00Z")]
    [InlineData("lord howe", "2026-10-04T00:00+10:30", 330, "2026-10-04T06:00+11:00")]
    [InlineData("lord howe", "2026-04-05T00:00+11:00", 390, "2026-04-05T06:00+10:30")]
    [InlineData("cairo", "2026-04-23T23:30+02:00", 60, "2026-04-24T01:30+03:00")]
    [InlineData("cairo", "2026-10-29T23:30+03:00", 90, "2026-10-30T00:00+02:00")]

    // Holidays: once, every year, by the desk's calendar.
    [InlineData("office with holidays", "2026-01-23T16:00Z", 120, "2026-01-27T10:00Z")]
    [InlineData("office with holidays", "2026-01-26T10:00Z", 60, "2026-01-27T10:00Z")]
    [InlineData("office with holidays", "2026-12-24T16:00Z", 120, "2026-12-28T10:00Z")]
    [InlineData("office with holidays", "2028-12-22T16:00Z", 120, "2028-12-26T10:00Z")]
    [InlineData("office with holidays", "2027-01-26T10:00Z", 60, "2027-01-26T11:00Z")]
    [InlineData("office with holidays", "2027-02-26T16:00Z", 120, "2027-03-01T10:00Z")]
    [InlineData("office with holidays", "2028-02-28T16:00Z", 120, "2028-03-01T10:00Z")]
    [InlineData("kolkata with holidays", "2026-01-25T19:00Z", 60, "2026-01-27T10:00+05:30")]
    [InlineData("london at easter", "2026-04-02T16:00+01:00", 120, "2026-04-07T10:00+01:00")]
    public void Promises_fall_due_by_the_desks_clock(string hours, string start, int minutes, string due) =>
        Assert.Equal(Due(due), SlaClock.Due(SampleHours.Of(hours), Moment(start), TimeSpan.FromMinutes(minutes), []));

    [Theory]
    [InlineData("office", "2026-01-05T09:00Z", 120, "2026-01-05T10:00Z/2026-01-05T11:00Z", "2026-01-05T12:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 480, "2026-01-05T16:00Z/2026-01-06T10:00Z", "2026-01-06T11:00Z")]
    [InlineData("office", "2026-01-05T16:00Z", 120, "2026-01-05T18:00Z/2026-01-06T08:00Z", "2026-01-06T10:00Z")]
    [InlineData("office", "2026-01-09T16:00Z", 120, "2026-01-10T00:00Z/2026-01-12T12:00Z", "2026-01-12T13:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 180, "2026-01-05T09:30Z/2026-01-05T10:00Z 2026-01-05T11:00Z/2026-01-05T12:00Z", "2026-01-05T13:30Z")]
    [InlineData("office", "2026-01-05T09:00Z", 120, "2026-01-05T10:00Z/2026-01-05T11:00Z 2026-01-05T11:00Z/2026-01-05T12:00Z", "2026-01-05T13:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 120, "2026-01-05T10:00Z/2026-01-05T10:00Z", "2026-01-05T11:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 480, "2026-01-05T12:00Z/2026-01-05T13:00Z", "2026-01-06T10:00Z")]
    [InlineData("new york all day", "2026-03-07T12:00-05:00", 1440, "2026-03-08T01:00-05:00/2026-03-08T03:30-04:00", "2026-03-08T14:30-04:00")]

    // A pause without an end: what was due before it began is due, nothing else is known.
    [InlineData("office", "2026-01-05T09:00Z", 120, "2026-01-05T10:00Z/", Unknown)]
    [InlineData("office", "2026-01-05T09:00Z", 60, "2026-01-05T12:00Z/", "2026-01-05T10:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 60, "2026-01-05T10:00Z/", "2026-01-05T10:00Z")]
    [InlineData("office", "2026-01-05T09:00Z", 600, "2026-01-05T17:00Z/", Unknown)]
    [InlineData("office", "2026-01-05T09:00Z", 600, "2026-01-05T18:00Z/", Unknown)]
    [InlineData("office", "2026-01-05T09:00Z", 60, "2026-01-05T09:00Z/", Unknown)]
    public void Waiting_for_the_customer_does_not_count(string hours, string start, int minutes, string pauses, string due) =>
        Assert.Equal(
            Due(due),
            SlaClock.Due(
                SampleHours.Of(hours),
                Moment(start),
                TimeSpan.FromMinutes(minutes),
                [.. pauses.Split(' ').Select(pause => pause.Split('/')).Select(ends => new Pause(
                    Moment(ends[0]), ends[1].Length == 0 ? null : Moment(ends[1])))]));

    private static DateTime? Due(string text) => text == Unknown ? null : Moment(text);

    private static DateTime Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
}
