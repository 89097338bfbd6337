using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A note to write, or what to change of one: what is not passed stays as it is.</summary>
public sealed record NoteRequest
{
    /// <summary>At most 100,000 characters.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>A file of the lead, or of nobody yet; an empty text takes away the one that is there.</summary>
    [JsonPropertyName("fileId")]
    public string? FileId { get; init; }
}

/// <summary>A note of a lead, or of one of its opportunities.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadId">The lead.</param>
/// <param name="OpportunityId">The opportunity that it was written of; null for the lead itself.</param>
/// <param name="Text">What was written.</param>
/// <param name="Attachment">What is with it; null for nothing.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="CreatedBy">The user who wrote it.</param>
/// <param name="CreatedOn">When.</param>
/// <param name="ModifiedBy">The user who changed it last.</param>
/// <param name="ModifiedOn">When.</param>
public sealed record NoteResponse(
    Guid Id,
    Guid LeadId,
    Guid? OpportunityId,
    string Text,
    NoteAttachmentResponse? Attachment,
    int Version,
    Guid CreatedBy,
    DateTime CreatedOn,
    Guid ModifiedBy,
    DateTime ModifiedOn);

/// <summary>What is with a note.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Url">Where it can be fetched; of a file of the account, for an hour. Null where it is gone.</param>
/// <param name="FileId">The file; null for what lies elsewhere.</param>
public sealed record NoteAttachmentResponse(string Name, string? Url, Guid? FileId);

/// <summary>Notes, the newest first.</summary>
/// <param name="Notes">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record NotesResponse(IReadOnlyList<NoteResponse> Notes, Guid? Next);
