using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>An opportunity that is being deleted.</summary>
internal readonly record struct DoomedOpportunity(int AccountId, Guid OpportunityId);

/// <summary>
/// How a feature removes what it hangs on opportunities, in the transaction that removes them: a statement, of which
/// <c>$1</c> is the account and <c>$2</c> the opportunities' ids. Their leads are locked: nothing is added meanwhile.
/// </summary>
internal sealed record OpportunityDeletion(RowStatement<DoomedOpportunity> Statement);

/// <summary>Deletes an opportunity with what was posted on it, where its type allows that (extended §2.10).</summary>
internal sealed class DeleteOpportunity(
    Caller caller, Definitions definitions, Guid leadId, Guid opportunityId, ActivityTypeCatalog types,
    IReadOnlyList<OpportunityDeletion> belongings)
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
        if (Refuse(Deed.Delete, opportunity.Activity) is { } notPermitted)
            return notPermitted;
        opportunities.Remove(rows, opportunity);
        foreach (var deletion in belongings)
            rows.Add(deletion.Statement, new DoomedOpportunity(AccountId, OpportunityId));
        AddEvent(rows, OpportunityEvents.Deleted, lead.Lead.Id, now, data: null);
        return null;
    }
}
