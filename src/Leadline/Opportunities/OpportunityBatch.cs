using Leadline.Activities;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>One caller's write about an opportunity, a part of the write of its lead.</summary>
internal abstract class OpportunityWrite
{
    /// <summary>The opportunities of the batch that the write is in; set anew for every attempt.</summary>
    public OpportunityBatch Batch { get; set; } = null!;

    /// <summary>The key of the duplicates that it has to do with.</summary>
    public virtual Guid? DuplicateKey => null;

    /// <summary>The opportunity that it names.</summary>
    public virtual Guid? OpportunityId => null;
}

/// <summary>
/// The opportunities that a batch of writes has to do with, as the database and the earlier writes of the batch left them.
/// Nobody else changes them meanwhile: every change of an opportunity holds the lock of its lead.
/// </summary>
internal sealed class OpportunityBatch
{
    private readonly LeadBatch leads;
    private readonly Dictionary<(int AccountId, Guid Id), Entry> byId = [];

    // Null: looked for, and not there.
    private readonly Dictionary<OpportunityKey, Entry?> byKey = [];

    private OpportunityBatch(LeadBatch leads) => this.leads = leads;

    /// <summary>Reads, in one round trip, what the writes of a batch name and what they may be duplicates of: a <see cref="LeadStage"/>.</summary>
    public static Task Prepare(WriteUnit unit, LeadBatch leads, IReadOnlyList<LeadWrite> writes)
    {
        var batch = new OpportunityBatch(leads);
        var ids = new HashSet<(int, Guid)>();
        foreach (var write in writes)
        {
            var opportunity = (OpportunityWrite)write.Call!;
            opportunity.Batch = batch;
            if (opportunity.OpportunityId is { } id)
                ids.Add((write.Caller.AccountId, id));
            if (opportunity.DuplicateKey is { } key)
                foreach (var lead in leads.Candidates(write))
                    batch.byKey.TryAdd(new OpportunityKey(write.Caller.AccountId, lead.Lead.Id, key), null);
        }

        batch.Read(unit, ids, [.. batch.byKey.Keys]);
        return Task.CompletedTask;
    }

    public Entry? ById(int accountId, Guid id) => byId.GetValueOrDefault((accountId, id));

    /// <summary>The lead's opportunity with this key; null when there is none.</summary>
    public Entry? WithKey(WriteUnit unit, Lead lead, Guid duplicateKey)
    {
        var key = new OpportunityKey(lead.AccountId, lead.Id, duplicateKey);
        if (byKey.TryGetValue(key, out var entry))
            return entry;

        // A lead that the batch made has what the batch gave it. Else an earlier write of the batch changed what finds the
        // lead, or an update has given the opportunity a new key: rare enough for a look of its own.
        if (leads.ById(lead.AccountId, lead.Id) is { IsNew: true })
            return null;
        byKey.Add(key, null);
        Read(unit, [], [key]);
        return byKey[key];
    }

    /// <summary>Enters an opportunity that a write makes, and keeps its row for the commit.</summary>
    public void Add(WriteUnit unit, Activity opportunity, Guid? duplicateKey, bool isNumbered)
    {
        var entry = new Entry(opportunity, duplicateKey) { IsWritten = true, IsNumbered = isNumbered };
        byId.Add((opportunity.AccountId, opportunity.Id), entry);
        Enter(entry);
        unit.Add(OpportunityStore.Insert, entry);
    }

    /// <summary>Gives the opportunity its new state. Its row is written once, with the last of them.</summary>
    public void Change(WriteUnit unit, Entry entry, Activity opportunity, Guid? duplicateKey)
    {
        Forget(entry);
        (entry.Activity, entry.DuplicateKey) = (opportunity, duplicateKey);
        Enter(entry);
        if (entry.IsWritten)
            return;
        entry.IsWritten = true;
        unit.Add(OpportunityStore.Update, entry);
    }

    /// <summary>Deletes the opportunity with what was posted on it.</summary>
    public void Remove(WriteUnit unit, Entry entry)
    {
        Forget(entry);
        byId.Remove((entry.Activity.AccountId, entry.Activity.Id));
        unit.Add(OpportunityStore.DeleteActivities, entry);
        unit.Add(OpportunityStore.DeleteShares, entry);
        unit.Add(OpportunityStore.Delete, entry);
    }

    private void Enter(Entry entry)
    {
        if (entry.DuplicateKey is { } key)
            byKey[new OpportunityKey(entry.Activity.AccountId, entry.Activity.LeadId, key)] = entry;
    }

    private void Forget(Entry entry)
    {
        if (entry.DuplicateKey is { } key)
            byKey[new OpportunityKey(entry.Activity.AccountId, entry.Activity.LeadId, key)] = null;
    }

    // Nearly always on a lane's thread, which may block.
    private void Read(WriteUnit unit, IReadOnlyCollection<(int, Guid)> ids, IReadOnlyCollection<OpportunityKey> keys)
    {
        if (ids.Count + keys.Count == 0)
            return;
        using var query = unit.Query();
        if (ids.Count > 0)
            query.BatchCommands.Add(OpportunityStore.FindByIds(ids));
        if (keys.Count > 0)
            query.BatchCommands.Add(OpportunityStore.FindByKeys(keys));
        using var reader = query.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                var entry = OpportunityStore.Read(reader);
                if (byId.TryAdd((entry.Activity.AccountId, entry.Activity.Id), entry))
                    Enter(entry);
            }
        }
        while (reader.NextResult());
    }

    /// <summary>One opportunity of the batch.</summary>
    internal sealed class Entry(Activity activity, Guid? duplicateKey)
    {
        public Activity Activity { get; set; } = activity;

        public Guid? DuplicateKey { get; set; } = duplicateKey;

        /// <summary>It is known by its number too; said of new ones only.</summary>
        public bool IsNumbered { get; init; }

        /// <summary>A row of it stands among those that the unit commits.</summary>
        public bool IsWritten { get; set; }
    }
}

/// <summary>What opportunities of one lead share that are duplicates.</summary>
internal readonly record struct OpportunityKey(int AccountId, Guid LeadId, Guid Value);
