namespace Leadline.EmailMarketing;

/// <summary>A mail that an account keeps to send it again and again.</summary>
internal sealed record EmailTemplate
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What the account calls mails of this kind; see <see cref="Mailing.Transactional"/>.</summary>
    public string Category { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>Empty where it is made of the HTML.</summary>
    public string Text { get; init; } = "";

    /// <summary>Empty for a mail of plain text.</summary>
    public string Html { get; init; } = "";

    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    public EmailContent Content => new(Subject, Text, Html);
}

/// <summary>What a template is to become; what is null stays as it is.</summary>
internal sealed record EmailTemplateChange(
    string? Name, string? Category, string? Subject, string? Text, string? Html)
{
    public int? ExpectedVersion { get; init; }
}
