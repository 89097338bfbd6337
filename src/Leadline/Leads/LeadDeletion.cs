using Dapper;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// Removes what a feature hangs on a lead, in the transaction that removes the lead. The lead's row is locked, so nothing
/// is added meanwhile. Features register theirs; leads know none of them. What was registered last goes first: a feature's rows
/// may refer to those of the features that it builds on, which the server lists before it.
/// </summary>
internal delegate Task LeadDeletion(NpgsqlConnection connection, int accountId, Guid leadId);

/// <summary>
/// Deletes leads with all that hangs on them, one in a transaction. Like a write it locks the lead first, so a racing
/// write of the lead is either undone by the deletion or does not find the lead.
/// </summary>
internal sealed class LeadDeleter : IAsyncDisposable
{
    private static readonly Failure NotEnabled = new(ErrorCode.NotPermitted, "Delete is not enabled for you");
    private static readonly Failure Unknown = new(ErrorCode.UnknownLead, "Lead does not exist in the system");

    private readonly AccountOperations accounts;
    private readonly FieldOperations fields;
    private readonly AccountChanges changes;
    private readonly TimeProvider clock;
    private readonly LeadDeletion[] deletions;
    private readonly GroupCommit<Deletion> group;

    public LeadDeleter(
        Database database, AccountOperations accounts, FieldOperations fields, AccountChanges changes, TimeProvider clock,
        ILogger<LeadDeleter> logger, IEnumerable<LeadDeletion> deletions)
    {
        (this.accounts, this.fields, this.changes, this.clock) = (accounts, fields, changes, clock);
        this.deletions = [.. deletions.Reverse()];
        group = new GroupCommit<Deletion>(database, lanes: 1, maxBatch: 1, Execute, logger);
    }

    /// <summary>Null once the lead is gone, else why it stays. Accounts that have deletion switched off refuse.</summary>
    public async Task<Failure?> Delete(Caller caller, Guid leadId, CancellationToken cancellation)
    {
        if (!caller.Account.LeadDeleteEnabled)
            return NotEnabled;
        var deletion = new Deletion(caller, leadId);
        if (caller.Transaction is { } transaction)
            await group.RunWithin(transaction, deletion);
        else
            await group.Submit(deletion, leadId.GetHashCode(), cancellation);
        return deletion.Refusal;
    }

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private async Task Execute(WriteUnit unit, IReadOnlyList<Deletion> single)
    {
        var (caller, leadId) = (single[0].Caller, single[0].LeadId);
        var (version, lead) = await Lock(unit, caller.AccountId, leadId);
        single[0].Refusal = lead is null ? Unknown : null;
        if (lead is null)
            return;

        foreach (var key in await KeysOf(lead, version))
            unit.Add(LeadStore.RemoveIdentity, (key, lead.Id));
        foreach (var deletion in deletions)
            await deletion(unit.Connection, lead.AccountId, lead.Id);
        await unit.Connection.ExecuteAsync(
            "DELETE FROM lead WHERE account_id = @AccountId AND lead_id = @Id", new { lead.AccountId, lead.Id });
        unit.Add(EventLog.Append, new Event(
            lead.AccountId, Ids.New(), LeadEvents.Deleted, lead.Id, RecordId: null, caller.User.Id,
            clock.GetUtcNow().UtcDateTime, Data: null));
    }

    private static async Task<(long Version, Lead? Lead)> Lock(WriteUnit unit, int accountId, Guid leadId)
    {
        await using var query = unit.Query();
        query.BatchCommands.Add(LeadStore.LockDefinitions([accountId]));
        query.BatchCommands.Add(LeadStore.ReadVersions([accountId]));
        query.BatchCommands.Add(LeadStore.FindByIds([(accountId, leadId)]));
        await using var reader = await query.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var version = reader.GetInt64(1);
        await reader.NextResultAsync();
        return (version, await reader.ReadAsync() ? StoredLead.Read(reader).Parse() : null);
    }

    /// <summary>The rows that the identity table holds of the lead.</summary>
    private async Task<List<IdentityKey>> KeysOf(Lead lead, long version)
    {
        var account = await accounts.Find(lead.AccountId) ?? throw new InvalidOperationException($"Account {lead.AccountId} is gone.");
        var catalogs = await fields.Of(lead.AccountId);
        if (catalogs.Version != version || account.Version != version)
        {
            changes.Announce(lead.AccountId);
            throw new RaceLostException();
        }

        return LeadInput.KeysOf(account, catalogs.Lead, lead);
    }

    private sealed record Deletion(Caller Caller, Guid LeadId)
    {
        public Failure? Refusal { get; set; }
    }
}
