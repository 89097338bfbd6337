using System.Text.Json;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Tickets.Desk;

namespace Leadline.Tickets.Conversations;

/// <summary>Answering customers: by e-mail, or in the portal.</summary>
internal sealed class TicketReplies(TicketOperations tickets, TicketReads reads, ConversationStore conversations, ServiceDesks desks, LeadReads leads)
{
    private const string Email = "email";
    private const string Portal = "portal";

    private static readonly Failure NoAddress = new(
        ErrorCode.Conflict, "A reply by e-mail needs the desk's mail address and the customer's e-mail address.");

    public async Task<Result<(Ticket Ticket, long Conversation)>> Reply(
        Caller caller, long number, string text, string? html, string? via, CancellationToken cancellation)
    {
        if (via is not (null or Email or Portal))
            return new Failure(ErrorCode.InvalidInput, $"'via' is {Email} or {Portal}.");
        if (await reads.Find(caller.AccountId, number) is not { } ticket)
            return TicketWriter.Unknown;
        var from = (await desks.Of(caller.AccountId)).Settings.MailAddress;
        var to = via == Portal ? null : await CustomerOf(caller, ticket, cancellation);
        if (from is null || to is null)
            return via == Email
                ? NoAddress
                : await tickets.Say(caller, number, new Saying(ConversationKinds.PortalOutbound, text, html), cancellation);
        var thread = await conversations.Thread(caller.AccountId, ticket.Id);
        return await tickets.Say(
            caller,
            number,
            conversation => new Saying(ConversationKinds.OutboundEmail, text, html)
            {
                Sender = from,
                Recipients = [to],
                MessageId = TicketMails.MessageId(ticket.Id, conversation, from),
            },
            thread,
            cancellation);
    }

    private async Task<string?> CustomerOf(Caller caller, Ticket ticket, CancellationToken cancellation)
    {
        if (await leads.ById(caller, ticket.LeadId, cancellation) is not { } lead)
            return null;
        using var values = JsonDocument.Parse(lead.Values);
        return values.RootElement.TryGetProperty(LeadFieldNames.EmailAddress, out var email) ? email.GetString() : null;
    }
}
