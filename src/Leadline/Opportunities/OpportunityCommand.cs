using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>A command about an opportunity that is there; the outcome is its id.</summary>
internal abstract class OpportunityCommand(Caller caller, Definitions definitions, Guid leadId, Guid opportunityId)
    : LeadCommand<Guid>(caller, definitions, LeadTarget.ForId(leadId))
{
    protected Guid OpportunityId => opportunityId;

    public override void Want(LeadBatch batch) => batch.Part<OpportunityBatch>().Want(AccountId, opportunityId);

    protected sealed override Result<Guid> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var opportunities = batch.Part<OpportunityBatch>();
        if (
            opportunities.ById(AccountId, opportunityId) is not { } opportunity
            || opportunity.Activity.LeadId != entry.Lead.Id
            || Refuse(Deed.View, opportunity.Activity) is not null)
            return OpportunityRules.Unknown;
        return Carry(opportunities, opportunity, entry, rows, now) is { } refusal ? refusal : opportunityId;
    }

    public sealed override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        base.Decide(batch, rows, now);
        if (Outcome.Failure is { Code: ErrorCode.UnknownLead })
            Outcome = OpportunityRules.Unknown;
    }

    /// <summary>Null when it is done.</summary>
    protected abstract Failure? Carry(
        OpportunityBatch opportunities,
        OpportunityBatch.Entry opportunity,
        LeadBatch.Entry lead,
        RowBuffer rows,
        DateTime now);

    /// <summary>Null where the caller may do this with the opportunity.</summary>
    protected Failure? Refuse(Deed deed, Activity opportunity) =>
        Caller.Refuse(RecordKind.Opportunity, deed, opportunity.OwnerId, opportunity.Id);

    protected void AddEvent(RowBuffer rows, string kind, Guid leadId, DateTime now, string? data) => rows.Add(
        EventStore.Append,
        Event.By(Caller, kind, leadId, opportunityId, now, data));
}
