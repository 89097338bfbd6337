using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of LeadManagement.svc/CreateNote and UpdateNote (core §2.8, §2.18).</summary>
public sealed record NoteBody
{
    /// <summary>The lead's id.</summary>
    public string? RelatedProspectId { get; init; }

    /// <summary>The note's id, when it is changed.</summary>
    public string? ProspectNoteId { get; init; }

    /// <summary>The text.</summary>
    [Limit(LimitAttribute.Value)]
    public string? Note { get; init; }

    /// <summary>Where an attachment lies, or what File/Upload called it.</summary>
    public string? AttachmentName { get; init; }
}

/// <summary>Body of LeadManagement.svc/RetrieveNote (core §2.8).</summary>
public sealed record RetrieveNoteBody
{
    /// <summary>Whose notes.</summary>
    public NoteParameter? Parameter { get; init; }

    /// <summary>The order: by CreatedOn or by ModifiedOn.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page, of at most 1,000.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Whose notes, and which.</summary>
public sealed record NoteParameter
{
    /// <summary>The lead's id.</summary>
    public string? RelatedId { get; init; }

    /// <summary>The id of the one note to read.</summary>
    public string? Id { get; init; }

    /// <summary>1: a lead (core §2.20).</summary>
    public int? RelatedEntityTypeId { get; init; }
}
