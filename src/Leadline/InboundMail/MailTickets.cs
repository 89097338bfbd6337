using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>Makes tickets, and messages on tickets, of mails.</summary>
internal sealed class MailTickets(DeskOperations desks, FieldOperations fields, TicketOperations tickets)
{
    private const int LongestTitle = 500;

    private const int LongestName = 200;

    private const int LongestCopies = 2000;

    /// <summary>Makes a ticket of a mail, whatever the account says of mandatory fields: an agent adds them.</summary>
    /// <param name="caller">In whose name.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="people">Whose it is.</param>
    /// <param name="original">The mail as it came.</param>
    /// <param name="isAcknowledged">Whether the customer is told, where the desk does so.</param>
    /// <param name="claim">Makes it happen once.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<Result<Ticket>> Create(
        Caller caller, IncomingMail mail, MailPeople people, byte[] original, bool isAcknowledged,
        Claim<Result<Ticket>> claim, CancellationToken cancellation)
    {
        var desk = await desks.Get(caller.AccountId);
        var catalog = TicketFields.CatalogIn(await fields.Get(caller.AccountId));
        var request = new NewTicket
        {
            Fields = FieldsOf(mail, people, desk, catalog),
            TakesWhatItCan = true,
            IsAcknowledged = isAcknowledged,
            Message = MessageOf(mail, people, original),
        };
        return await tickets.Create(caller, request, claim, cancellation);
    }

    /// <summary>Adds a mail to a ticket.</summary>
    /// <param name="caller">In whose name.</param>
    /// <param name="ticket">The ticket, and whose it was before a merge.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="people">Whose it is.</param>
    /// <param name="original">The mail as it came.</param>
    /// <param name="claim">Makes it happen once.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<Result<MessageAdded>> Add(
        Caller caller, MailTicket ticket, IncomingMail mail, MailPeople people, byte[] original,
        Claim<Result<MessageAdded>> claim, CancellationToken cancellation)
    {
        var message = MessageOf(mail, people, original) with { MergedLead = ticket.MergedLead };
        return tickets.AddMessage(caller, ticket.Number, message, claim, cancellation);
    }

    private static NewMessage MessageOf(IncomingMail mail, MailPeople people, byte[] original) =>
        new(MessageKinds.InboundEmail, mail.Text, mail.Html)
        {
            Sender = people.Customer,
            Recipients = [.. mail.Recipients.Concat(mail.Copies).Distinct(StringComparer.OrdinalIgnoreCase)],
            Others = people.Others,
            MessageId = mail.MessageId,
            IsAutomatic = mail.IsAutomatic,
            Files = mail.Files,
            Original = original,
        };

    private static List<LeadProperty> FieldsOf(IncomingMail mail, MailPeople people, Desk desk, FieldCatalog catalog)
    {
        var title = mail.Subject.Length == 0 ? "(no subject)" : mail.Subject;
        var text = title.Length > LongestTitle ? $"{title}\n\n{mail.Text}" : mail.Text;
        List<LeadProperty> properties =
        [
            Property(TicketFieldNames.Title, StorableText.Cut(title, LongestTitle)),
            Property(TicketFieldNames.Description, StorableText.Cut(text, MailContent.LongestText)),
            Property(TicketFieldNames.LeadPrefix + LeadFieldNames.EmailAddress, people.Customer),
            .. NameOf(people),
        ];
        if (AddressList.Joined(people.Others, LongestCopies) is { Length: > 0 } copies)
            properties.Add(Property(TicketFieldNames.CcEmails, copies));

        // An account may have taken these values out of its dropdowns.
        if (catalog.Find(TicketFieldNames.Channel)!.Options.Contains("Email"))
            properties.Add(Property(TicketFieldNames.Channel, "Email"));
        if (desk.Settings.MailType is { } type && catalog.Find(TicketFieldNames.Type)!.Options.Contains(type))
            properties.Add(Property(TicketFieldNames.Type, type));
        return properties;
    }

    private static IEnumerable<LeadProperty> NameOf(MailPeople people)
    {
        var name = StorableText.Cut(people.Name, LongestName);
        if (name.Length == 0)
            yield break;
        var blank = name.LastIndexOf(' ');
        if (blank > 0)
            yield return Property(TicketFieldNames.LeadPrefix + LeadFieldNames.FirstName, name[..blank]);
        yield return Property(TicketFieldNames.LeadPrefix + LeadFieldNames.LastName, name[(blank + 1)..]);
    }

    private static LeadProperty Property(string name, string value) => new() { Attribute = name, Value = value };
}
