using System.Text.Json;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;

namespace Leadline.Tickets.Conversations;

/// <summary>What an agent answers.</summary>
/// <param name="Text">What is said; null for the words of the HTML.</param>
/// <param name="Html">The same as HTML, where there is one.</param>
/// <param name="Via">email or portal; null for e-mail where it can be.</param>
/// <param name="Files">What goes along.</param>
internal sealed record TicketReply(string? Text, string? Html, string? Via, IReadOnlyList<SentFile> Files);

/// <summary>Answering customers: by e-mail, or in the portal.</summary>
internal sealed class TicketReplies(
    TicketOperations tickets,
    TicketReadOperations reads,
    ConversationStore conversations,
    DeskOperations desks,
    LeadReads leads,
    ServerOptions options)
{
    private const string Email = "email";
    private const string Portal = "portal";

    private static readonly Failure NoMailAddress = new(
        ErrorCode.Conflict,
        "The desk has no mail address to answer from: set 'mailAddress' by PATCH /leadline/v1/service-desk, "
        + "or answer in the portal with \"via\": \"portal\".");

    private static readonly Failure NoCustomerAddress = new(
        ErrorCode.Conflict, "The customer has no e-mail address: answer in the portal with \"via\": \"portal\".");

    public async Task<Result<MessageAdded>> Reply(
        Caller caller,
        long number,
        TicketReply reply,
        Claim<Result<MessageAdded>>? claim,
        CancellationToken cancellation)
    {
        var message = await Compose(caller, number, reply, cancellation);
        return message.Failure is { } refusal
            ? refusal
            : await tickets.AddMessage(caller, number, message.Value, claim, cancellation);
    }

    /// <summary>The answer as a message to whom it goes, or why it cannot go.</summary>
    public async Task<Result<NewMessage>> Compose(
        Caller caller, long number, TicketReply reply, CancellationToken cancellation)
    {
        if (reply.Via is not (null or Email or Portal))
            return new Failure(ErrorCode.InvalidInput, $"'via' is {Email} or {Portal}.");
        if (await reads.Find(caller, number) is not { } ticket)
            return TicketRules.Unknown;
        var from = (await desks.Get(caller.AccountId)).Settings.MailAddress;
        var to = reply.Via == Portal ? null : await CustomerOf(caller, ticket, cancellation);
        if (reply.Via == Email && to is null)
            return NoCustomerAddress;

        // Where mail goes out at all, an answer that would go to nobody's mailbox is a mistake of the settings.
        if (from is null && to is not null && (reply.Via == Email || options.Mail is not null))
            return NoMailAddress;
        var kind = from is null || to is null ? MessageKinds.PortalOutbound : MessageKinds.OutboundEmail;
        var message = AgentMessage.Of(kind, reply.Text, reply.Html, reply.Files);
        return message.Failure is not null || from is null || to is null
            ? message
            : message.Value with
            {
                Sender = from,
                Recipients = [to],
                Thread = await conversations.Thread(caller.AccountId, ticket.Id),
            };
    }

    private async Task<string?> CustomerOf(Caller caller, Ticket ticket, CancellationToken cancellation)
    {
        if (await leads.ById(caller, ticket.LeadId, cancellation) is not { } lead)
            return null;
        using var values = JsonDocument.Parse(lead.Values);
        return values.RootElement.TryGetProperty(LeadFieldNames.EmailAddress, out var email) ? email.GetString() : null;
    }
}
