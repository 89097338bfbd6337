using Leadline.Platform;

namespace Leadline.Tickets.Conversations;

/// <summary>Who said what to whom, by the names of the wire (extended §5.8).</summary>
internal static class MessageKinds
{
    public const string InboundEmail = "InboundEmail";
    public const string OutboundEmail = "OutboundEmail";
    public const string PortalInbound = "PortalInbound";
    public const string PortalOutbound = "PortalOutbound";

    /// <summary>Among agents; the customer never sees it (extended §5.7).</summary>
    public const string InternalNote = "InternalNote";

    /// <summary>All that customers may see.</summary>
    public static readonly IReadOnlyList<string> OfCustomers =
    [
        InboundEmail,
        OutboundEmail,
        PortalInbound,
        PortalOutbound,
    ];

    public static bool IsInbound(string kind) => kind is InboundEmail or PortalInbound;

    public static bool IsOutbound(string kind) => kind is OutboundEmail or PortalOutbound;
}

/// <summary>A message on a ticket: what one side wrote to the other, or agents among themselves.</summary>
internal sealed record TicketMessage
{
    public required int AccountId { get; init; }

    /// <summary>Counts up within the account.</summary>
    public required long Number { get; init; }

    public required Guid TicketId { get; init; }

    public required string Kind { get; init; }

    public string? Text { get; init; }

    /// <summary>
    /// As it came, or as <see cref="AgentMessage"/> made it: whoever shows it makes it safe by <see cref="SafeHtml"/>.
    /// </summary>
    public string? Html { get; init; }

    public string? Sender { get; init; }

    public string[] Recipients { get; init; } = [];

    /// <summary>
    /// The lead whose ticket it was said on, or meant for, before that was merged into this one; null where none was.
    /// </summary>
    public Guid? MergedLead { get; init; }

    /// <summary>The Message-ID of the mail that it came in or went out with.</summary>
    public string? MessageId { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid CreatedBy { get; init; }
}

/// <summary>A file of a ticket, or of one thing that was said on it.</summary>
internal sealed record TicketFile(
    int AccountId,
    Guid Id,
    Guid TicketId,
    long? Conversation,
    string Name,
    string ContentType,
    byte[] Content,
    DateTime CreatedOn)
{
    /// <summary>It is the mail that a message came in, which no list of files shows.</summary>
    public bool IsOriginal { get; init; }

    /// <summary>The mail that a message came in.</summary>
    public static TicketFile OfOriginal(Ticket ticket, long message, byte[] mail, DateTime now) => new(
        ticket.AccountId, Ids.New(), ticket.Id, message, "original.eml", "message/rfc822", mail, now)
    {
        IsOriginal = true,
    };

    /// <summary>What was sent, as files of the ticket.</summary>
    public static List<TicketFile> From(Ticket ticket, long? message, IReadOnlyList<SentFile> files, DateTime now) =>
    [
        .. files.Select(file => new TicketFile(
            ticket.AccountId, file.Id ?? Ids.New(), ticket.Id, message, file.Name, file.ContentType, file.Content,
            now)),
    ];
}

/// <summary>A file that a caller sent along.</summary>
internal sealed record SentFile(string Name, string ContentType, byte[] Content)
{
    /// <summary>What it is called once it is kept; null where nothing names it before.</summary>
    public Guid? Id { get; init; }
}
