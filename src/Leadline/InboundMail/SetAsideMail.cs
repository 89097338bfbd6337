namespace Leadline.InboundMail;

/// <summary>Why a mail made no ticket.</summary>
internal static class SetAsideReasons
{
    public const string Bounce = "bounce";
    public const string Absence = "absence";
    public const string Receipt = "receipt";

    /// <summary>From the desk's own address, in nobody's name.</summary>
    public const string Own = "own";

    /// <summary>No sender, or no mail at all.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Only its beginning is kept here.</summary>
    public const string TooLarge = "tooLarge";

    /// <summary>The account takes no such ticket; the detail says why.</summary>
    public const string Refused = "refused";

    /// <summary>The server failed on it; its log says how.</summary>
    public const string Fault = "fault";

    public static string Of(MailNotice notice) => notice switch
    {
        MailNotice.Bounce => Bounce,
        MailNotice.Receipt => Receipt,
        _ => Absence,
    };
}

/// <summary>A mail that made no ticket, and waits for an agent to look at it.</summary>
internal sealed record SetAsideMail
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>By which it is taken once: <see cref="MailKey"/>.</summary>
    public required byte[] Key { get; init; }

    public required string Reason { get; init; }

    public string? Detail { get; init; }

    /// <summary>Empty where none could be read.</summary>
    public string Sender { get; init; } = "";

    public string Subject { get; init; } = "";

    public DateTime ReceivedOn { get; init; }

    /// <summary>Bytes of the mail as it is kept.</summary>
    public int Size { get; init; }
}
