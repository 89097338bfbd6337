using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads.Timeline;
using Leadline.Platform.Errors;

namespace Leadline.Opportunities;

/// <summary>What happened on an opportunity that the caller may see.</summary>
internal sealed class OpportunityTimelineOperations(
    OpportunityReadOperations reads,
    TimelineOperations timelines,
    FieldOperations fields,
    OpportunityTimelineStore store)
{
    // What every opportunity has beside the fields of its type.
    private static readonly string[] Common =
        [ActivityFieldNames.Status, ActivityFieldNames.Owner, ActivityFieldNames.Note];

    /// <summary>A page of the kinds, of all without any, the latest first.</summary>
    public async Task<Result<IReadOnlyList<TimelineItem>>> Page(
        Caller caller,
        Guid opportunityId,
        IReadOnlyCollection<string> kinds,
        string? after,
        int most,
        CancellationToken cancellation) =>
        await reads.Find(caller, opportunityId, cancellation) is null
            ? OpportunityRules.NoSuch
            : await timelines.Page(
                caller, RecordKind.Opportunity, opportunityId, kinds, after, most, cancellation);

    /// <summary>How many items there are of each kind, counted up to 10,000.</summary>
    public async Task<Result<IReadOnlyDictionary<string, long>>> Count(
        Caller caller, Guid opportunityId, CancellationToken cancellation) =>
        await reads.Find(caller, opportunityId, cancellation) is null
            ? OpportunityRules.NoSuch
            : Result<IReadOnlyDictionary<string, long>>.Success(
                await timelines.Count(caller, RecordKind.Opportunity, opportunityId, cancellation));

    /// <summary>What a field of the opportunity was, the latest change first.</summary>
    public async Task<Result<IReadOnlyList<FieldHistoryItem>>> History(
        Caller caller, Guid opportunityId, string schemaName, string? after, int most, CancellationToken cancellation)
    {
        if (!TimelineOperations.TryRead(after, out var place))
            return TimelineOperations.BadCursor;
        if (await reads.Find(caller, opportunityId, cancellation) is not { } opportunity)
            return OpportunityRules.NoSuch;
        var own = (await fields.Get(caller.AccountId)).OfActivity(opportunity.EventCode);
        if (own.Find(schemaName) is null && !Common.Contains(schemaName))
            return new Failure(ErrorCode.UnknownField, $"There is no field '{schemaName}'.");
        return Result<IReadOnlyList<FieldHistoryItem>>.Success(
            await store.History(caller.AccountId, opportunityId, schemaName, place, most, cancellation));
    }
}
