using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>What is posted on an opportunity: activities of its lead that know it.</summary>
internal sealed class OpportunityActivities(ActivityOperations activities, ActivityReads activityReads, OpportunityReads reads)
{
    /// <summary>Posts on an opportunity that must exist; its owner must be named (extended §2.11).</summary>
    public async Task<Result<ActivityPosted>> Add(
        Caller caller, Guid opportunityId, ActivityBody body, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(body.ActivityOwnerEmail))
            return ActivityRules.Invalid(nameof(body.ActivityOwnerEmail));
        if (!(await reads.LeadsOf(caller, [opportunityId])).TryGetValue(opportunityId, out var leadId))
            return OpportunityRules.Unknown;
        var posting = new Posting(opportunityId);
        var posted = await activities.Post(
            caller, body, body.ValidateDropDownOptions == true, posting.Write(caller, leadId), cancellation, opportunityId);
        return posted.Failure is null && posting.CameTooLate ? OpportunityRules.Unknown : posted;
    }

    /// <summary>A page of what was posted on an opportunity, without what tells of the opportunity itself.</summary>
    public Task<Activities.ActivityPage> Of(ActivityQuery query) => activityReads.Search(
        query with { ExceptEventCodes = [OpportunityActivityTypes.Duplicate, OpportunityActivityTypes.Captured] });

    /// <summary>A posting that finds its opportunity gone when its turn comes leaves nothing.</summary>
    private sealed class Posting(Guid opportunityId) : OpportunityWrite
    {
        public bool CameTooLate { get; private set; }

        public override Guid? OpportunityId => opportunityId;

        public Func<Action<WriteUnit, Lead, DateTime>, LeadWrite> Write(Caller caller, Guid leadId) => then =>
            new LeadWrite(caller, LeadMatch.ById, [])
            {
                LeadId = leadId,
                Call = this,
                Stage = OpportunityOperations.Stage,
                Then = (unit, lead, now) =>
                {
                    CameTooLate = Batch.ById(lead.AccountId, opportunityId) is null;
                    if (!CameTooLate)
                        then(unit, lead, now);
                },
            };
    }
}
