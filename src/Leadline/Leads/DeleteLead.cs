using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>A lead that is being deleted.</summary>
internal readonly record struct DoomedLead(int AccountId, Guid LeadId);

/// <summary>
/// A statement by which a feature removes what it hangs on leads, in the transaction that removes them; <c>$1</c> is the account
/// and <c>$2</c> the leads' ids, which are locked. It says where it stands among the others (<see cref="LeadDeletionOrder"/>).
/// </summary>
internal sealed record LeadDeletion(RowStatement<DoomedLead> Statement)
{
    public static LeadDeletion Of(LeadDeletionOrder order, string sql) => new(
        new RowStatement<DoomedLead>((int)order, row => row.AccountId, sql).With(
            NpgsqlDbType.Uuid, row => row.LeadId));
}

/// <summary>
/// In which order the belongings of a lead go: after all that the transaction adds, and what refers to a record before the record.
/// </summary>
internal enum LeadDeletionOrder
{
    PortalSessions = 200,
    PortalProofs,
    PortalUsers,
    TicketLocks,
    TicketHistory,
    TicketMessages,
    TicketFiles,
    Tickets,
    OpportunityShares,
    Activities,
}

/// <summary>
/// Deletes a lead with all that hangs on it. It holds the lead's lock as every command does, so one that races it is either
/// undone by the deletion or does not find the lead.
/// </summary>
internal sealed class DeleteLead(
    Caller caller, Definitions definitions, Guid leadId, IReadOnlyList<LeadDeletion> belongings)
    : LeadCommand<Guid>(caller, definitions, LeadTarget.Of(leadId))
{
    protected override Result<Guid> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var doomed = new DoomedLead(AccountId, leadId);
        foreach (var deletion in belongings)
            rows.Add(deletion.Statement, doomed);
        rows.Add(LeadStore.Delete, doomed);
        rows.Add(EventLog.Append, new Event(
            AccountId, Ids.New(), EventKinds.LeadDeleted, leadId, RecordId: null, Caller.User.Id, now, Data: null));
        batch.Remove(entry);
        return leadId;
    }
}
