using System.Net.Mail;
using Leadline.Platform;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;
using MailMessage = Leadline.Mail.MailMessage;

namespace Leadline.Tickets.Conversations;

/// <summary>The mail that goes out because of tickets, with the change that it tells of.</summary>
internal static class TicketMails
{
    private const int TokenLength = 8;

    private const int LongestSubject = 200;

    /// <summary>
    /// What stands in the subject of every mail about a ticket, and finds it again: <c>[#157-3f9a01bc]</c>. The second
    /// half is the end of the ticket's id, so that nobody gets into a ticket by counting.
    /// </summary>
    public static string Token(Ticket ticket) => $"[{ticket.Key}-{ticket.Id.ToString("N")[^TokenLength..]}]";

    /// <summary>The Message-ID of what was said, so that answers find the ticket by it.</summary>
    public static string MessageId(Guid ticketId, long conversation, string address) =>
        $"<ticket-{ticketId:N}.{conversation}@{address[(address.LastIndexOf('@') + 1)..]}>";

    /// <summary>
    /// The mails that carry a message: an e-mail reply to its recipients, and everything but notes to those who watch.
    /// </summary>
    /// <remarks>What agents send goes out with its files; what customers send does not go on to others with
    /// theirs.</remarks>
    public static IReadOnlyList<TicketMail> Compose(
        Ticket ticket, Desk desk, TicketMessage message, IReadOnlyList<TicketFile> files, MailThread thread)
    {
        if (desk.Settings.MailAddress is null || message.Kind == MessageKinds.InternalNote || message.Text is null)
            return [];
        IReadOnlyList<Guid> sent = MessageKinds.IsOutbound(message.Kind) ? [.. files.Select(file => file.Id)] : [];
        var isMail = message.Kind == MessageKinds.OutboundEmail;
        var copies = isMail
            ? ticket.Watchers.Concat(AddressList.Read(ticket.Value(TicketFieldNames.CcEmails)))
            : ticket.Watchers;
        return
        [
            .. (isMail ? message.Recipients : []).Concat(copies)
                .Where(to =>
                    !EmailAddress.Same(to, message.Sender ?? "") && !EmailAddress.Same(to, desk.Settings.MailAddress))
                .DistinctBy(EmailAddress.Key)
                .Select(to => new TicketMail(
                    to,
                    Subject(ticket, "Re: "),
                    message.Text,
                    message.Html,
                    message.MessageId,
                    thread)
                {
                    Files = sent,
                }),
        ];
    }

    /// <summary>Tells a customer that the desk has what he wrote.</summary>
    public static TicketMail Acknowledgement(Ticket ticket, string to, string from, string? messageId) => new(
        to,
        Subject(ticket, "Re: "),
        $"We have received your message. It is ticket {ticket.Key}.\n\nTo add to it, answer this mail.\n",
        MessageId: MessageId(ticket.Id, conversation: 0, from),
        Thread: new MailThread(messageId, messageId))
    {
        IsAutomatic = true,
    };

    /// <summary>The mails of a change, and those that tell what fell due.</summary>
    public static IEnumerable<MailMessage> ToSend(
        Ticket ticket, Desk desk, IReadOnlyList<TicketMail> mails, IReadOnlyList<SlaEvent> fallenDue)
    {
        var from = desk.Settings.MailAddress is { } address
            ? new MailAddress(address, desk.Settings.MailName).ToString()
            : null;
        var due = fallenDue.SelectMany(told =>
            told.Notify.Select(to => new TicketMail(
                to,
                Subject(ticket, ""),
                $"{told.Kind} at {told.On:yyyy-MM-dd HH:mm:ss} UTC: {ticket.Key} {ticket.Title}")));
        return mails.Concat(due).Select(mail => new MailMessage(
            ticket.AccountId,
            mail.To,
            mail.Subject,
            mail.Text,
            mail.Html,
            from,
            MessageId: mail.MessageId,
            InReplyTo: mail.Thread.InReplyTo,
            References: mail.Thread.References,
            Files: mail.Files,
            IsAutomatic: mail.IsAutomatic));
    }

    private static string Subject(Ticket ticket, string before)
    {
        var title = ticket.Title.ReplaceLineEndings(" ");
        return $"{before}{(title.Length > LongestSubject ? title[..LongestSubject] : title)} {Token(ticket)}";
    }
}

/// <summary>The Message-IDs that an answer hangs on.</summary>
internal readonly record struct MailThread(string? InReplyTo, string? References);

/// <summary>E-mail addresses in one text, separated by commas or semicolons.</summary>
internal static class AddressList
{
    public static IEnumerable<string> Read(string? text) =>
        (text ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(EmailAddress.Read).OfType<string>();

    /// <summary>As many of the addresses as fit into this many characters.</summary>
    public static string Joined(IEnumerable<string> addresses, int longest)
    {
        var text = "";
        foreach (var address in addresses)
            if (text.Length + address.Length < longest)
                text = text.Length == 0 ? address : $"{text},{address}";
        return text;
    }
}
