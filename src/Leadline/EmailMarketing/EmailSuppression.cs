namespace Leadline.EmailMarketing;

/// <summary>Why nothing is sent to an address.</summary>
internal static class SuppressionReason
{
    public const string Unsubscribed = "unsubscribed";
    public const string Bounced = "bounced";

    /// <summary>A user said so.</summary>
    public const string Added = "added";
}

/// <summary>An address that nothing is sent to.</summary>
internal sealed record EmailSuppression
{
    public string Key { get; init; } = "";

    public string Address { get; init; } = "";

    /// <summary>One of <see cref="SuppressionReason"/>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The mailing by which it came here.</summary>
    public Guid? MailingId { get; init; }

    public DateTime CreatedOn { get; init; }
}
