using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>What became of a mail.</summary>
internal enum MailTaken
{
    /// <summary>It made a ticket.</summary>
    AsTicket,

    /// <summary>It was added to a ticket.</summary>
    AsAnswer,

    /// <summary>It had been taken before.</summary>
    Before,

    /// <summary>A machine wrote it, and it belongs to no ticket.</summary>
    Rejected,
}

/// <summary>
/// Takes mail in, each message once: its key is a part of the command that carries it (<see cref="MailClaim{T}"/>).
/// </summary>
internal sealed partial class MailIntake(
    InboundMailStore store,
    AccountOperations accounts,
    DeskOperations desks,
    FieldOperations fields,
    TicketOperations tickets,
    TimeProvider clock)
{
    private const int LongestTitle = 500;

    private const int MostRecipients = 50;

    /// <summary>
    /// Throws <see cref="UnreadableMailException"/> for what is no mail; a failure says why the account takes none of
    /// it.
    /// </summary>
    public async Task<Result<MailTaken>> Take(int accountId, byte[] bytes, CancellationToken cancellation)
    {
        var mail = IncomingMail.Read(bytes);
        var key = SHA256.HashData(mail.MessageId is { } id ? Encoding.UTF8.GetBytes(id) : bytes);
        if (await accounts.Find(accountId) is not { } account)
            return new Failure(ErrorCode.UnknownRecord, "There is no such account.");
        if (await store.IsTaken(accountId, key))
            return MailTaken.Before;
        var receiver = SystemUser.InPlaceOf(new Caller(account, Receiver(account)));
        const int most = 3;
        for (var attempt = 1; ; attempt++)
        {
            if (await FindTicket(accountId, mail) is not { } ticket)
                return await TakeAsTicket(receiver, mail, key, cancellation);
            var taken = await TakeAsMessage(receiver, ticket, mail, key, cancellation);

            // A ticket that has gone since it was looked for: the mail belongs to another now, or to none.
            if (taken.Failure is not { } refusal || !TicketRules.IsGone(refusal) || attempt == most)
                return taken;
        }
    }

    private async Task<Result<MailTaken>> TakeAsMessage(
        Caller receiver, MailTicket ticket, IncomingMail mail, byte[] key, CancellationToken cancellation)
    {
        var claim = new MailClaim<MessageAdded>(receiver.AccountId, key, clock.Now(), added => added.Ticket.Id);
        var message = MessageOf(mail) with { MergedLead = ticket.MergedLead };
        var added = await tickets.AddMessage(receiver, ticket.Number, message, claim, cancellation);
        return claim.IsTaken ? MailTaken.Before
            : added.Failure is { } failure ? failure
            : MailTaken.AsAnswer;
    }

    private async Task<Result<MailTaken>> TakeAsTicket(
        Caller receiver, IncomingMail mail, byte[] key, CancellationToken cancellation)
    {
        var desk = await desks.Get(receiver.AccountId);
        if (mail.IsAutomatic || EmailAddress.Same(mail.From, desk.Settings.MailAddress ?? ""))
            return MailTaken.Rejected;
        var catalog = TicketFields.CatalogIn(await fields.Get(receiver.AccountId));
        var claim = new MailClaim<Ticket>(receiver.AccountId, key, clock.Now(), made => made.Id);
        var request = new NewTicket { Fields = FieldsOf(mail, desk, catalog), Message = MessageOf(mail) };
        var made = await tickets.Create(receiver, request, claim, cancellation);
        return claim.IsTaken ? MailTaken.Before
            : made.Failure is { } failure ? failure
            : MailTaken.AsTicket;
    }

    private static NewMessage MessageOf(IncomingMail mail) => new(MessageKinds.InboundEmail, mail.Text, mail.Html)
    {
        Sender = mail.From,
        Recipients = [.. mail.Recipients.Take(MostRecipients)],
        MessageId = mail.MessageId,
        IsAutomatic = mail.IsAutomatic,
        Files = mail.Files,
    };

    /// <summary>
    /// The ticket that the mail belongs to: by what it answers, else by the mark in its subject. A merged one leads on,
    /// and whose it was goes with it.
    /// </summary>
    private async Task<MailTicket?> FindTicket(int accountId, IncomingMail mail)
    {
        var ticket = mail.Answers.Count > 0 ? await store.ByMessage(accountId, mail.Answers) : null;
        if (ticket is null && await NamedTicket(accountId, mail) is { } number)
            ticket = new MailTicket(number, MergedLead: null);
        const int furthest = 10;
        for (var step = 0; step < furthest && ticket is { } found; step++)
        {
            var (into, leadId) = await store.Merged(accountId, found.Number);
            if (into is null)
                break;
            ticket = new MailTicket(into.Value, found.MergedLead ?? leadId);
        }

        return ticket;
    }

    private async Task<long?> NamedTicket(int accountId, IncomingMail mail)
    {
        var named = mail.Answers.Select(id => OwnId().Match(id)).Where(match => match.Success)
            .Select(match => Guid.ParseExact(match.Groups["id"].Value, "N")).ToList();
        if (named.Count > 0 && await store.ById(accountId, named) is { } number)
            return number;
        return
            Mark().Match(mail.Subject) is { Success: true } mark
            && long.TryParse(mark.Groups["number"].Value, out var marked)
            ? await store.ByMark(accountId, marked, mark.Groups["end"].Value.ToLowerInvariant())
            : null;
    }

    private static List<LeadProperty> FieldsOf(IncomingMail mail, Desk desk, FieldCatalog catalog)
    {
        var title = mail.Subject.Length == 0 ? "(no subject)" : mail.Subject;
        List<LeadProperty> properties =
        [
            Property(TicketFieldNames.Title, StorableText.Cut(title, LongestTitle)),
            Property(TicketFieldNames.Description, mail.Text),
            Property(TicketFieldNames.LeadPrefix + LeadFieldNames.EmailAddress, mail.From),
        ];
        if (mail.FromName.Length is > 0 and <= 200)
        {
            var blank = mail.FromName.LastIndexOf(' ');
            if (blank > 0)
                properties.Add(
                    Property(TicketFieldNames.LeadPrefix + LeadFieldNames.FirstName, mail.FromName[..blank]));
            properties.Add(
                Property(TicketFieldNames.LeadPrefix + LeadFieldNames.LastName, mail.FromName[(blank + 1)..]));
        }

        if (string.Join(',', mail.Copies) is { Length: > 0 and <= 2000 } copies)
            properties.Add(Property(TicketFieldNames.CcEmails, copies));

        // An account may have taken these values out of its dropdowns.
        if (catalog.Find(TicketFieldNames.Channel)!.Options.Contains("Email"))
            properties.Add(Property(TicketFieldNames.Channel, "Email"));
        if (desk.Settings.MailType is { } type && catalog.Find(TicketFieldNames.Type)!.Options.Contains(type))
            properties.Add(Property(TicketFieldNames.Type, type));
        return properties;
    }

    private static LeadProperty Property(string name, string value) => new() { Attribute = name, Value = value };

    /// <summary>Whose leads new customers become: the first administrator's.</summary>
    private static User Receiver(Account account) => account.Users.Values
        .Where(user => user is { IsActive: true, IsAdministrator: true }).MinBy(user => user.Id) ?? SystemUser.Itself;

    [GeneratedRegex("^<ticket-(?<id>[0-9a-f]{32})\\.[0-9]+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnId();

    [GeneratedRegex(
        @"\[#(?<number>[0-9]{1,18})-(?<end>[0-9a-f]{8})\]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mark();
}
