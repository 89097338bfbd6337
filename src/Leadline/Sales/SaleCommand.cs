using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Sales;

/// <summary>A command about a sale that is there; the outcome is the id of the activity that it leaves.</summary>
internal abstract class SaleCommand(Caller caller, Definitions definitions, LeadTarget target, Guid saleId)
    : LeadCommand<Guid>(caller, definitions, target)
{
    public static readonly Failure Unknown = ActivityOperations.UnknownActivity;

    private static readonly Failure IsCancelled = new(ErrorCode.Conflict, "The sales activity is cancelled.");

    private static readonly Failure IsLocked = new(ErrorCode.InvalidInput, "Activity is locked.");

    private Activity? changed;

    public override void Want(LeadBatch batch) => batch.Part<SaleBatch>().Want(AccountId, saleId);

    /// <summary>The sale is looked at before the lead is changed, so that a refusal leaves nothing.</summary>
    public sealed override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        var sale = batch.Part<SaleBatch>().Find(AccountId, saleId);
        if (sale is null || Target.LeadId is not { } leadId || sale.LeadId != batch.ById(AccountId, leadId)?.Lead.Id)
        {
            Outcome = Unknown;
            return;
        }

        if (sale.Status == Sale.Cancelled || sale.IsLocked)
        {
            Outcome = sale.IsLocked ? IsLocked : IsCancelled;
            return;
        }

        if (Caller.Refuse(RecordKind.Activity, Deed.Update, sale.OwnerId) is { } notPermitted)
        {
            Outcome = notPermitted;
            return;
        }

        changed = sale with { Values = new(sale.Values), ModifiedOn = now, ModifiedBy = Caller.User.Id };
        if (Change(changed) is { } refusal)
            Outcome = refusal;
        else
            base.Decide(batch, rows, now);
    }

    /// <summary>Null where the sale may be so.</summary>
    protected abstract Failure? Change(Activity sale);

    /// <summary>What else belongs to the change; the id that the caller is told.</summary>
    protected abstract Guid Add(LeadBatch batch, LeadBatch.Entry lead, RowBuffer rows, DateTime now);

    protected override Result<Guid> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var sales = batch.Part<SaleBatch>();
        if (ActivityChanges.Describe(sales.Find(AccountId, saleId)!, changed!) is { } data)
        {
            sales.Change(rows, changed!);
            rows.Add(
                EventStore.Append, Event.By(Caller, ActivityEvents.Updated, entry.Lead.Id, saleId, now, data));
            entry.Lead.LastModifiedOn = now;
            entry.Touch();
        }

        return Add(batch, entry, rows, now);
    }
}

/// <summary>Changes the passed members of a sale (core §3.9).</summary>
internal sealed class ChangeSale(
    Caller caller, Definitions definitions, LeadTarget target, Guid saleId, SaleInput input)
    : SaleCommand(caller, definitions, target, saleId)
{
    private readonly Guid saleId = saleId;

    protected override Failure? Change(Activity sale) => ActivityRules.Change(
        sale,
        Definitions.Account,
        Definitions.Fields.OfActivity(Sale.EventCode),
        new UpdateActivityBody { ActivityNote = input.Note, Fields = input.Fields });

    protected override Guid Add(LeadBatch batch, LeadBatch.Entry lead, RowBuffer rows, DateTime now) => saleId;
}

/// <summary>Cancels a sale, which leaves an activity of its own; the outcome is the id of that (core §3.9).</summary>
internal sealed class CancelSale(
    Caller caller, Definitions definitions, LeadTarget target, Guid saleId, string? note)
    : SaleCommand(caller, definitions, target, saleId)
{
    protected override Failure? Change(Activity sale)
    {
        if (note is not null && !FieldRules.IsStorable(note))
            return Failure.InvalidParameter("activityEventNote");
        sale.Status = Sale.Cancelled;
        return null;
    }

    protected override Guid Add(LeadBatch batch, LeadBatch.Entry lead, RowBuffer rows, DateTime now)
    {
        var type = Sale.CancelledType.Type;
        var activity = ActivityTimeline.Add(
            rows, Caller, new TimelineEntry(lead.Lead.Id, type.EventCode, note ?? ""), now);
        batch.Number(ActivityStore.NumberCounter, activity);
        lead.Lead.RecordActivity(type.Name, now, now);
        lead.Touch();
        return activity.Id;
    }
}
