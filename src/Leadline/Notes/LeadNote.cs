namespace Leadline.Notes;

/// <summary>What somebody wrote down of a lead.</summary>
internal sealed record LeadNote
{
    public required int AccountId { get; init; }

    public required Guid NoteId { get; init; }

    public required Guid LeadId { get; init; }

    /// <summary>The lead's opportunity that it was written of; null for the lead itself.</summary>
    public Guid? OpportunityId { get; init; }

    public required string Text { get; init; }

    /// <summary>As it was passed, or the name of the file.</summary>
    public string? AttachmentName { get; init; }

    /// <summary>Where an attachment lies that is no file of the account.</summary>
    public string? AttachmentUrl { get; init; }

    public Guid? FileId { get; init; }

    /// <summary>Grows with every change.</summary>
    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    public DateTime ModifiedOn { get; init; }
}

/// <summary>What a note has with it: a file of the account, or a name or an address that was passed.</summary>
internal sealed record NoteAttachment(string? Name, Guid? FileId)
{
    public static readonly NoteAttachment None = new(Name: null, FileId: null);
}

/// <summary>What a note is to become; what is null stays as it is.</summary>
internal sealed record NoteChange(string? Text, NoteAttachment? Attachment)
{
    /// <summary>The lead that the caller takes the note to be of; null where he does not say.</summary>
    public Guid? LeadId { get; init; }

    public int? ExpectedVersion { get; init; }
}

/// <summary>Which notes of a lead to read.</summary>
internal sealed record NoteQuery(int AccountId, Guid LeadId, int Most)
{
    /// <summary>That note alone.</summary>
    public Guid? NoteId { get; init; }

    /// <summary>Those that were made before one, when they come in the order of their making.</summary>
    public Guid? Before { get; init; }

    public bool ByModification { get; init; }

    public bool IsAscending { get; init; }

    public int Offset { get; init; }
}

/// <summary>What happens to notes, as the event log names it. An event's record is the note.</summary>
internal static class NoteEvents
{
    public const string Created = "note.created";
    public const string Updated = "note.updated";
    public const string Deleted = "note.deleted";
}
