using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tests.Support;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Xunit;
using static Leadline.Tests.Support.DecidedBatch;

namespace Leadline.Tests.Tickets;

/// <summary>What commands of tickets decide, of the tickets that were found.</summary>
public sealed class TicketDecisionTests
{
    private static readonly Desk Desk = new()
    {
        AccountId = AccountId,
        Version = 5,
        Groups = [new TicketGroup { Id = Guid.NewGuid(), Name = "Turns", Rule = AssignmentRule.RoundRobin }],
    };

    private readonly DecidedBatch account = new();
    private readonly TicketBatch tickets = new();
    private readonly RowBuffer rows = new();

    private TicketDefinitions Definitions => new(account.Definitions, Desk);

    private IEnumerable<string> EventKinds => rows.Of(EventStore.Append).Select(entry => entry.Kind);

    [Fact]
    public void A_change_makes_the_next_version_its_history_an_event_and_a_note_on_the_timeline()
    {
        var ticket = Found(12);

        var changed = Decide(Change(12, new TicketUpdate { Fields = Values(("Status", "In Progress")) })).Value;

        Assert.Equal(
            (ticket.Version + 1, "In Progress", Now, Me.Id),
            (changed.Version, changed.Status, changed.ModifiedOn, changed.ModifiedBy));
        Assert.Equal([changed], tickets.Changed);
        var version = Assert.Single(rows.Of(TicketStore.AddHistory));
        Assert.Equal((changed.Version, TicketEvents.Updated), (version.Version, version.Kind));
        Assert.Equal([TicketEvents.Updated, ActivityEvents.Created], EventKinds);
        Assert.Equal("#12 Help: Open -> In Progress", Assert.Single(rows.Of(ActivityStore.Insert)).Activity.Note);
        Assert.Equal(ticket.LeadId, Assert.Single(rows.Of(LeadStore.SawActivity)).LeadId);
    }

    [Fact]
    public void Only_the_version_that_the_caller_saw_is_changed()
    {
        Found(12, version: 3);

        var stale = Decide(Change(12, new TicketUpdate { AddTags = ["late"] }, expected: 2));
        Assert.Equal(ErrorCode.VersionMismatch, stale.Failure?.Code);
        Assert.Equal("The ticket has changed: it is at version 3, not 2.", stale.Failure?.Message);
        AssertNothingWritten();

        Assert.Equal(4, Decide(Change(12, new TicketUpdate { AddTags = ["first"] }, expected: 3)).Value.Version);
        Assert.Equal(
            ErrorCode.VersionMismatch,
            Decide(Change(12, new TicketUpdate { AddTags = ["second"] }, expected: 3)).Failure?.Code);
        Assert.Equal(["first"], tickets.Find(AccountId, 12)!.Tags);
    }

    [Fact]
    public void What_changes_nothing_writes_nothing()
    {
        var ticket = Found(12);

        Assert.Same(
            ticket,
            Decide(Change(12, new TicketUpdate { Fields = Values(("Title", "Help")), RemoveTags = ["none"] })).Value);

        AssertNothingWritten();
    }

    [Fact]
    public void Tickets_that_are_gone_are_not_changed()
    {
        Found(1, change: ticket => ticket with { TrashedOn = Before });
        Found(2, change: ticket => ticket with { MergedInto = 9 });
        var update = new TicketUpdate { AddTags = ["x"] };

        Assert.Equal(TicketRules.Unknown, Decide(Change(1, update)).Failure);
        Assert.Equal((ErrorCode.Conflict, "The ticket was merged into #9."), Refusal(Decide(Change(2, update))));
        Assert.Equal(TicketRules.Unknown, Decide(Change(3, update)).Failure);
        AssertNothingWritten();
    }

    [Theory]
    [InlineData(ServiceRoles.Supervisor, false, true)]
    [InlineData(ServiceRoles.Agent, true, true)]
    [InlineData(ServiceRoles.Agent, false, false)]
    [InlineData(ServiceRoles.LightAgent, true, false)]
    public void Roles_say_whose_tickets_are_changed(string role, bool isHis, bool isAllowed)
    {
        var caller = new Caller(account.Account, Me with { ServiceRole = role });
        Found(12, change: ticket => ticket with { AgentId = isHis ? Me.Id : Colleague.Id });

        var outcome = Decide(new ChangeTicket(caller, Definitions, 12, new TicketUpdate { AddTags = ["x"] }));

        Assert.Equal(isAllowed ? null : ErrorCode.NotPermitted, outcome.Failure?.Code);
        Assert.Equal(isAllowed, tickets.Changed.Any());
    }

    [Fact]
    public void A_group_with_a_rule_takes_the_ticket_from_its_agent_and_an_agent_ends_the_waiting()
    {
        var ticket = Found(12, change: ticket => ticket with { AgentId = Colleague.Id });
        var group = Desk.Groups[0].Id;

        var edit = Change(12, new TicketUpdate { GroupId = group }).Edit(ticket, Now).Value!;
        var assigned = Change(12, new TicketUpdate { GroupId = group, AgentId = Me.Id }).Edit(ticket, Now).Value!;

        Assert.Equal(
            (group, null, true, TicketEvents.Updated),
            (edit.After.GroupId, edit.After.AgentId, edit.After.AwaitsAgent, edit.Kind));
        Assert.Equal(
            (Me.Id, false, TicketEvents.Assigned), (assigned.After.AgentId, assigned.After.AwaitsAgent, assigned.Kind));
        Assert.Equal(
            TicketPlace.UnknownGroup,
            Change(12, new TicketUpdate { GroupId = Guid.NewGuid() }).Edit(ticket, Now).Failure);
        Assert.Equal(
            TicketPlace.UnknownAgent,
            Change(12, new TicketUpdate { AgentId = Guid.NewGuid() }).Edit(ticket, Now).Failure);
    }

    [Theory]
    [InlineData(MessageKinds.InboundEmail, false, "Open", false)]
    [InlineData(MessageKinds.InboundEmail, true, "On Hold", false)]
    [InlineData(MessageKinds.PortalOutbound, false, "On Hold", true)]
    [InlineData(MessageKinds.PortalOutbound, true, "On Hold", false)]
    [InlineData(MessageKinds.InternalNote, false, "On Hold", false)]
    public void A_customers_word_brings_a_ticket_back_and_an_agents_answers_it(
        string kind, bool isAutomatic, string status, bool isAnswered)
    {
        var ticket = Found(12, change: ticket => ticket.With("Status", "On Hold"));

        var edit = Message(12, new NewMessage(kind, "Hello") { IsAutomatic = isAutomatic }).Edit(ticket, Now).Value!;

        Assert.Equal((status, isAnswered), (edit.After.Status, edit.After.Sla.RespondedOn == Now));
        Assert.Equal((TicketEvents.MessageAdded, kind, "Hello"), (edit.Kind, edit.Message!.Kind, edit.Message.Text));
        Assert.Equal(kind == MessageKinds.InternalNote, edit.Timeline is null);
    }

    [Fact]
    public void A_message_takes_its_number_before_it_is_decided()
    {
        Found(12);
        var command = Message(12, new NewMessage(MessageKinds.PortalInbound, "Hello"));

        command.Want(tickets);
        var (counter, record) = Assert.Single(tickets.TakeNumbered());
        record.Number = 77;

        Assert.Equal(TicketCounters.Message, counter);
        command.Decide(tickets, rows, Now);
        Assert.Equal(77, command.Outcome.Value.Number);
        Assert.Equal(77, Assert.Single(rows.Of(ConversationStore.Insert)).Number);
        Assert.Equal([TicketEvents.MessageAdded, ActivityEvents.Created], EventKinds);
    }

    [Fact]
    public void The_bin_takes_a_ticket_once_and_gives_it_back()
    {
        Found(12);

        Assert.Equal(Now, Decide(Trash(trashed: true)).Value.TrashedOn);
        Assert.Equal(TicketRules.Unknown, Decide(Trash(trashed: true)).Failure);
        Assert.Null(Decide(Trash(trashed: false)).Value.TrashedOn);

        Assert.Equal([TicketEvents.Trashed, TicketEvents.Restored], EventKinds);
    }

    [Fact]
    public void Of_two_merged_tickets_one_closes_and_the_other_takes_over_tags_and_watchers()
    {
        Found(1, change: ticket => ticket.With("Tags", "red,blue") with { Watchers = ["a@example.com"] });
        Found(2, change: ticket => ticket.With("Tags", "Blue") with
        {
            Watchers = ["A@example.com", "b@example.com"],
            Parent = 1,
        });

        var kept = Decide(new MergeTickets(account.Caller, Definitions, 1, into: 2)).Value;

        Assert.Equal((2, "Blue,red", null), (kept.Number, kept.Value("Tags"), kept.Parent));
        Assert.Equal(["A@example.com", "b@example.com"], kept.Watchers);
        var gone = tickets.Find(AccountId, 1)!;
        Assert.Equal((2, "Closed"), (gone.MergedInto, gone.Status));
        Assert.Equal([TicketEvents.Merged, TicketEvents.Merged], EventKinds);
        Assert.Equal(
            ErrorCode.Conflict, Decide(new MergeTickets(account.Caller, Definitions, 1, into: 2)).Failure?.Code);
        Assert.Equal(
            ErrorCode.InvalidInput, Decide(new MergeTickets(account.Caller, Definitions, 2, into: 2)).Failure?.Code);
    }

    [Fact]
    public void A_new_ticket_makes_its_customer_but_corrects_none()
    {
        var asha = account.Found(("EmailAddress", "asha@example.com"), ("FirstName", "Asha"));

        var known = account.Decide(
            New(("LeadDetail.EmailAddress", "asha@example.com"), ("LeadDetail.FirstName", "Wrong"))).Value;
        var fresh = account.Decide(New(("LeadDetail.EmailAddress", "new@example.com"))).Value;

        Assert.Equal((asha.Id, "Asha"), (known.LeadId, asha.Value("FirstName")));
        Assert.Equal(("Open", "Medium", Now), (known.Status, known.Value("Priority"), known.CreatedOn));
        Assert.NotEqual(asha.Id, fresh.LeadId);
        Assert.Equal(2, account.Rows.Of(TicketStore.Insert).Count);
        Assert.Equal(
            [
                TicketEvents.Created, ActivityEvents.Created,
                LeadEvents.Created, TicketEvents.Created, ActivityEvents.Created,
            ],
            account.EventKinds);
        Assert.Equal(ErrorCode.MissingAttribute, New().Failure?.Code);
    }

    [Fact]
    public void A_command_is_as_old_as_the_oldest_of_its_definitions()
    {
        var old = new TicketDefinitions(account.Definitions, Desk with { Version = 4 });

        Assert.Equal(4, new ChangeTicket(account.Caller, old, 1, new TicketUpdate()).Definitions.Version);
        Assert.Equal(
            4, CreateTicket.Prepare(account.Caller, old, Request(("LeadDetail.Phone", "9876543210"))).Value.Version);
    }

    private Ticket Found(long number, int version = 1, Func<Ticket, Ticket>? change = null)
    {
        var ticket = new Ticket
        {
            AccountId = AccountId,
            Id = Guid.NewGuid(),
            Number = number,
            LeadId = Guid.NewGuid(),
            Version = version,
            CreatedOn = Before,
            ModifiedOn = Before,
            Values = new Dictionary<string, string>
            {
                ["Title"] = "Help",
                ["Status"] = "Open",
                ["Priority"] = "Medium",
            },
        };
        ticket = change?.Invoke(ticket) ?? ticket;
        tickets.Found(ticket);
        return ticket;
    }

    private Result<T> Decide<T>(TicketCommand<T> command)
    {
        command.Want(tickets);
        command.Decide(tickets, rows, Now);
        return command.Outcome;
    }

    private ChangeTicket Change(long number, TicketUpdate update, int? expected = null) =>
        new(account.Caller, Definitions, number, update) { ExpectedVersion = expected };

    private AddMessage Message(long number, NewMessage message) => new(account.Caller, Definitions, number, message);

    private TrashTicket Trash(bool trashed) => new(account.Caller, Definitions, 12, trashed);

    private Result<LeadCommand<Ticket>> New(params (string, string?)[] fields) =>
        CreateTicket.Prepare(account.Caller, Definitions, Request(fields));

    private static NewTicket Request(params (string, string?)[] fields) =>
        new() { Fields = Values([("Title", "Help"), .. fields]) };

    private static (ErrorCode, string) Refusal<T>(Result<T> result) => (result.Failure!.Code, result.Failure.Message);

    private void AssertNothingWritten()
    {
        Assert.True(rows.IsEmpty);
        Assert.Empty(tickets.Changed);
    }
}
