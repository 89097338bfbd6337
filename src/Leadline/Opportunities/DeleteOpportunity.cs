using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>Deletes an opportunity with what was posted on it, where its type allows that (extended §2.10).</summary>
internal sealed class DeleteOpportunity(
    Caller caller, Definitions definitions, Guid leadId, Guid opportunityId, ActivityTypeCatalog types)
    : OpportunityCommand(caller, definitions, leadId, opportunityId)
{
    private static readonly Failure NotDeletable = new(
        ErrorCode.NotPermitted, "Delete is not enabled for this opportunity type");

    protected override Failure? Carry(
        OpportunityBatch opportunities,
        OpportunityBatch.Entry opportunity,
        LeadBatch.Entry lead,
        RowBuffer rows,
        DateTime now)
    {
        if (types.Find(opportunity.Activity.EventCode) is not { CanDelete: true })
            return NotDeletable;
        opportunities.Remove(rows, opportunity);
        AddEvent(rows, OpportunityEvents.Deleted, lead.Lead.Id, now, data: null);
        return null;
    }
}
