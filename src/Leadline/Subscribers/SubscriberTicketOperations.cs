using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets;

namespace Leadline.Subscribers;

/// <summary>The service desk's tickets, as an internet provider's systems know them.</summary>
internal sealed class SubscriberTicketOperations(
    TicketOperations tickets,
    TicketReadOperations reads,
    FieldOperations fields,
    LeadReads leads,
    SubscriberStore subscribers,
    WordNumberStore words)
{
    /// <summary>Most tickets that are told at once.</summary>
    public const int MostTold = 500;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Subscriber not found");

    private static readonly Failure Unfit = new(
        ErrorCode.InvalidInput, "subject_id, type_id and status_id are those of the account.");

    /// <summary>The subjects with their numbers, in the desk's order.</summary>
    public async Task<IReadOnlyList<(int Number, string Name)>> Subjects(Caller caller)
    {
        var subjects = (await Desk(caller)).Subjects;
        var numbers = await words.Numbers(caller.AccountId, WordKinds.Subject, subjects);
        return [.. subjects.Select(subject => (numbers[subject], subject))];
    }

    /// <summary>
    /// Makes a ticket of the lead of a number; without one, of the person whose token it is, who becomes a lead where
    /// there is none yet.
    /// </summary>
    public async Task<Result<Ticket>> Create(
        Caller caller, SubscriberTicket request, Claim<Result<Ticket>>? claim, CancellationToken cancellation)
    {
        var desk = await Desk(caller);
        var subject = await Word(caller, WordKinds.Subject, desk.Subjects, request.SubjectId);
        var type = await Word(caller, WordKinds.Type, desk.Types, request.TypeId);
        var status = await Word(caller, WordKinds.Status, desk.Statuses, request.StatusId);
        if (subject is null || type is null || (status is null && request.StatusId is not null))
            return Unfit;
        Guid? leadId = null;
        if (request.LeadNumber is { } number)
        {
            if (await LeadOf(caller, number) is not { } known)
                return Unknown;
            leadId = known;
        }

        var user = caller.User;
        (string Name, string? Value)[] values =
        [
            (TicketFieldNames.Title, subject),
            (TicketFieldNames.Type, type),
            (TicketFieldNames.SubType, desk.HasSubTypes ? subject : null),
            (TicketFieldNames.Status, status),
            (TicketFieldNames.Description, request.Description),
            (TicketFieldNames.Priority, request.Priority),
            (TicketFieldNames.LeadPrefix + LeadFieldNames.EmailAddress, leadId is null ? user.Email : null),
            (TicketFieldNames.LeadPrefix + LeadFieldNames.FirstName, leadId is null ? user.FirstName : null),
            (TicketFieldNames.LeadPrefix + LeadFieldNames.LastName, leadId is null ? user.LastName : null),
        ];
        var ticket = new NewTicket
        {
            LeadId = leadId,
            Fields =
            [
                .. values.Where(value => !string.IsNullOrEmpty(value.Value))
                    .Select(value => new LeadProperty { Attribute = value.Name, Value = value.Value }),
            ],
        };
        return await tickets.Create(caller, ticket, claim, cancellation);
    }

    /// <summary>
    /// The newest tickets of the lead of a number; without one, of the person whose token it is, who may have none.
    /// </summary>
    public async Task<Result<IReadOnlyList<Ticket>>> List(
        Caller caller, long? leadNumber, CancellationToken cancellation)
    {
        Guid? leadId;
        if (leadNumber is { } number)
        {
            leadId = await LeadOf(caller, number);
            if (leadId is null)
                return Unknown;
        }
        else
        {
            var found = await leads.ByUnique(caller, LeadFieldNames.EmailAddress, caller.User.Email, cancellation);
            if (found.Failure is { } failure)
                return failure;
            leadId = found.Value?.Id;
        }

        return Result<IReadOnlyList<Ticket>>.Success(leadId is { } id
            ? await reads.OfLead(caller, id, MostTold, cancellation)
            : []);
    }

    private async Task<Guid?> LeadOf(Caller caller, long number) =>
        await subscribers.FindLead(caller, number) is { } lead ? Guid.Parse(lead.CustomerId) : null;

    private async Task<string?> Word(Caller caller, string kind, IReadOnlyList<string> options, int? number)
    {
        if (number is null)
            return null;
        var numbers = await words.Numbers(caller.AccountId, kind, options);
        return options.FirstOrDefault(option => numbers[option] == number);
    }

    private async ValueTask<SubscriberTickets> Desk(Caller caller) =>
        new(TicketFields.CatalogIn(await fields.Get(caller.AccountId)));
}
