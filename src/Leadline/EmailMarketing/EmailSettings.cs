namespace Leadline.EmailMarketing;

/// <summary>How an account sends mail to its leads.</summary>
internal sealed record EmailSettings
{
    public const int MostPerMinute = 100_000;

    public required int AccountId { get; init; }

    /// <summary>The address that mail comes from; null for the sending user's own.</summary>
    public string? Sender { get; init; }

    public string FooterText { get; init; } = "";

    public string FooterHtml { get; init; } = "";

    /// <summary>Of all campaigns together; 0 for no limit.</summary>
    public int MailsPerMinute { get; init; } = 600;

    public bool TrackOpens { get; init; }

    public bool TrackClicks { get; init; }

    /// <summary>Signs the links in the account's mails.</summary>
    public byte[] LinkKey { get; init; } = [];

    public int Version { get; init; } = 1;

    /// <summary>The time from one mail of a campaign to the next.</summary>
    public TimeSpan Interval => MailsPerMinute == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1) / MailsPerMinute;
}

/// <summary>What the settings are to become; what is null stays as it is.</summary>
internal sealed record EmailSettingsChange
{
    /// <summary>Empty for the sending user's own.</summary>
    public string? Sender { get; init; }

    public string? FooterText { get; init; }

    public string? FooterHtml { get; init; }

    public int? MailsPerMinute { get; init; }

    public bool? TrackOpens { get; init; }

    public bool? TrackClicks { get; init; }

    public int? ExpectedVersion { get; init; }
}

/// <summary>What happens to mail, as the event log names it. An event's record is the setting, template or
/// mailing.</summary>
internal static class EmailEvents
{
    public const string SettingsUpdated = "email.settingsUpdated";
    public const string TemplateCreated = "email.templateCreated";
    public const string TemplateUpdated = "email.templateUpdated";
    public const string TemplateDeleted = "email.templateDeleted";
    public const string Created = "email.created";
    public const string Paused = "email.paused";
    public const string Resumed = "email.resumed";
    public const string Cancelled = "email.cancelled";
    public const string Suppressed = "email.suppressed";
    public const string Unsuppressed = "email.unsuppressed";
}
