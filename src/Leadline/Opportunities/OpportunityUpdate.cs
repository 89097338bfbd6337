using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>
/// One update or deletion of an opportunity on its way. Hand <see cref="Write"/> to the group of leads, alone or with
/// others; then <see cref="Outcome"/> is known.
/// </summary>
internal sealed class OpportunityUpdate : OpportunityWrite
{
    private static readonly Failure NotDeletable = new(ErrorCode.NotPermitted, "Delete is not enabled for this opportunity type");

    private readonly Caller caller;
    private readonly Guid opportunityId;
    private readonly UpdateOpportunityBody? change;
    private readonly ActivityTypeCatalog types;
    private Account account = null!;
    private AccountFields fields = null!;
    private Failure? refusal;

    private OpportunityUpdate(
        Caller caller, Guid leadId, Guid opportunityId, UpdateOpportunityBody? change, ActivityTypeCatalog types)
    {
        (this.caller, this.opportunityId, this.change, this.types) = (caller, opportunityId, change, types);
        Write = new LeadWrite(caller, LeadMatch.ById, [])
        {
            LeadId = leadId,
            Behavior = LeadUpdateBehavior.DoNotUpdate,
            Call = this,
            Check = Check,
            Stage = OpportunityOperations.Stage,
            Then = Carry,
        };
    }

    /// <summary>Changes the passed fields of an opportunity of this lead.</summary>
    public static OpportunityUpdate Change(
        Caller caller, Guid leadId, Guid opportunityId, UpdateOpportunityBody change, ActivityTypeCatalog types) =>
        new(caller, leadId, opportunityId, change, types);

    /// <summary>Deletes an opportunity of this lead, and what was posted on it.</summary>
    public static OpportunityUpdate Delete(Caller caller, Guid leadId, Guid opportunityId, ActivityTypeCatalog types) =>
        new(caller, leadId, opportunityId, change: null, types);

    /// <summary>The write of its lead, which carries it.</summary>
    public LeadWrite Write { get; }

    /// <summary>The opportunity's id, or why nothing was done, once <see cref="Write"/> has an outcome.</summary>
    public Result<Guid> Outcome =>
        Write.Outcome.Failure is { Code: ErrorCode.UnknownLead } ? OpportunityRules.Unknown
        : (Write.Refusal ?? Write.Outcome.Failure ?? refusal) is { } failure ? failure
        : opportunityId;

    public override Guid? OpportunityId => opportunityId;

    private Failure? Check(Account current, AccountFields currentFields, LeadInput input)
    {
        (account, fields) = (current, currentFields);
        return null;
    }

    private void Carry(WriteUnit unit, Lead lead, DateTime now) =>
        refusal = Batch.ById(lead.AccountId, opportunityId) is not { } entry || entry.Activity.LeadId != lead.Id
            ? OpportunityRules.Unknown
            : change is null ? Remove(unit, entry, now)
            : Change(unit, lead, entry, change, now);

    private Failure? Change(WriteUnit unit, Lead lead, OpportunityBatch.Entry entry, UpdateOpportunityBody body, DateTime now)
    {
        var before = entry.Activity;
        if (OpportunityDefinition.Of(fields, before.EventCode) is not { } definition)
            return OpportunityRules.Unknown;
        var changed = OpportunityRules.Change(before, account, definition, body);
        if (changed.Failure is { } failure)
            return failure;
        if (ActivityChanges.Describe(before, changed.Value) is not { } data)
            return null;

        // One that was a duplicate before its type had the rule has no key, and keeps none as long as its values stay.
        var key = definition.KeyOf(account, changed.Value);
        if (key == definition.KeyOf(account, before))
            key = entry.DuplicateKey;
        else if (key is { } taken && Batch.WithKey(unit, lead, taken) is not null)
            return Duplicate(definition);

        Batch.Change(unit, entry, changed.Value with { ModifiedOn = now, ModifiedBy = caller.User.Id }, key);
        AddEvent(unit, OpportunityEvents.Updated, lead.Id, now, data);
        lead.LastModifiedOn = now;
        return null;
    }

    private Failure? Remove(WriteUnit unit, OpportunityBatch.Entry entry, DateTime now)
    {
        if (types.Find(entry.Activity.EventCode) is not { CanDelete: true })
            return NotDeletable;
        Batch.Remove(unit, entry);
        AddEvent(unit, OpportunityEvents.Deleted, entry.Activity.LeadId, now, data: null);
        return null;
    }

    private void AddEvent(WriteUnit unit, string kind, Guid leadId, DateTime now, string? data) =>
        unit.Add(EventLog.Append, new Event(caller.AccountId, Ids.New(), kind, leadId, opportunityId, caller.User.Id, now, data));

    private static Failure Duplicate(OpportunityDefinition definition) => new(
        ErrorCode.Duplicate,
        $"An Opportunity with same {string.Join(", ", definition.DuplicateRule.Select(field => field.DisplayName))} already exists.");
}
