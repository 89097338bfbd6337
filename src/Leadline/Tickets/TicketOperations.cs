using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets;

/// <summary>
/// What can be done to tickets. Each is one command, with its history and its events in the same transaction.
/// </summary>
internal sealed class TicketOperations(
    LeadOperations leads,
    DeskOperations desks,
    FieldOperations fields,
    TicketWriter writer,
    TicketReadOperations reads)
{
    private static readonly Failure NoParent = new(ErrorCode.InvalidInput, "The parent ticket does not exist.");

    private static readonly Failure OwnPart = new(
        ErrorCode.InvalidInput, "A ticket cannot be a part of itself, nor of its own parts.");

    /// <inheritdoc cref="CreateTicket"/>
    public Task<Result<Ticket>> Create(
        Caller caller,
        NewTicket request,
        Claim<Result<Ticket>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller,
            async definitions =>
            {
                var desk = await desks.Get(caller.AccountId);
                var command = CreateTicket.Prepare(caller, new TicketDefinitions(definitions, desk), request);
                return
                    command.Failure is null
                    && request.Parent is { } parent
                    && await reads.Find(caller, parent) is null
                    ? NoParent
                    : command;
            },
            claim,
            cancellation);

    /// <inheritdoc cref="ChangeTicket"/>
    public async Task<Result<Ticket>> Update(
        Caller caller, long number, TicketUpdate update, Claim<Result<Ticket>>? claim, CancellationToken cancellation)
    {
        if (update.Parent is > 0 and { } parent && await ParentRefusal(caller, number, parent) is { } refusal)
            return refusal;
        return await Run(
            caller,
            definitions => new ChangeTicket(caller, definitions, number, update)
            {
                ExpectedVersion = update.ExpectedVersion,
            },
            claim,
            cancellation);
    }

    /// <inheritdoc cref="Conversations.AddMessage"/>
    public Task<Result<MessageAdded>> AddMessage(
        Caller caller,
        long number,
        NewMessage message,
        Claim<Result<MessageAdded>>? claim,
        CancellationToken cancellation) =>
        Run(caller, definitions => new AddMessage(caller, definitions, number, message), claim, cancellation);

    /// <inheritdoc cref="Macros.ApplyMacro"/>
    public Task<Result<Ticket>> Apply(
        Caller caller,
        long number,
        TicketUpdate update,
        IReadOnlyList<NewMessage> messages,
        Claim<Result<Ticket>>? claim,
        CancellationToken cancellation) =>
        Run(
            caller,
            definitions => new Macros.ApplyMacro(caller, definitions, number, update, messages),
            claim,
            cancellation);

    /// <inheritdoc cref="TrashTicket"/>
    public Task<Result<Ticket>> SetTrashed(
        Caller caller, long number, bool trashed, Claim<Result<Ticket>>? claim, CancellationToken cancellation) =>
        Run(caller, definitions => new TrashTicket(caller, definitions, number, trashed), claim, cancellation);

    /// <inheritdoc cref="MergeTickets"/>
    public Task<Result<Ticket>> Merge(
        Caller caller, long number, long into, Claim<Result<Ticket>>? claim, CancellationToken cancellation) =>
        Run(caller, definitions => new MergeTickets(caller, definitions, number, into), claim, cancellation);

    /// <summary>Carries out a command; definitions that change before its turn comes make it anew.</summary>
    private async Task<Result<T>> Run<T>(
        Caller caller,
        Func<TicketDefinitions, TicketCommand<T>> make,
        Claim<Result<T>>? claim,
        CancellationToken cancellation)
    {
        while (true)
        {
            var definitions = new TicketDefinitions(
                await fields.Definitions(caller.AccountId), await desks.Get(caller.AccountId));
            var command = make(definitions);
            var submission = new TicketSubmission<T>(command, claim);
            await writer.Submit(submission, cancellation);
            if (!submission.IsStale)
                return command.Outcome;
        }
    }

    /// <summary>A ticket is no part of itself, nor of its own parts.</summary>
    private async Task<Failure?> ParentRefusal(Caller caller, long number, long parent)
    {
        const int deepest = 10;
        long? above = parent;
        for (var depth = 0; above is { } at; depth++)
        {
            if (at == number || depth == deepest)
                return OwnPart;
            if (await reads.Find(caller, at) is not { } ticket)
                return NoParent;
            above = ticket.Parent;
        }

        return null;
    }
}
