using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Changes the passed fields of an opportunity (extended §2.2).</summary>
internal sealed class ChangeOpportunity(
    Caller caller, Definitions definitions, Guid leadId, Guid opportunityId, UpdateOpportunityBody change)
    : OpportunityCommand(caller, definitions, leadId, opportunityId)
{
    private readonly HashSet<OpportunityKey> missed = [];

    /// <summary>The opportunity's last change that the caller has seen; null for whatever it is now.</summary>
    public DateTime? SeenOn { get; init; }

    public override void Want(LeadBatch batch)
    {
        base.Want(batch);
        foreach (var again in missed)
            batch.Part<OpportunityBatch>().Want(again);
    }

    protected override Failure? Carry(
        OpportunityBatch opportunities,
        OpportunityBatch.Entry opportunity,
        LeadBatch.Entry lead,
        RowBuffer rows,
        DateTime now)
    {
        var (before, account) = (opportunity.Activity, Definitions.Account);
        if (Refuse(Deed.Update, before) is { } notPermitted)
            return notPermitted;
        if (SeenOn is { } seen && before.ModifiedOn != seen)
            return IfMatch.Refusal("opportunity", before.ModifiedOn, before.ModifiedBy);
        if (OpportunityDefinition.For(Definitions.Fields, before.EventCode) is not { } definition)
            return OpportunityRules.Unknown;
        var changed = OpportunityRules.Change(before, account, definition, change);
        if (changed.Failure is { } failure)
            return failure;
        if (ActivityChanges.Describe(before, changed.Value) is not { } data)
            return null;

        // One that was a duplicate before its type had the rule has no key, and keeps none as long as its values stay.
        var key = definition.KeyOf(account, changed.Value);
        if (key == definition.KeyOf(account, before))
            key = opportunity.DuplicateKey;
        else if (key is { } taken && IsTaken(opportunities, lead.Lead.Id, taken))
            return OpportunityRules.Duplicate(definition);

        opportunities.Change(
            rows, opportunity, changed.Value with { ModifiedOn = now, ModifiedBy = Caller.User.Id }, key);
        AddEvent(rows, OpportunityEvents.Updated, lead.Lead.Id, now, data);
        lead.Lead.LastModifiedOn = now;
        lead.Touch();
        return null;
    }

    // Which key the change comes to is known only now: the batch comes again, and then has looked for it.
    private bool IsTaken(OpportunityBatch opportunities, Guid leadId, Guid key)
    {
        var wanted = new OpportunityKey(AccountId, leadId, key);
        if (opportunities.TryGet(wanted, out var owner))
            return owner is not null;
        missed.Add(wanted);
        throw new RaceLostException();
    }
}
