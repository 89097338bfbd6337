using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>
/// Posts an activity on an opportunity (extended §2.11). One that finds its opportunity gone leaves nothing.
/// </summary>
internal sealed class PostOnOpportunity(
    Caller caller, Definitions definitions, Guid leadId, Guid opportunityId, ActivityDraft draft)
    : LeadCommand<ActivityPosted>(caller, definitions, LeadTarget.ForId(leadId))
{
    public override void Want(LeadBatch batch) => batch.Part<OpportunityBatch>().Want(AccountId, opportunityId);

    protected override Result<ActivityPosted> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now) =>
        batch.Part<OpportunityBatch>().ById(AccountId, opportunityId) is not { } opportunity
        || Caller.Refuse(RecordKind.Opportunity, Deed.View, opportunity.Activity.OwnerId, opportunityId) is not null
            ? OpportunityRules.Unknown
            : draft.Post(batch, entry, rows, Caller, now);
}
