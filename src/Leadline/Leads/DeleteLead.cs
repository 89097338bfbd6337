using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>A lead that is being deleted.</summary>
internal readonly record struct DoomedLead(int AccountId, Guid LeadId);

/// <summary>
/// How a feature removes what it hangs on leads, in the transaction that removes them: statements in their order, of
/// which <c>$1</c> is the account and <c>$2</c> the leads' ids. The leads are locked, so nothing is added meanwhile.
/// Features register theirs; leads know none of them. What was registered last goes first: a feature's rows may refer
/// to those of the features that it builds on, which the server lists before it.
/// </summary>
internal sealed record LeadDeletion(IReadOnlyList<RowStatement<DoomedLead>> Statements)
{
    /// <summary>After all that the transaction adds, and before the leads themselves.</summary>
    private const int Order = 200;

    public static LeadDeletion ByStatements(params string[] statements) => new(
        [
            .. statements.Select(sql => new RowStatement<DoomedLead>(Order, row => row.AccountId, sql)
                .With(NpgsqlDbType.Uuid, row => row.LeadId)),
        ]);
}

/// <summary>
/// Deletes a lead with all that hangs on it. It holds the lead's lock as every command does, so one that races it is
/// either undone by the deletion or does not find the lead.
/// </summary>
internal sealed class DeleteLead(
    Caller caller, Definitions definitions, Guid leadId, IReadOnlyList<LeadDeletion> belongings)
    : LeadCommand<Guid>(caller, definitions, LeadTarget.ForId(leadId) with { MeansItself = true })
{
    /// <summary>What is written with the deletion.</summary>
    public Action<RowBuffer>? Along { get; init; }

    protected override Result<Guid> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        if (Caller.Refuse(RecordKind.Lead, Deed.Delete, entry.Lead.OwnerId) is { } notPermitted)
            return notPermitted;
        var doomed = new DoomedLead(AccountId, leadId);
        foreach (var statement in belongings.SelectMany(deletion => deletion.Statements))
            rows.Add(statement, doomed);
        rows.Add(LeadStore.Delete, doomed);
        rows.Add(EventStore.Append, Event.By(Caller, LeadEvents.Deleted, leadId, recordId: null, now));
        Along?.Invoke(rows);
        batch.Remove(entry);
        return leadId;
    }
}
