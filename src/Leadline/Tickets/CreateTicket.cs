using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>A ticket to make.</summary>
internal sealed record NewTicket
{
    public Guid? LeadId { get; init; }

    public IReadOnlyList<LeadProperty> Fields { get; init; } = [];

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    public Guid? GroupId { get; init; }

    public Guid? AgentId { get; init; }

    public long? Parent { get; init; }

    public IReadOnlyList<string> Watchers { get; init; } = [];

    /// <summary>The message that the ticket is made of, where it is; the files are its own then.</summary>
    public NewMessage? Message { get; init; }

    /// <summary>
    /// Values that the account does not take are left out, and those that it asks for may be missing: the customer who
    /// wrote cannot be asked.
    /// </summary>
    public bool TakesWhatItCan { get; init; }

    /// <summary>The customer is told by mail that the ticket is there, where the desk does so.</summary>
    public bool IsAcknowledged { get; init; }
}

/// <summary>Makes a ticket, and its lead if that is new: both happen or neither.</summary>
internal sealed class CreateTicket : LeadCommand<Ticket>
{
    private static readonly Failure NoCustomer = new(
        ErrorCode.MissingAttribute,
        "One of LeadId, LeadDetail.EmailAddress and LeadDetail.Phone is mandatory to create a ticket");

    private readonly TicketDefinitions definitions;
    private readonly NewTicket request;
    private readonly Ticket draft;
    private readonly TakenNumber number;
    private readonly TakenNumber messageNumber;

    private CreateTicket(
        Caller caller,
        TicketDefinitions definitions,
        LeadTarget customer,
        NewTicket request,
        Ticket draft)
        : base(caller, definitions.Shared, customer)
    {
        (this.definitions, this.request, this.draft) = (definitions, request, draft);
        (number, messageNumber) = (new TakenNumber(caller.AccountId), new TakenNumber(caller.AccountId));
    }

    public override long Version => definitions.Version;

    /// <summary>Whoever may make tickets makes them for any customer; the ticket tells who that is.</summary>
    public override Caller LeadRights => Caller.Unrestricted;

    /// <summary>
    /// Of a lead that must exist, or of an e-mail address or phone number whose lead is made if new. Everything is
    /// checked here, but for the parent ticket.
    /// </summary>
    public static Result<LeadCommand<Ticket>> Prepare(Caller caller, TicketDefinitions definitions, NewTicket request)
    {
        caller = caller with { Account = definitions.Account };
        if (ServiceRights.CreateRefusal(caller) is { } notPermitted)
            return notPermitted;
        var fields = request.TakesWhatItCan
            ? request.Fields.Where(field => IsTaken(caller.Account, definitions, field)).ToList()
            : request.Fields;
        var input = TicketInput.Read(caller.Account, definitions.Fields, fields);
        if (input.Failure is { } unreadable)
            return unreadable;
        var values = input.Value.ForNew(definitions.Fields, mayLack: request.TakesWhatItCan);
        if (values.Failure is { } incomplete)
            return incomplete;
        var placed = Draft(caller, definitions.Desk, request, values.Value);
        if (placed.Failure is { } misplaced)
            return misplaced;
        var customer = Customer(definitions, request.LeadId ?? input.Value.LeadId, input.Value.Lead);
        return customer.Failure is { } failure
            ? failure
            : new CreateTicket(
                caller,
                definitions,
                customer.Value with { MayLackMandatory = request.TakesWhatItCan },
                request,
                placed.Value);
    }

    public override void Want(LeadBatch batch)
    {
        batch.Number(TicketCounters.Ticket, number);
        if (request.Message is not null)
            batch.Number(TicketCounters.Message, messageNumber);
    }

    protected override Result<Ticket> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var lead = entry.Lead;
        var user = Caller.User.Id;
        var unscheduled = draft with
        {
            Number = number.Number,
            LeadId = lead.Id,
            CreatedOn = now,
            CreatedBy = user,
            ModifiedOn = now,
            ModifiedBy = user,
        };
        var ticket = SlaRules.Begin(unscheduled, definitions.Desk, now);
        var message = request.Message?.On(ticket, messageNumber.Number, Caller, now);
        var edit = new TicketEdit(ticket)
        {
            Message = message,
            Files = message is null
                ? TicketFile.From(ticket, message: null, request.Files, now)
                : request.Message!.FilesOn(ticket, message.Number, now),
            Mail = Acknowledgement(ticket, lead),
        };
        TicketRecords.AddNew(rows, Caller, definitions.Desk, edit, now);

        var note = TicketActivityTypes.Note(TicketActivityTypes.Created, $"{ticket.Key} {ticket.Title}");
        var activity = ActivityTimeline.Add(rows, Caller, new TimelineEntry(lead.Id, note.EventCode, note.Text), now);
        batch.Number(ActivityStore.NumberCounter, activity);
        lead.RecordActivity(note.TypeName, now, now);
        entry.Touch();
        return ticket;
    }

    private List<TicketMail> Acknowledgement(Ticket ticket, Lead lead)
    {
        if (!request.IsAcknowledged || definitions.Desk.Settings is not { Acknowledge: true, MailAddress: { } from }
            || (request.Message?.Sender ?? lead.Value(LeadFieldNames.EmailAddress)) is not { Length: > 0 } to)
            return [];
        return [TicketMails.Acknowledgement(ticket, to, from, request.Message?.MessageId)];
    }

    private static bool IsTaken(Account account, TicketDefinitions definitions, LeadProperty field)
    {
        var read = TicketInput.Read(account, definitions.Fields, [field]);
        return read.Failure is null
            && LeadTarget.Read(definitions.Shared, LeadMatch.ByIdentity, read.Value.Lead).Failure is null;
    }

    private static Result<LeadTarget> Customer(
        TicketDefinitions definitions, Guid? leadId, IReadOnlyList<LeadProperty> known)
    {
        if (leadId is { } id)
            return LeadTarget.ForId(id);
        if (
            !known.Any(property =>
                LeadFieldNames.EmailAddress.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase)
                || LeadFieldNames.Phone.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase)))
            return NoCustomer;

        // A customer who is known stays as known: a request is no correction.
        var target = LeadTarget.Read(definitions.Shared, LeadMatch.ByIdentity, known);
        return target.Failure is { } failure
            ? failure
            : target.Value with
            {
                Behavior = LeadUpdateBehavior.DoNotUpdate,
            };
    }

    private static Result<Ticket> Draft(Caller caller, Desk desk, NewTicket request, Dictionary<string, string> values)
    {
        if (request.AgentId is { } agent && caller.Account.Users.GetValueOrDefault(agent) is not { IsActive: true })
            return TicketPlace.UnknownAgent;
        if (request.GroupId is not null && desk.Group(request.GroupId) is null)
            return TicketPlace.UnknownGroup;
        var group = desk.Group(request.GroupId) ?? desk.GroupFor(values.GetValueOrDefault(TicketFieldNames.Type));
        return new Ticket
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            Number = 0,
            GroupId = group?.Id,
            AgentId = request.AgentId,
            Parent = request.Parent,
            Watchers = request.Watchers,
            Values = values,
            AwaitsAgent = request.AgentId is null && group is { Rule: not AssignmentRule.None },
        };
    }
}

/// <summary>Why a ticket cannot be where a caller wants it.</summary>
internal static class TicketPlace
{
    public static readonly Failure UnknownAgent = new(
        ErrorCode.InvalidInput, "The agent is not an active user of the account.");

    public static readonly Failure UnknownGroup = new(ErrorCode.InvalidInput, "The group does not exist.");
}
