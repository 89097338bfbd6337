using System.Globalization;
using Leadline.ServiceDesk;
using Leadline.Tickets;
using Leadline.Tickets.Sla;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>What changes of a ticket and of its policy do to its promises. 5 January 2026 is a Monday.</summary>
public sealed class SlaRulesTests
{
    private static readonly Guid OfficeId = Guid.NewGuid();

    private static readonly Dictionary<string, SlaTarget> Targets = new()
    {
        ["Low"] = new SlaTarget(60, 480),
        ["Urgent"] = new SlaTarget(15, 120),
        ["Medium"] = new SlaTarget(60, 180),
    };

    // Problems have a policy around the clock, everything else one in the hours of the office.
    private static readonly Desk Desk = new()
    {
        AccountId = 1,
        Hours = [SampleHours.Of("office") with { Id = OfficeId }],
        Policies =
        [
            new SlaPolicy
            {
                Id = Guid.NewGuid(),
                AppliesTo = new Dictionary<string, string> { ["Type"] = "Problem" },
                Targets = Targets,
            },
            new SlaPolicy
            {
                Id = Guid.NewGuid(),
                HoursId = OfficeId,
                Targets = Targets,
                ResponseSteps = [new SlaStep(-10), new SlaStep(30, ["lead@example.com"])],
            },
            new SlaPolicy { Id = Guid.NewGuid(), Published = false, Targets = new Dictionary<string, SlaTarget> { ["Low"] = new(1, 1) } },
        ],
    };

    [Theory]
    [InlineData("2026-01-05T09:00Z", "Low", "10:00 Priority=Urgent", "2026-01-05T11:00Z")]
    [InlineData("2026-01-05T09:00Z", "Low", "12:00 Priority=Urgent", "2026-01-05T11:00Z")]
    [InlineData("2026-01-05T09:00Z", "Urgent", "10:00 Priority=Low", "2026-01-05T17:00Z")]
    [InlineData("2026-01-05T16:00Z", "Medium", "16:30 Type=Problem", "2026-01-05T19:00Z")]
    [InlineData("2026-01-05T16:00Z", "Medium", "16:30 Type=Problem;16:45 Type=General", "2026-01-06T11:00Z")]
    [InlineData("2026-01-05T09:00Z", "Low", "10:00 Status=On Hold;12:00 Status=Open;13:00 Priority=Urgent", "2026-01-05T13:00Z")]
    [InlineData("2026-01-05T09:00Z", "Low", "10:00 Priority=High", null)]
    [InlineData("2026-01-05T09:00Z", "Low", "10:00 Status=On Hold;11:00 Priority=Urgent", null)]
    [InlineData("2026-01-05T09:00Z", "Low", "10:00 Status=On Hold;11:00 Priority=Urgent;12:00 Status=Open", "2026-01-05T13:00Z")]
    [InlineData("2026-01-05T09:00Z", "Urgent", "10:00 Status=Resolved;12:00 Status=Open", "2026-01-05T13:00Z")]
    [InlineData("2026-01-05T09:00Z", "Urgent", "10:00 Status=On Hold;11:00 Status=Closed;14:00 Status=Open", "2026-01-05T15:00Z")]
    [InlineData("2026-01-05T09:00Z", "Urgent", "10:00 Status=On Hold;10:30 Status=Waiting on Customer;12:00 Status=Open", "2026-01-05T13:00Z")]
    public void A_policy_changed_midway_counts_as_if_it_always_had(string created, string priority, string changes, string? due)
    {
        var ticket = New(created, priority);
        foreach (var change in changes.Split(';'))
        {
            var (now, name, value) = (At(created, change[..5]), change[6..].Split('=')[0], change.Split('=')[1]);
            ticket = SlaRules.Follow(ticket, ticket.With(name, value), Desk, now);
        }

        Assert.Equal(due is null ? null : Moment(due), ticket.Sla.ResolutionDueOn);
    }

    [Fact]
    public void Whoever_looks_late_notes_everything_once_at_the_moment_it_was_due()
    {
        var ticket = New("2026-01-05T09:00Z", "Low");
        var events = new List<SlaEvent>();

        ticket = SlaRules.Tick(ticket, Desk, Moment("2026-01-09T12:00:07Z"), events);
        var again = SlaRules.Tick(ticket, Desk, Moment("2026-01-09T13:00Z"), events);

        Assert.Equal(
            [
                ("ticket.sla.reminder", Moment("2026-01-05T09:50Z")),
                ("ticket.sla.breached", Moment("2026-01-05T10:00Z")),
                ("ticket.sla.escalated", Moment("2026-01-05T10:30Z")),
                ("ticket.sla.breached", Moment("2026-01-05T17:00Z")),
            ],
            events.Select(told => (told.Kind, told.On)));
        Assert.Equal(["lead@example.com"], events[2].Notify);
        Assert.Equal((Moment("2026-01-05T10:00Z"), Moment("2026-01-05T17:00Z")), (ticket.Sla.ResponseBreachedOn, ticket.Sla.ResolutionBreachedOn));
        Assert.Null(ticket.WorkOn);
        Assert.Same(ticket, again);
    }

    [Fact]
    public void An_answer_in_time_keeps_the_promise_to_respond_and_a_paused_ticket_breaks_none()
    {
        var events = new List<SlaEvent>();
        var answered = New("2026-01-05T09:00Z", "Low");
        answered = SlaRules.Follow(
            answered, answered with { Sla = answered.Sla with { RespondedOn = Moment("2026-01-05T09:20Z") } }, Desk, Moment("2026-01-05T09:20Z"));
        var paused = New("2026-01-05T09:00Z", "Low");
        paused = SlaRules.Follow(paused, paused.With("Status", "On Hold"), Desk, Moment("2026-01-05T09:20Z"));

        answered = SlaRules.Tick(answered, Desk, Moment("2026-01-05T16:00Z"), events);
        paused = SlaRules.Tick(paused, Desk, Moment("2026-01-07T16:00Z"), events);

        Assert.Empty(events);
        Assert.Equal(Moment("2026-01-05T17:00Z"), answered.WorkOn);
        Assert.Null(paused.WorkOn);
    }

    private static Ticket New(string created, string priority)
    {
        var now = Moment(created);
        return SlaRules.Begin(
            new Ticket
            {
                AccountId = 1,
                Id = Guid.NewGuid(),
                Number = 1,
                CreatedOn = now,
                Values = new Dictionary<string, string> { ["Status"] = "Open", ["Priority"] = priority, ["Type"] = "General" },
            },
            Desk,
            now);
    }

    private static DateTime At(string day, string time) => Moment($"{day[..10]}T{time}Z");

    private static DateTime Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
}
