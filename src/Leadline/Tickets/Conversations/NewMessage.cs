using Leadline.Accounts;

namespace Leadline.Tickets.Conversations;

/// <summary>A message to be added to a ticket.</summary>
internal sealed record NewMessage(string Kind, string? Text, string? Html = null)
{
    public string? Sender { get; init; }

    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The Message-ID that it came with; one that goes out by mail is given its own.</summary>
    public string? MessageId { get; init; }

    /// <summary>The mails that it answers, where it goes out by mail.</summary>
    public MailThread Thread { get; init; }

    /// <summary>The lead whose merged ticket it is an answer to; that lead's words are not the customer's.</summary>
    public Guid? MergedLead { get; init; }

    /// <summary>Written by a machine: it neither answers the customer nor brings a ticket back.</summary>
    public bool IsAutomatic { get; init; }

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>The mail that it came in, as it came; null for what came otherwise.</summary>
    public byte[]? Original { get; init; }

    /// <summary>Who else is answered from now on.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Its files as rows of the ticket, the mail that it came in included.</summary>
    public List<TicketFile> FilesOn(Ticket ticket, long number, DateTime now)
    {
        var files = TicketFile.From(ticket, number, Files, now);
        if (Original is not null)
            files.Add(TicketFile.OfOriginal(ticket, number, Original, now));
        return files;
    }

    /// <summary>The message under its number, as a row of the ticket.</summary>
    public TicketMessage On(Ticket ticket, long number, Caller caller, DateTime now) => new()
    {
        AccountId = ticket.AccountId,
        Number = number,
        TicketId = ticket.Id,
        Kind = Kind,
        Text = Text,
        Html = Html,
        Sender = Sender,
        Recipients = [.. Recipients],
        MessageId = Kind == MessageKinds.OutboundEmail && Sender is { } from
            ? TicketMails.MessageId(ticket.Id, number, from)
            : MessageId,
        MergedLead = MergedLead,
        CreatedOn = now,
        CreatedBy = caller.User.Id,
    };
}
