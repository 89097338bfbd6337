using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A call was done (core §1.6).</summary>
/// <param name="Message">What came of it.</param>
/// <typeparam name="T">What came of it.</typeparam>
public sealed record SuccessResponse<T>([property: JsonPropertyOrder(1)] T Message)
{
    /// <summary>Success.</summary>
    public string Status { get; init; } = "Success";
}

/// <summary>A call was done, and there is nothing to say of it (core §0.1).</summary>
/// <param name="Status">Success.</param>
public sealed record StatusResponse(string Status = "Success");

/// <summary>The record that was made or changed.</summary>
/// <param name="Id">Its id.</param>
public sealed record IdMessage(string Id);

/// <summary>How much was changed.</summary>
/// <param name="AffectedRows">How many records.</param>
public sealed record AffectedRowsMessage(int AffectedRows);

/// <summary>Why a call was refused (core §1.6).</summary>
/// <param name="Status">Error.</param>
/// <param name="ExceptionType">The kind of refusal: see <see cref="MxException"/>.</param>
/// <param name="ExceptionMessage">The explanation.</param>
/// <param name="IsMXException">True with MXInvalidActivityException alone, as recorded live (core §1.10).</param>
public sealed record ErrorResponse(
    string? Status,
    string? ExceptionType,
    string? ExceptionMessage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsMXException = null);

/// <summary>What Lead.Capture did (core §2.16).</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="RelatedId">The lead's id again, where other clients look for it.</param>
/// <param name="IsCreated">False when an existing lead matched.</param>
public sealed record CapturedMessage(Guid Id, Guid RelatedId, bool IsCreated);

/// <summary>What Lead.CreateOrUpdate did (core §2.4).</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="AffectedRows">Leads written, 1.</param>
public sealed record CreatedOrUpdatedMessage(Guid Id, int AffectedRows);

/// <summary>The options of a dropdown (core §3.12).</summary>
/// <param name="Options">In their order.</param>
public sealed record OptionsResponse(IReadOnlyList<string> Options);

/// <summary>A page of rows, each with the members that were asked for.</summary>
/// <param name="RecordCount">Records that match, whatever the page holds.</param>
/// <param name="List">The page; absent where the call leaves out an empty one.</param>
public sealed record ListResponse(
    long RecordCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<IReadOnlyDictionary<string, string?>>? List);

/// <summary>A member of a record, where its members are a list.</summary>
/// <param name="Key">The member's name.</param>
/// <param name="Value">Its value.</param>
public sealed record KeyValue(string Key, string? Value);

/// <summary>The activity that was posted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadScore">The lead's score after it, where it was asked for.</param>
public sealed record ActivityMessage(
    Guid Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LeadScore = null);

/// <summary>What happened, in words.</summary>
/// <param name="Message">The words.</param>
public sealed record TextMessage(string Message);

/// <summary>An opportunity was deleted.</summary>
/// <param name="IsSuccessful">True.</param>
public sealed record OpportunityDeletedMessage(bool IsSuccessful = true);

/// <summary>What came of an opportunity's capture: Status is a number, unlike in other answers (extended §2.1).</summary>
/// <param name="Status">0.</param>
/// <param name="PrimaryAction">0.</param>
/// <param name="SecondaryAction">0.</param>
/// <param name="ExceptionType">Null.</param>
/// <param name="ExceptionMessage">Null.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="RelatedProspectId">The lead.</param>
/// <param name="IsUnique">False when it is a duplicate.</param>
/// <param name="CreatedOpportunityId">The opportunity that was made.</param>
/// <param name="ConflictedOpportunityId">The opportunity that it is a duplicate of.</param>
/// <param name="AdditionalDetails">What was recorded.</param>
/// <param name="OverwriteFields">As it was asked for.</param>
/// <param name="UpdateEmptyFields">As it was asked for.</param>
/// <param name="DoNotPostDuplicateActivity">As it was asked for.</param>
/// <param name="DoNotChangeOwner">As it was asked for.</param>
public sealed record OpportunityCapturedResponse(
    int Status,
    int PrimaryAction,
    int SecondaryAction,
    string? ExceptionType,
    string? ExceptionMessage,
    Guid RequestId,
    Guid RelatedProspectId,
    bool IsUnique,
    Guid? CreatedOpportunityId,
    Guid? ConflictedOpportunityId,
    IReadOnlyList<CaptureDetail> AdditionalDetails,
    bool OverwriteFields,
    bool UpdateEmptyFields,
    bool DoNotPostDuplicateActivity,
    bool DoNotChangeOwner);

/// <summary>What a capture recorded.</summary>
/// <param name="PostDeDupActionPerformed">1: an opportunity was made. 3: a duplicate was recorded.</param>
/// <param name="ActivityId">The activity that records it.</param>
public sealed record CaptureDetail(int PostDeDupActionPerformed, Guid? ActivityId);
