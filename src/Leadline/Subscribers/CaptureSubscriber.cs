using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Subscribers;

/// <summary>
/// Takes an enquiry: an activity with what was said, on the lead with the e-mail address, else the phone number, or on
/// a new one. What is known of a lead stays, and what is not is filled in. The lead has a number of ISPCRM's already or
/// gets it now (extended §7.2).
/// </summary>
internal sealed class CaptureSubscriber(
    Caller caller, Definitions definitions, LeadTarget target, Enquiry enquiry, ActivityDraft activity)
    : LeadCommand<SubscriberNumber>(caller, definitions, target)
{
    private const string NewStatus = "New";

    private Guid? ownerOfPhone;

    public static Result<LeadCommand<SubscriberNumber>> Prepare(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, Enquiry enquiry)
    {
        var target = LeadTarget.Read(definitions, LeadMatch.Capture, enquiry.Properties());
        if (target.Failure is { } failure)
            return failure;
        var draft = ActivityDraft.Read(
            caller,
            definitions,
            types,
            new ActivityBody
            {
                ActivityEvent = LeadMilestones.Capture,
                ActivityNote = enquiry.Note(ownerOfPhone: null),
            },
            skipOptions: true);
        return draft.Failure is { } unfit
            ? unfit
            : new CaptureSubscriber(caller, definitions, target.Value, enquiry, draft.Value);
    }

    public override void Want(LeadBatch batch)
    {
        foreach (var lead in batch.Candidates(this))
            batch.Part<SubscriberNumbers>().Want(AccountId, lead.Lead.Id);
    }

    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        ownerOfPhone = null;
        var match = batch.Match(AccountId, Target);
        if (match.Failure is null && match.Value is { } known)
            Decide(LeadRules.Apply(this, Missing(batch, known), batch, rows, now), batch, rows, now);
        else
            base.Decide(batch, rows, now);
    }

    protected override Result<SubscriberNumber> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var said = activity.Activity with { Note = enquiry.Note(ownerOfPhone) };
        (activity with { Activity = said }).Post(batch, entry, rows, Caller, now);
        var numbers = batch.Part<SubscriberNumbers>();
        if (numbers.Find(AccountId, entry.Lead.Id) is { } known)
            return known;
        var fresh = new SubscriberNumber(AccountId, entry.Lead.Id, NewStatus, now);
        numbers.Add(fresh);
        batch.Number(SubscriberStore.LeadNumbers, fresh);
        rows.Add(SubscriberStore.AddNumber, fresh);
        return fresh;
    }

    /// <summary>
    /// What fills the known lead's gaps. A name is one value: half of it is no gap. A phone number that another lead
    /// has stays that lead's.
    /// </summary>
    private LeadTarget Missing(LeadBatch batch, LeadBatch.Entry known)
    {
        var owner = Target.Input.Key(LeadFieldNames.Phone) is { } phone ? batch.OwnerOf(phone) : null;
        ownerOfPhone = owner is not null && owner != known ? owner.Lead.Id : null;
        var hasName = known.Lead.Value(LeadFieldNames.FirstName) is not null
            || known.Lead.Value(LeadFieldNames.LastName) is not null;
        var changes = Target.Input.Changes.Where(change => change.Field.SchemaName switch
        {
            LeadFieldNames.FirstName or LeadFieldNames.LastName => !hasName,
            LeadFieldNames.Phone => ownerOfPhone is null,
            _ => true,
        });
        return Target with
        {
            Behavior = LeadUpdateBehavior.UpdateOnlyEmptyFields,
            Input = Target.Input with { Changes = [.. changes] },
        };
    }
}
