using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>What a capture came to.</summary>
/// <param name="LeadId">The lead, found or made.</param>
/// <param name="OpportunityId">The new opportunity, or the one that it would be a duplicate of.</param>
/// <param name="IsCreated">False for a duplicate.</param>
/// <param name="ActivityId">The activity that records the capture on the lead.</param>
/// <param name="DuplicateRecorded">An activity records that a duplicate was detected.</param>
internal sealed record OpportunityCaptured(
    Guid LeadId, Guid OpportunityId, bool IsCreated, Guid ActivityId, bool DuplicateRecorded);

/// <summary>How a capture's lead is found.</summary>
internal enum CaptureLead
{
    /// <summary>By LeadDetails; made when nobody is found, updated otherwise.</summary>
    FoundOrMade,

    /// <summary>By one value; it must exist and is not changed.</summary>
    Existing,
}

/// <summary>
/// One capture on its way: a lead found or made, and an opportunity on it unless the lead has its like. Hand
/// <see cref="Write"/> to the group of leads, alone or with others; then <see cref="Outcome"/> is known.
/// </summary>
internal sealed class OpportunityCapture : OpportunityWrite
{

    // Of both codes' types; what an activity calls its type does not change with the definitions.
    private const string CapturedName = "Opportunity Captured";

    private static readonly byte[] NoValues = "{}"u8.ToArray();

    private static readonly Failure BothFlags = new(
        ErrorCode.InvalidInput, "OverwriteFields and UpdateEmptyFields both cannot be true");

    private static readonly Failure WrongSearchBy = new(ErrorCode.InvalidInput, "Invalid SearchBy value provided");

    private static readonly Failure NoUniqueField = new(
        ErrorCode.InvalidInput, "At least one unique field is mandatory in LeadDetails");

    private readonly Caller caller;
    private readonly CaptureLead leadMatch;
    private readonly string typeName;
    private readonly long firstNumber;
    private Account account = null!;
    private OpportunityDefinition definition = null!;
    private Activity fresh = null!;
    private Guid? key;
    private OpportunityCaptured? captured;

    /// <summary>A capture that nothing is written of yet.</summary>
    /// <param name="caller">Who captures.</param>
    /// <param name="lead">The lead's properties, with SearchBy among them.</param>
    /// <param name="leadMatch">What may become of the lead.</param>
    /// <param name="body">The opportunity.</param>
    /// <param name="typeName">The name of its type.</param>
    /// <param name="firstNumber">The first of two numbers for the activities that it adds.</param>
    public OpportunityCapture(
        Caller caller, IReadOnlyList<LeadProperty> lead, CaptureLead leadMatch, OpportunityBody body, string typeName, long firstNumber)
    {
        (this.caller, this.leadMatch, this.typeName, this.firstNumber) = (caller, leadMatch, typeName, firstNumber);
        Body = body;
        Write = new LeadWrite(caller, LeadMatch.ByIdentity, lead)
        {
            MustExist = leadMatch == CaptureLead.Existing,
            Behavior = leadMatch == CaptureLead.Existing ? LeadUpdateBehavior.DoNotUpdate : LeadUpdateBehavior.UpdateAll,
            Call = this,
            Check = Check,
            Stage = OpportunityOperations.Stage,
            Then = Post,
        };
    }

    public OpportunityBody Body { get; }

    /// <summary>The write of its lead, which carries it.</summary>
    public LeadWrite Write { get; }

    /// <summary>What it came to, once <see cref="Write"/> has an outcome.</summary>
    public Result<OpportunityCaptured> Outcome => (Write.Refusal ?? Write.Outcome.Failure) is { } failure ? failure : captured!;

    public override Guid? DuplicateKey => key;

    private Failure? Check(Account current, AccountFields fields, LeadInput input)
    {
        account = current;
        if (Body is { OverwriteFields: true, UpdateEmptyFields: true })
            return BothFlags;
        if (leadMatch == CaptureLead.FoundOrMade)
        {
            // Live, ProspectId is the word for the lead's id here, and its attribute's own spelling is refused (extended §2.1).
            if (input.SearchBy is null or LeadFieldNames.ProspectId)
                return WrongSearchBy;
            if (input.Keys.Count == 0 && input.ProspectId is null)
                return NoUniqueField;
        }

        if (OpportunityDefinition.Of(fields, Body.OpportunityEventCode) is not { } found)
            return ActivityRules.UnknownType;
        var read = OpportunityRules.Read(caller, current, found, Body);
        if (read.Failure is { } refusal)
            return refusal;
        (definition, fresh) = (found, read.Value);
        if (found.AutoId is { } numbered)
            fresh.Values[numbered.SchemaName] = firstNumber.ToString(CultureInfo.InvariantCulture);
        key = found.KeyOf(current, fresh);
        return null;
    }

    // May run more than once, for a transaction that lost a race: it leaves nothing but the outcome of its last run.
    private void Post(WriteUnit unit, Lead lead, DateTime now)
    {
        var known = key is { } duplicates ? Batch.WithKey(unit, lead, duplicates) : null;
        captured = known is null ? Create(unit, lead, now) : Meet(unit, lead, known, now);
        lead.RecordActivity(CapturedName, now, now);
    }

    private OpportunityCaptured Create(WriteUnit unit, Lead lead, DateTime now)
    {
        var opportunity = fresh with
        {
            LeadId = lead.Id,
            Number = firstNumber,
            ActivityOn = fresh.ActivityOn == default ? now : fresh.ActivityOn,
            CreatedOn = now,
            ModifiedOn = now,
        };
        Batch.Add(unit, opportunity, key, isNumbered: definition.AutoId is not null);
        lead.RecordActivity(typeName, opportunity.ActivityOn, now);
        var record = Record(unit, lead, opportunity, OpportunityActivityTypes.Captured, firstNumber + 1, now);
        AddEvent(unit, OpportunityEvents.Created, lead.Id, opportunity.Id, now, data: null);
        return new OpportunityCaptured(lead.Id, opportunity.Id, IsCreated: true, record, DuplicateRecorded: false);
    }

    private OpportunityCaptured Meet(WriteUnit unit, Lead lead, OpportunityBatch.Entry known, DateTime now)
    {
        var found = known.Activity;
        var met = OpportunityRules.Meet(found, account, definition, Body);
        if (ActivityChanges.Describe(found, met) is { } changes)
        {
            Batch.Change(unit, known, met with { ModifiedOn = now, ModifiedBy = caller.User.Id }, known.DuplicateKey);
            AddEvent(unit, OpportunityEvents.Updated, lead.Id, found.Id, now, changes);
        }

        var record = Record(unit, lead, found, OpportunityActivityTypes.Captured, firstNumber, now);
        AddEvent(unit, ActivityEvents.Created, lead.Id, record, now, data: null);
        if (Body.DoNotPostDuplicateActivity == true)
            return new OpportunityCaptured(lead.Id, found.Id, IsCreated: false, record, DuplicateRecorded: false);
        var duplicate = Record(unit, lead, found, OpportunityActivityTypes.Duplicate, firstNumber + 1, now);
        AddEvent(unit, ActivityEvents.Created, lead.Id, duplicate, now, data: null);
        return new OpportunityCaptured(lead.Id, found.Id, IsCreated: false, record, DuplicateRecorded: true);
    }

    /// <summary>Adds the activity that tells of the capture on the lead's timeline. It has no fields (extended §2).</summary>
    private Guid Record(WriteUnit unit, Lead lead, Activity opportunity, int eventCode, long number, DateTime now)
    {
        var record = new Activity
        {
            AccountId = lead.AccountId,
            Id = Ids.New(),
            LeadId = lead.Id,
            EventCode = eventCode,
            Number = number,
            Note = opportunity.Value(OpportunityFieldNames.Name) ?? typeName,
            Status = Activity.DefaultStatus,
            OwnerId = caller.User.Id,
            ActivityOn = now,
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
            OpportunityId = opportunity.Id,
            Values = [],
        };
        unit.Add(ActivityStore.Insert, new ActivityRow(record, NoValues));
        return record.Id;
    }

    private void AddEvent(WriteUnit unit, string kind, Guid leadId, Guid recordId, DateTime now, string? data) =>
        unit.Add(EventLog.Append, new Event(caller.AccountId, Ids.New(), kind, leadId, recordId, caller.User.Id, now, data));
}
