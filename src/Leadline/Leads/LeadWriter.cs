using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>
/// Every write of a lead goes through here: concurrent callers share a transaction, each with an outcome of its own.
/// A batch looks its leads up and locks them, decides in memory in arrival order, and writes the result; two round trips.
/// </summary>
internal sealed class LeadWriter : IAsyncDisposable
{
    /// <summary>ProspectAutoId's counter.</summary>
    private const string NumberCounter = "lead";

    private const string DiagnosticName = "lead";

    private const int MaxBatch = 256;

    private const int BusyMilliseconds = 250;

    private readonly AccountOperations accounts;
    private readonly FieldOperations fields;
    private readonly AccountChanges changes;
    private readonly Counters counters;
    private readonly TimeProvider clock;
    private readonly Diagnostics diagnostics;
    private readonly GroupCommit<LeadWrite> group;
    private long lastWithin = -BusyMilliseconds;

    public LeadWriter(
        Database database, AccountOperations accounts, FieldOperations fields, AccountChanges changes, Counters counters,
        TimeProvider clock, Diagnostics diagnostics, ILogger<LeadWriter> logger)
    {
        this.diagnostics = diagnostics;
        (this.accounts, this.fields, this.changes, this.counters, this.clock) = (accounts, fields, changes, counters, clock);
        group = new GroupCommit<LeadWrite>(database, LaneCount.ForThisMachine, MaxBatch, Execute, logger);
        diagnostics.ShowWaiting(DiagnosticName, () => group.Waiting);
    }

    /// <summary>True while writes come so fast that they share transactions.</summary>
    public bool IsBusy => group.IsBusy || Environment.TickCount64 - Volatile.Read(ref lastWithin) < BusyMilliseconds;

    /// <inheritdoc cref="GroupCommit{TItem}.Strays"/>
    public long Strays => group.Strays;

    /// <summary>Completes when the write is durable, or refused.</summary>
    public async Task<Result<LeadWritten>> Write(LeadWrite write, CancellationToken cancellation)
    {
        if (write.Prepare(write.Caller.Account, await fields.Of(write.Caller.AccountId)) is { } refusal)
            return refusal;
        if (write.Caller.Transaction is { } transaction)
            await group.RunWithin(transaction, write);
        else
            await group.Submit(write, write.LaneHash(), cancellation);
        return write.Outcome;
    }

    /// <summary>
    /// Leaves each write with its outcome. The writes of one call run in their order: they share a lane, since a later one
    /// may be about the lead of an earlier one without sharing a key with it.
    /// </summary>
    public async Task WriteAll(IReadOnlyList<LeadWrite> writes, CancellationToken cancellation)
    {
        var sound = new List<LeadWrite>(writes.Count);
        foreach (var write in writes)
        {
            if (write.Prepare(write.Caller.Account, await fields.Of(write.Caller.AccountId)) is { } refusal)
                write.Outcome = refusal;
            else
                sound.Add(write);
        }

        if (sound.Count == 0)
            return;
        if (sound[0].Caller.Transaction is { } transaction)
        {
            foreach (var write in sound)
                await group.RunWithin(transaction, write);
        }
        else
        {
            var lane = sound[0].LaneHash();
            await Task.WhenAll(sound.ConvertAll(write => group.Submit(write, lane, cancellation)));
        }
    }

    /// <summary>Checks a write for <see cref="WriteWithin"/>; null when it may run.</summary>
    public async ValueTask<Failure?> Prepare(LeadWrite write) =>
        write.Prepare(write.Caller.Account, await fields.Of(write.Caller.AccountId));

    /// <summary>
    /// Runs prepared writes as one batch, in their order, as a part of the unit, which the caller commits. A lost race is
    /// thrown (<see cref="DatabaseErrors.IsRace"/>): the caller rolls back and comes again with the same writes.
    /// </summary>
    public Task WriteWithin(WriteUnit unit, IReadOnlyList<LeadWrite> writes)
    {
        if (writes.Count > 1)
            Volatile.Write(ref lastWithin, Environment.TickCount64);
        return Execute(unit, writes);
    }

    public ValueTask DisposeAsync() => group.DisposeAsync();

    private async Task Execute(WriteUnit unit, IReadOnlyList<LeadWrite> writes)
    {
        diagnostics.Batch(DiagnosticName, writes.Count);
        var batch = await LookUp(unit, writes);
        foreach (var (stage, staged) in Stages(writes))
            await stage(unit, batch, staged);
        var now = Now();
        foreach (var write in writes)
        {
            LeadRules.Apply(write, await unit.Await(fields.Of(write.Caller.AccountId)), batch, unit, now);
            if (write.Outcome is { Failure: null, Value: { IsCreated: true, LeadId: var leadId } })
                batch.ById(write.Caller.AccountId, leadId)!.Lead.Number =
                    write.Number ??= await unit.Await(counters.Take(write.Caller.AccountId, NumberCounter, 1));
        }

        foreach (var entry in batch.Changed)
            AddRows(unit, entry, (await unit.Await(accounts.Find(entry.Lead.AccountId)))?.CountryCode);
    }

    private async Task<LeadBatch> LookUp(WriteUnit unit, IReadOnlyList<LeadWrite> writes)
    {
        var keys = new HashSet<IdentityKey>();
        var ids = new HashSet<(int, Guid)>();
        foreach (var write in writes)
        {
            keys.UnionWith(write.Input.Keys);
            if ((write.LeadId ?? write.Input.ProspectId) is { } id)
                ids.Add((write.Caller.AccountId, id));
        }

        var batch = new LeadBatch();
        using var query = unit.Query();
        var accountIds = writes.Select(write => write.Caller.AccountId).Distinct().ToArray();
        query.BatchCommands.Add(LeadStore.LockDefinitions(accountIds));
        query.BatchCommands.Add(LeadStore.ReadVersions(accountIds));
        if (keys.Count > 0)
            query.BatchCommands.Add(LeadStore.FindByKeys(keys));
        if (ids.Count > 0)
            query.BatchCommands.Add(LeadStore.FindByIds(ids));

        using var reader = await unit.Read(query);
        reader.NextResult();
        var stale = new List<int>();
        while (reader.Read())
            if (IsStale(reader.GetInt32(0), reader.GetInt64(1), writes))
                stale.Add(reader.GetInt32(0));
        if (stale.Count > 0)
        {
            reader.Close();
            await PrepareAgain(unit, stale, writes);
            throw new RaceLostException();
        }

        var order = keys.ToArray();
        while (reader.NextResult())
            while (reader.Read())
                await Enter(unit, batch, StoredLead.Read(reader).Parse(), LeadStore.FoundBy(reader, order));
        return batch;
    }

    private static IEnumerable<(LeadStage Stage, IReadOnlyList<LeadWrite> Writes)> Stages(IReadOnlyList<LeadWrite> writes) =>
        writes.Any(write => write.Stage is not null)
            ? writes.Where(write => write.Stage is not null).GroupBy(write => write.Stage!).Select(
                group => (group.Key, (IReadOnlyList<LeadWrite>)[.. group]))
            : [];

    private static bool IsStale(int accountId, long version, IReadOnlyList<LeadWrite> writes)
    {
        foreach (var write in writes)
            if (write.Caller.AccountId == accountId && write.DefinitionsVersion != version)
                return true;
        return false;
    }

    /// <summary>Checks the writes against what the definitions have become.</summary>
    private async Task PrepareAgain(WriteUnit unit, List<int> staleAccounts, IReadOnlyList<LeadWrite> writes)
    {
        foreach (var accountId in staleAccounts)
        {
            changes.Announce(accountId);
            var account = await unit.Await(accounts.Find(accountId)) ?? throw new InvalidOperationException($"Account {accountId} is gone.");
            foreach (var write in writes.Where(write => write.Caller.AccountId == accountId))
                write.Prepare(account, await unit.Await(fields.Of(accountId)));
        }
    }

    private async ValueTask Enter(WriteUnit unit, LeadBatch batch, Lead lead, IdentityKey? foundBy)
    {
        var account = await unit.Await(accounts.Find(lead.AccountId))
            ?? throw new InvalidOperationException($"Account {lead.AccountId} is gone.");
        var catalog = (await unit.Await(fields.Of(lead.AccountId))).Lead;
        var keys = LeadInput.KeysOf(account, catalog, lead);
        // Found through a key that another transaction took from it while this one waited for the lead's lock.
        if (foundBy is { } expected && !keys.Contains(expected))
            throw new RaceLostException();
        batch.Found(lead, keys);
    }

    private static void AddRows(WriteUnit unit, LeadBatch.Entry entry, string? countryCode)
    {
        var lead = entry.Lead;
        foreach (var key in entry.StoredKeys)
            if (!entry.Keys.Contains(key))
                unit.Add(LeadStore.RemoveIdentity, (key, lead.Id));
        foreach (var key in entry.Keys)
            if (!entry.StoredKeys.Contains(key))
                unit.Add(LeadStore.AddIdentity, (key, lead.Id));
        var values = entry.IsNew || entry.ValuesChanged ? LeadStore.Json(lead.Values) : null;
        unit.Add(entry.IsNew ? LeadStore.Insert : LeadStore.Update, new LeadRow(lead, MobileKey(lead, countryCode), values));
    }

    private static string? MobileKey(Lead lead, string? countryCode) =>
        lead.Value(LeadFieldNames.Mobile) is { } mobile ? ValueKey.Of(FieldType.Phone, mobile, countryCode) : null;

    // PostgreSQL keeps microseconds: what is written must compare equal to what is read.
    private DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
