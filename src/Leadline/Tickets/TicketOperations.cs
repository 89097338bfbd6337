using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Tickets.Assignment;
using Leadline.Tickets.Conversations;
using Leadline.ServiceDesk;
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

    /// <summary>The message that the ticket is made of, where it is.</summary>
    public Saying? Said { get; init; }
}

/// <summary>Making tickets. A ticket and what its call does to its lead are one write: both happen or neither.</summary>
internal sealed partial class TicketOperations(
    LeadOperations leads,
    DeskOperations desks,
    FieldOperations fields,
    Counters counters,
    ActivityTimeline timeline,
    TicketWriter writer,
    TicketReads reads)
{
    public const string NumberCounter = "ticket";

    private static readonly Failure NoCustomer = new(
        ErrorCode.MissingAttribute, "One of LeadId, LeadDetail.EmailAddress and LeadDetail.Phone is mandatory to create a ticket");

    /// <summary>Makes a ticket of a lead that must exist, or of an e-mail address or phone number whose lead is made if new.</summary>
    public async Task<Result<Ticket>> Create(Caller caller, NewTicket request, CancellationToken cancellation)
    {
        if (ServiceRights.CreateRefusal(caller) is { } notPermitted)
            return notPermitted;
        var catalog = TicketFields.Of(await fields.Of(caller.AccountId));
        var read = TicketInput.Read(caller.Account, catalog, request.Fields);
        if (read.Failure is { } unreadable)
            return unreadable;
        var values = read.Value.ForNew(catalog);
        if (values.Failure is { } incomplete)
            return incomplete;
        var desk = await desks.Of(caller.AccountId);
        var place = Place(caller, desk, request, values.Value);
        if (place.Failure is { } misplaced)
            return misplaced;
        if (request.Parent is { } parent && await reads.Find(caller.AccountId, parent) is null)
            return new Failure(ErrorCode.InvalidInput, "The parent ticket does not exist.");

        var ticket = place.Value with { Number = await counters.Take(caller.AccountId, NumberCounter, 1) };
        var said = request.Said is { } saying ? await Number(caller, saying) : null;
        var timelineNumber = await timeline.NextNumber(caller.AccountId);
        Ticket? made = null;
        LeadWrite? write = null;
        write = Customer(caller, request.LeadId ?? read.Value.LeadId, read.Value.Lead, Then);
        if (write is null)
            return NoCustomer;
        var written = await leads.Write(write, cancellation);
        return written.Failure is { } failure ? failure : made!;

        void Then(Storage.Batching.WriteUnit unit, Lead lead, DateTime now)
        {
            made = SlaRules.Begin(
                ticket with
                {
                    LeadId = lead.Id,
                    CreatedOn = now,
                    CreatedBy = caller.User.Id,
                    ModifiedOn = now,
                    ModifiedBy = caller.User.Id,
                },
                desk,
                now);

            // Policies have changed since they were read: the worker schedules the ticket by the new ones.
            if (write!.DefinitionsVersion != desk.Version)
                made = made with { WorkOn = now };
            var conversation = said?.On(made, caller, now);
            var edit = new TicketEdit(made)
            {
                Said = conversation,
                Files = FilesOf(made, conversation?.Number, request.Said?.Files ?? request.Files, now),
            };
            TicketRecords.AddNew(unit, caller, edit, now);
            var note = TicketActivityTypes.Note(TicketActivityTypes.Created, $"{made.Key} {made.Title}");
            ActivityTimeline.Add(unit, caller, new TimelineEntry(lead.Id, note.EventCode, timelineNumber, note.Text), now);
            lead.RecordActivity(note.TypeName, now, now);
        }
    }

    private static LeadWrite? Customer(
        Caller caller, Guid? leadId, IReadOnlyList<LeadProperty> known, Action<Storage.Batching.WriteUnit, Lead, DateTime> then)
    {
        if (leadId is not null)
            return new LeadWrite(caller, LeadMatch.ById, []) { LeadId = leadId, Then = then };
        if (!known.Any(property => LeadFieldNames.EmailAddress.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase)
                || LeadFieldNames.Phone.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase)))
            return null;

        // A customer who is known stays as known: a request is no correction.
        return new LeadWrite(caller, LeadMatch.ByIdentity, known) { Behavior = LeadUpdateBehavior.DoNotUpdate, Then = then };
    }

    private static Result<Ticket> Place(
        Caller caller, Desk desk, NewTicket request, Dictionary<string, string> values)
    {
        if (request.AgentId is { } agent && caller.Account.Users.GetValueOrDefault(agent) is not { IsActive: true })
            return UnknownAgent;
        if (request.GroupId is not null && desk.Group(request.GroupId) is null)
            return UnknownGroup;
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

    private static List<TicketFile> FilesOf(Ticket ticket, long? conversation, IReadOnlyList<SentFile> files, DateTime now) =>
    [
        .. files.Select(file => new TicketFile(
            ticket.AccountId, Ids.New(), ticket.Id, conversation, file.Name, file.ContentType, file.Content, now)),
    ];
}
