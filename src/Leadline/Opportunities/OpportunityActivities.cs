using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>What is posted on an opportunity: activities of its lead that know it.</summary>
internal sealed class OpportunityActivities(
    LeadOperations leads,
    ActivityTypeOperations types,
    ActivityReadOperations activityReads,
    OpportunityReadStore reads)
{
    /// <summary>
    /// Posts on an opportunity that must exist, each with an outcome of its own; the activities' owners must be named
    /// (extended §2.11).
    /// </summary>
    public Task<Result<IReadOnlyList<Result<ActivityPosted>>>> AddAll(
        Caller caller,
        Guid opportunityId,
        IReadOnlyList<ActivityBody> bodies,
        Claim<Result<IReadOnlyList<Result<ActivityPosted>>>>? claim,
        CancellationToken cancellation) =>
        leads.RunAll(
            caller,
            async definitions =>
            {
                var catalog = await types.Get(caller.AccountId);
                var leadId = (await reads.LeadsOf(caller, [opportunityId])).TryGetValue(opportunityId, out var found)
                    ? found
                    : (Guid?)null;
                return bodies.Select(body => Make(caller, definitions, catalog, leadId, opportunityId, body));
            },
            claim,
            cancellation);

    /// <summary>A page of what was posted on an opportunity, without what tells of the opportunity itself.</summary>
    public Task<Activities.ActivityPage> Search(
        Caller caller, ActivityQuery query, CancellationToken cancellation) => activityReads.Search(
            caller,
            query with { ExceptEventCodes = [OpportunityActivityTypes.Duplicate, OpportunityActivityTypes.Captured] },
            cancellation);

    private static Result<LeadCommand<ActivityPosted>> Make(
        Caller caller,
        Definitions definitions,
        ActivityTypeCatalog types,
        Guid? leadId,
        Guid opportunityId,
        ActivityBody body)
    {
        if (string.IsNullOrWhiteSpace(body.ActivityOwnerEmail))
            return Failure.InvalidParameter(nameof(body.ActivityOwnerEmail));
        if (leadId is not { } lead)
            return OpportunityRules.Unknown;
        var draft = ActivityDraft.Read(caller, definitions, types, body, body.ValidateDropDownOptions == true);
        return draft.Failure is { } failure
            ? failure
            : new PostOnOpportunity(
                caller,
                definitions,
                lead,
                opportunityId,
                draft.Value with { Activity = draft.Value.Activity with { OpportunityId = opportunityId } });
    }
}
