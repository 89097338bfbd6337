using Leadline.Accounts;

namespace Leadline.Tickets.Conversations;

/// <summary>Something to be said on a ticket.</summary>
internal sealed record Saying(string Kind, string? Text, string? Html = null)
{
    public string? Sender { get; init; }

    public IReadOnlyList<string> Recipients { get; init; } = [];

    public string? MessageId { get; init; }

    /// <summary>The lead whose merged ticket it is an answer to; that lead's words are not the customer's.</summary>
    public Guid? MergedLead { get; init; }

    /// <summary>Written by a machine: it neither answers the customer nor brings a ticket back.</summary>
    public bool IsAutomatic { get; init; }

    public IReadOnlyList<SentFile> Files { get; init; } = [];
}

/// <summary>Something to be said, with the number that it takes; kept when a transaction has to be run again.</summary>
internal sealed record NumberedSaying(Saying Saying, long Number)
{
    public Conversation On(Ticket ticket, Caller caller, DateTime now) => new()
    {
        AccountId = ticket.AccountId,
        Number = Number,
        TicketId = ticket.Id,
        Kind = Saying.Kind,
        Text = Saying.Text,
        Html = Saying.Html,
        Sender = Saying.Sender,
        Recipients = [.. Saying.Recipients],
        MessageId = Saying.MessageId,
        MergedLead = Saying.MergedLead,
        CreatedOn = now,
        CreatedBy = caller.User.Id,
    };
}
