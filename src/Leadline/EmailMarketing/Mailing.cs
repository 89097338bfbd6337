namespace Leadline.EmailMarketing;

/// <summary>How far a mailing is.</summary>
internal static class MailingState
{
    public const string Scheduled = "scheduled";
    public const string Sending = "sending";
    public const string Paused = "paused";

    /// <summary>All recipients were taken; their mails may still be on their way.</summary>
    public const string Finished = "finished";

    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
}

/// <summary>What became of a mailing for one lead.</summary>
internal static class RecipientState
{
    public const string Queued = "queued";
    public const string Sent = "sent";
    public const string Failed = "failed";
    public const string Bounced = "bounced";
    public const string Skipped = "skipped";
}

/// <summary>
/// One mail to the leads of a list, a campaign, or to one lead. What it says is kept with it, as it was when the
/// mailing was made.
/// </summary>
internal sealed record Mailing
{
    /// <summary>The category, in any case, of mail that reaches those that have unsubscribed.</summary>
    public const string TransactionalCategory = "transactional";

    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The list of a campaign.</summary>
    public Guid? ListId { get; init; }

    /// <summary>The lead of a mail to one.</summary>
    public Guid? LeadId { get; init; }

    /// <summary>The lead's field that has the address; null for EmailAddress.</summary>
    public string? AddressField { get; init; }

    /// <summary>Who gets a copy, separated by commas.</summary>
    public string? Copies { get; init; }

    public Guid? TemplateId { get; init; }

    /// <summary>A template that is yet to be made: until then the mailing says nothing, and rests.</summary>
    public string? TemplateName { get; init; }

    public string Category { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string Html { get; init; } = "";

    /// <summary>The account's footer stands below.</summary>
    public bool HasFooter { get; init; }

    /// <summary>The user who sends.</summary>
    public Guid SenderId { get; init; }

    /// <summary>One of <see cref="MailingState"/>.</summary>
    public string State { get; init; } = MailingState.Scheduled;

    public string? Reason { get; init; }

    /// <summary>When it is to begin.</summary>
    public DateTime DueOn { get; init; }

    /// <summary>When its next recipients are to be taken; null where it rests.</summary>
    public DateTime? NextOn { get; init; }

    /// <summary>Where in the list the last recipients that were taken ended.</summary>
    public string? PageEnd { get; init; }

    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public DateTime? StartedOn { get; init; }

    public DateTime? FinishedOn { get; init; }

    public bool IsCampaign => ListId is not null;

    public EmailContent Content => new(Subject, Text, Html);

    /// <summary>Only a mail to one lead can be: a campaign to those that have unsubscribed there is none.</summary>
    public bool IsTransactional =>
        !IsCampaign && Category.Trim().Equals(TransactionalCategory, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One lead of a mailing.</summary>
internal sealed record MailingRecipient
{
    public required Guid LeadId { get; init; }

    /// <summary>Empty where the lead has none.</summary>
    public string Address { get; init; } = "";

    public Guid? MailId { get; init; }

    /// <summary>One of <see cref="RecipientState"/>.</summary>
    public string State { get; init; } = RecipientState.Queued;

    public string? Reason { get; init; }

    public DateTime QueuedOn { get; init; }

    public DateTime? SettledOn { get; init; }

    public DateTime? OpenedOn { get; init; }

    public DateTime? ClickedOn { get; init; }

    public DateTime? UnsubscribedOn { get; init; }
}

/// <summary>How many leads a mailing has reached.</summary>
internal sealed record MailingCounts
{
    public long Queued { get; init; }
    public long Sent { get; init; }
    public long Failed { get; init; }
    public long Bounced { get; init; }
    public long Skipped { get; init; }
    public long Unsubscribed { get; init; }
    public long Opened { get; init; }
    public long Clicked { get; init; }
}
