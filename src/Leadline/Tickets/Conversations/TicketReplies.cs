using System.Text.Json;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Conversations;

/// <summary>What an agent answers.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Html">The same as HTML, where there is one.</param>
/// <param name="Via">email or portal; null for e-mail where it can be.</param>
/// <param name="Files">What goes along.</param>
internal sealed record TicketReply(string Text, string? Html, string? Via, IReadOnlyList<SentFile> Files);

/// <summary>Answering customers: by e-mail, or in the portal.</summary>
internal sealed class TicketReplies(TicketOperations tickets, TicketReads reads, ConversationStore conversations, DeskOperations desks, LeadReads leads)
{
    private const string Email = "email";
    private const string Portal = "portal";

    private static readonly Failure NoAddress = new(
        ErrorCode.Conflict, "A reply by e-mail needs the desk's mail address and the customer's e-mail address.");

    public async Task<Result<(Ticket Ticket, long Conversation)>> Reply(
        Caller caller, long number, TicketReply reply, CancellationToken cancellation)
    {
        if (reply.Via is not (null or Email or Portal))
            return new Failure(ErrorCode.InvalidInput, $"'via' is {Email} or {Portal}.");
        if (await reads.Find(caller.AccountId, number) is not { } ticket)
            return TicketWriter.Unknown;
        var from = (await desks.Of(caller.AccountId)).Settings.MailAddress;
        var to = reply.Via == Portal ? null : await CustomerOf(caller, ticket, cancellation);
        if (from is null || to is null)
            return reply.Via == Email
                ? NoAddress
                : await tickets.Say(caller, number, new Saying(ConversationKinds.PortalOutbound, reply.Text, reply.Html) { Files = reply.Files }, cancellation);
        var thread = await conversations.Thread(caller.AccountId, ticket.Id);
        return await tickets.Say(
            caller,
            number,
            conversation => new Saying(ConversationKinds.OutboundEmail, reply.Text, reply.Html)
            {
                Files = reply.Files,
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
