namespace Leadline.Protocol.Own;

/// <summary>What happened on a lead or an opportunity, the latest first.</summary>
/// <param name="Items">At most 100.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record TimelineResponse(IReadOnlyList<TimelineItemResponse> Items, string? Next);

/// <summary>Something that happened on a lead or an opportunity.</summary>
/// <param name="Id">The id of the activity, note, task or opportunity, or of the event of a change.</param>
/// <param name="Kind">
/// activity, call, change, mail, note, opportunity, task or ticket; of an opportunity also stage, a change of it.
/// </param>
/// <param name="On">When it happened; of a note or a task, when it was made.</param>
/// <param name="UserId">The user whose doing it is.</param>
/// <param name="UserName">What the user is called.</param>
/// <param name="Title">What the activity's type, the task or the opportunity is called.</param>
/// <param name="Text">What was written.</param>
/// <param name="Type">The code of the type of an activity or an opportunity.</param>
/// <param name="Status">The status of an activity or an opportunity; open or completed of a task.</param>
/// <param name="Number">The number of a task.</param>
/// <param name="DueOn">When a task is due.</param>
/// <param name="OpportunityId">The opportunity that it belongs to.</param>
/// <param name="Values">The fields of an activity's or an opportunity's type that have a value, by schema name.</param>
/// <param name="Changes">What one save changed of the lead or the opportunity, by schema name.</param>
public sealed record TimelineItemResponse(
    Guid Id,
    string Kind,
    DateTime On,
    Guid? UserId,
    string? UserName,
    string? Title,
    string? Text,
    int? Type,
    string? Status,
    long? Number,
    DateTime? DueOn,
    Guid? OpportunityId,
    IReadOnlyDictionary<string, string?>? Values,
    IReadOnlyDictionary<string, ValueChangeResponse>? Changes);

/// <summary>How much happened on a lead or an opportunity.</summary>
/// <param name="Counts">By kind, each counted up to 10,000.</param>
public sealed record TimelineCountsResponse(IReadOnlyDictionary<string, long> Counts);

/// <summary>What a field of a lead or an opportunity was.</summary>
/// <param name="Changes">The latest first, at most 100.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record FieldHistoryResponse(IReadOnlyList<FieldHistoryItemResponse> Changes, string? Next);

/// <summary>A change of a field.</summary>
/// <param name="Id">The id of its event, which other fields of the same save share.</param>
/// <param name="ChangedOn">When.</param>
/// <param name="ChangedBy">The user who changed it.</param>
/// <param name="ChangedByName">What the user is called.</param>
/// <param name="Before">The value before; null for none.</param>
/// <param name="After">The value after; null for none.</param>
public sealed record FieldHistoryItemResponse(
    Guid Id, DateTime ChangedOn, Guid ChangedBy, string? ChangedByName, string? Before, string? After);
