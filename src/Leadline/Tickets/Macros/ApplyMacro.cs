using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets.Macros;

/// <summary>
/// What an agent does again and again to tickets, as one change: all of it happens, or nothing. The outcome is the
/// ticket as it is then.
/// </summary>
internal sealed class ApplyMacro(
    Caller caller, TicketDefinitions definitions, long number, TicketUpdate update, IReadOnlyList<NewMessage> messages)
    : TicketCommand<Ticket>(caller, definitions, number)
{
    private readonly ChangeTicket change = new(caller, definitions, number, update);

    private readonly List<AddMessage> said =
        [.. messages.Select(message => new AddMessage(caller, definitions, number, message))];

    public override void Want(TicketBatch batch)
    {
        foreach (var message in said)
            message.Want(batch);
    }

    public override void Decide(TicketBatch batch, RowBuffer rows, DateTime now) => Outcome = Apply(batch, rows, now);

    private Result<Ticket> Apply(TicketBatch batch, RowBuffer rows, DateTime now)
    {
        var isNote = update.ChangesNothing && messages.All(message => message.Kind == MessageKinds.InternalNote);
        var access = new TicketAccess(Caller, isNote ? TicketRight.Note : TicketRight.Work, Desk)
        {
            ExpectedVersion = update.ExpectedVersion,
        };
        var opened = TicketRules.Open(access, batch.Find(AccountId, Number), now);
        if (opened.Failure is { } refusal)
            return refusal;

        // All that can be refused comes before the first row.
        var changed = change.Edit(opened.Value.Current, now);
        if (changed.Failure is { } unfit)
            return unfit;
        var ticket = TicketRecords.AddChange(batch, rows, access, opened.Value, changed.Value, now);
        foreach (var message in said)
            ticket = TicketRecords.AddChange(
                batch, rows, access, new OpenTicket(ticket, ticket, []), message.Edit(ticket, now).Value, now);
        return ticket;
    }
}
