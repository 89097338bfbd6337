using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Subscribers;

/// <summary>
/// Captures a lead and gives it a number of ISPCRM's, which a lead that is known by e-mail address or phone number has
/// already or gets now (extended §7.2).
/// </summary>
internal sealed class CaptureSubscriber(Caller caller, Definitions definitions, LeadTarget target)
    : LeadCommand<SubscriberNumber>(caller, definitions, target)
{
    private const string NewStatus = "New";

    public static Result<LeadCommand<SubscriberNumber>> Prepare(
        Caller caller, Definitions definitions, IReadOnlyList<LeadProperty> properties)
    {
        var target = LeadTarget.Read(definitions, LeadMatch.Capture, properties);
        return target.Failure is { } failure ? failure : new CaptureSubscriber(caller, definitions, target.Value);
    }

    public override void Want(LeadBatch batch)
    {
        foreach (var lead in batch.Candidates(this))
            batch.Part<SubscriberNumbers>().Want(AccountId, lead.Lead.Id);
    }

    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        base.Decide(batch, rows, now);
        if (Outcome.Failure is not { Code: ErrorCode.Duplicate })
            return;

        // The address is one person's and the phone number another's: it is the address's lead, and both stay as they
        // are known.
        var kept = Target with { Behavior = LeadUpdateBehavior.DoNotUpdateUniqueFields };
        Decide(LeadRules.Apply(this, kept, batch, rows, now), batch, rows, now);
    }

    protected override Result<SubscriberNumber> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var numbers = batch.Part<SubscriberNumbers>();
        if (numbers.Find(AccountId, entry.Lead.Id) is { } known)
            return known;
        var fresh = new SubscriberNumber(AccountId, entry.Lead.Id, NewStatus, now);
        numbers.Add(fresh);
        batch.Number(SubscriberStore.LeadNumbers, fresh);
        rows.Add(SubscriberStore.AddNumber, fresh);
        return fresh;
    }
}
