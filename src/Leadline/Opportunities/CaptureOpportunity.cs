using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
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
    Guid LeadId, Guid OpportunityId, bool IsCreated, Guid ActivityId, bool DuplicateRecorded)
{
    /// <summary>The opportunity as it was made; null for a duplicate.</summary>
    public Activity? Opportunity { get; init; }
}

/// <summary>
/// Finds or makes a lead, and puts an opportunity on it unless the lead has its like (extended §2.1).
/// </summary>
internal sealed class CaptureOpportunity : LeadCommand<OpportunityCaptured>
{
    /// <summary>LeadDetails says of no field that the lead is to be found by it.</summary>
    public static readonly Failure NoSearchBy = new(
        ErrorCode.InvalidInput, "'SearchBy' is mandatory in LeadDetails")
    {
        IsAbsence = true,
    };

    // Of both codes' types; what an activity calls its type does not change with the definitions.
    private const string CapturedName = "Opportunity Captured";

    private static readonly byte[] NoValues = "{}"u8.ToArray();

    private static readonly Failure BothFlags = new(
        ErrorCode.InvalidInput, "OverwriteFields and UpdateEmptyFields both cannot be true");

    private static readonly Failure WrongSearchBy = new(ErrorCode.InvalidInput, ErrorTexts.InvalidSearchBy);

    private static readonly Failure NoUniqueField = new(
        ErrorCode.InvalidInput, "At least one unique field is mandatory in LeadDetails");

    private readonly OpportunityDefinition definition;
    private readonly OpportunityBody body;
    private readonly Activity draft;
    private readonly string typeName;
    private readonly Guid? key;
    private readonly HashSet<OpportunityKey> missed = [];
    private bool refusesDuplicates;

    private CaptureOpportunity(
        Caller caller,
        Definitions definitions,
        LeadTarget target,
        OpportunityDefinition definition,
        OpportunityBody body,
        Activity draft, string typeName)
        : base(caller, definitions, target)
    {
        (this.definition, this.body, this.draft, this.typeName) = (definition, body, draft, typeName);
        key = definition.KeyOf(definitions.Account, draft);
    }

    /// <summary>
    /// Finds the lead by LeadDetails, and makes it when there is none. The body is one that
    /// <see cref="LeadSquaredOpportunityInput.ReadCapture"/> let pass.
    /// </summary>
    public static Result<LeadCommand<OpportunityCaptured>> Prepare(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, CaptureOpportunityBody body)
    {
        var lead = body.LeadDetails!;

        // The name of the lead's company, which clients send with every opportunity (clients.md A7), is no field of a
        // lead.
        if (lead.Exists(IsCompanyName))
            lead = lead.FindAll(property => !IsCompanyName(property));
        return Prepare(
            caller,
            definitions,
            types,
            body.Opportunity!,
            LeadTarget.Read(definitions, LeadMatch.ByIdentity, lead),
            CheckLead);
    }

    /// <summary>
    /// Puts the opportunity on the lead that has its value in a unique field; it must exist and stays as it is
    /// (extended §2.9).
    /// </summary>
    public static Result<LeadCommand<OpportunityCaptured>> OnLeadOf(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, string searchBy, OpportunityBody body) =>
        Prepare(
            caller, definitions, types, body, LeadTarget.Read(definitions, searchBy, body.SearchByValue), _ => null);

    /// <summary>
    /// Puts the opportunity on a lead that must exist and stays as it is. One that the lead has already is refused, and
    /// leaves no trace.
    /// </summary>
    public static Result<LeadCommand<OpportunityCaptured>> OnLead(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, Guid leadId, OpportunityBody body)
    {
        var made = Prepare(caller, definitions, types, body, LeadTarget.ForId(leadId), _ => null);
        if (made.Failure is null)
            ((CaptureOpportunity)made.Value).refusesDuplicates = true;
        return made;
    }

    public override void Want(LeadBatch batch)
    {
        if (key is not { } duplicates)
            return;
        var opportunities = batch.Part<OpportunityBatch>();
        foreach (var lead in batch.Candidates(this))
            opportunities.Want(new OpportunityKey(AccountId, lead.Lead.Id, duplicates));
        foreach (var again in missed)
            opportunities.Want(again);
    }

    protected override Result<OpportunityCaptured> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var known = key is { } duplicates ? Known(batch, entry, duplicates) : null;
        if (refusesDuplicates && known is not null)
            return Duplicate(known.Activity);
        var captured = known is null
            ? Create(batch, rows, entry.Lead, now)
            : Merge(batch, rows, entry.Lead, known, now);
        entry.Lead.RecordActivity(CapturedName, now, now);
        entry.Touch();
        return captured;
    }

    private static Result<LeadCommand<OpportunityCaptured>> Prepare(
        Caller caller,
        Definitions definitions,
        ActivityTypeCatalog types,
        OpportunityBody body,
        Result<LeadTarget> target,
        Func<LeadInput, Failure?> checkLead)
    {
        if (types.Find(body.OpportunityEventCode) is not { IsOpportunity: true } type)
            return ActivityRules.UnknownType;
        if (target.Failure is { } failure)
            return failure;
        if (body is { OverwriteFields: true, UpdateEmptyFields: true })
            return BothFlags;
        if (checkLead(target.Value.Input) is { } unfit)
            return unfit;
        if (OpportunityDefinition.For(definitions.Fields, body.OpportunityEventCode) is not { } definition)
            return ActivityRules.UnknownType;
        var read = OpportunityRules.Read(caller, definitions.Account, definition, body);
        return (read.Failure ?? caller.Refuse(RecordKind.Opportunity, Deed.Create, read.Value.OwnerId)) is { } refusal
            ? refusal
            : new CaptureOpportunity(caller, definitions, target.Value, definition, body, read.Value, type.Name);
    }

    private static Failure? CheckLead(LeadInput lead)
    {
        // Live, ProspectId is the word for the lead's id here, and its attribute's own spelling is refused (extended
        // §2.1).
        if (lead.SearchBy is LeadFieldNames.ProspectId)
            return WrongSearchBy;
        if (lead.SearchBy is null)
            return NoSearchBy;
        return lead.Keys.Count == 0 && lead.ProspectId is null ? NoUniqueField : null;
    }

    private static bool IsCompanyName(LeadProperty property) =>
        "AccountName".Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);

    private Failure Duplicate(Activity known) => OpportunityRules.Duplicate(definition) with
    {
        Details = Caller.Scope(RecordKind.Opportunity, Deed.View).Includes(known.OwnerId, known.Id)
            ? json => json.WriteString("opportunityId"u8, known.Id)
            : null,
    };

    /// <summary>The lead's opportunity with this key; null when there is none.</summary>
    private OpportunityBatch.Entry? Known(LeadBatch batch, LeadBatch.Entry lead, Guid duplicates)
    {
        // A lead that the batch made has what the batch gave it.
        var wanted = new OpportunityKey(AccountId, lead.Lead.Id, duplicates);
        var opportunities = batch.Part<OpportunityBatch>();
        if (opportunities.TryGet(wanted, out var known) || lead.IsNew)
            return known;

        // An earlier command of the batch changed what finds the lead: the batch comes again, and then looks here too.
        missed.Add(wanted);
        throw new RaceLostException();
    }

    private OpportunityCaptured Create(LeadBatch batch, RowBuffer rows, Lead lead, DateTime now)
    {
        var opportunity = draft with
        {
            LeadId = lead.Id,
            ActivityOn = draft.ActivityOn == default ? now : draft.ActivityOn,
            CreatedOn = now,
            ModifiedOn = now,
            Values = new(draft.Values),
        };
        batch.Number(
            ActivityStore.NumberCounter,
            batch.Part<OpportunityBatch>().Add(rows, opportunity, key, definition.AutoId?.SchemaName));
        lead.RecordActivity(typeName, opportunity.ActivityOn, now);
        var record = Record(batch, rows, lead, opportunity, OpportunityActivityTypes.Captured, now);
        AddEvent(rows, OpportunityEvents.Created, lead.Id, opportunity.Id, now, data: null);
        return new OpportunityCaptured(lead.Id, opportunity.Id, IsCreated: true, record, DuplicateRecorded: false)
        {
            Opportunity = opportunity,
        };
    }

    private OpportunityCaptured Merge(
        LeadBatch batch, RowBuffer rows, Lead lead, OpportunityBatch.Entry known, DateTime now)
    {
        // The lead is written by now: one that the caller may not change stays as it is, and the capture is recorded.
        var found = known.Activity;
        var met = Caller.Refuse(RecordKind.Opportunity, Deed.Update, found.OwnerId, found.Id) is null
            ? OpportunityRules.Merge(found, Definitions.Account, definition, body)
            : found;
        if (ActivityChanges.Describe(found, met) is { } changes)
        {
            batch.Part<OpportunityBatch>().Change(
                rows, known, met with { ModifiedOn = now, ModifiedBy = Caller.User.Id }, known.DuplicateKey);
            AddEvent(rows, OpportunityEvents.Updated, lead.Id, found.Id, now, changes);
        }

        var record = Record(batch, rows, lead, found, OpportunityActivityTypes.Captured, now);
        AddEvent(rows, ActivityEvents.Created, lead.Id, record, now, data: null);
        if (body.DoNotPostDuplicateActivity == true)
            return new OpportunityCaptured(lead.Id, found.Id, IsCreated: false, record, DuplicateRecorded: false);
        var duplicate = Record(batch, rows, lead, found, OpportunityActivityTypes.Duplicate, now);
        AddEvent(rows, ActivityEvents.Created, lead.Id, duplicate, now, data: null);
        return new OpportunityCaptured(lead.Id, found.Id, IsCreated: false, record, DuplicateRecorded: true);
    }

    /// <summary>
    /// Adds the activity that tells of the capture on the lead's timeline. It has no fields (extended §2).
    /// </summary>
    private Guid Record(
        LeadBatch batch, RowBuffer rows, Lead lead, Activity opportunity, int eventCode, DateTime now)
    {
        var record = new Activity
        {
            AccountId = lead.AccountId,
            Id = Ids.New(),
            LeadId = lead.Id,
            EventCode = eventCode,
            Note = opportunity.Value(OpportunityFieldNames.Name) ?? typeName,
            Status = Activity.DefaultStatus,
            OwnerId = Caller.User.Id,
            ActivityOn = now,
            CreatedOn = now,
            CreatedBy = Caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = Caller.User.Id,
            OpportunityId = opportunity.Id,
            Values = [],
        };
        rows.Add(ActivityStore.Insert, new ActivityRow(record, NoValues));
        batch.Number(ActivityStore.NumberCounter, record);
        return record.Id;
    }

    private void AddEvent(RowBuffer rows, string kind, Guid leadId, Guid recordId, DateTime now, string? data) =>
        rows.Add(EventStore.Append, Event.By(Caller, kind, leadId, recordId, now, data));
}
