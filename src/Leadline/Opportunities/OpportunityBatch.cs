using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>
/// The opportunities that a batch of commands has to do with, as the database and the earlier commands of the batch
/// left them. Nobody else changes them meanwhile: every change of an opportunity holds the lock of its lead.
/// </summary>
internal sealed class OpportunityBatch : LeadBatchPart
{
    private readonly HashSet<(int AccountId, Guid Id)> wanted = [];
    private readonly Dictionary<(int AccountId, Guid Id), Entry> byId = [];

    // Null: looked for, and not there.
    private readonly Dictionary<OpportunityKey, Entry?> byKey = [];

    /// <summary>Has the opportunity read, if there is one of this id.</summary>
    public void Want(int accountId, Guid id) => wanted.Add((accountId, id));

    /// <summary>Has the opportunity read that has this key, if there is one.</summary>
    public void Want(OpportunityKey key) => byKey.TryAdd(key, null);

    public override void Read(WriteUnit unit)
    {
        if (wanted.Count + byKey.Count == 0)
            return;
        using var query = unit.Query();
        foreach (var account in wanted.GroupBy(id => id.AccountId, id => id.Id).OrderBy(account => account.Key))
            query.BatchCommands.Add(OpportunityStore.FindByIds(account.Key, [.. account]));
        foreach (var account in byKey.Keys.GroupBy(key => key.AccountId).OrderBy(account => account.Key))
            query.BatchCommands.Add(OpportunityStore.FindByKeys(account.Key, [.. account]));
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

    public Entry? ById(int accountId, Guid id) => byId.GetValueOrDefault((accountId, id));

    /// <summary>The opportunity with this key, null when there is none; false when nobody has looked.</summary>
    public bool TryGet(OpportunityKey key, out Entry? entry) => byKey.TryGetValue(key, out entry);

    /// <summary>Enters an opportunity that a command makes, and keeps its row for the commit.</summary>
    public Entry Add(RowBuffer rows, Activity opportunity, Guid? duplicateKey, string? autoId)
    {
        var entry = new Entry(opportunity, duplicateKey) { IsWritten = true, AutoId = autoId };
        byId.Add((opportunity.AccountId, opportunity.Id), entry);
        Enter(entry);
        rows.Add(OpportunityStore.Insert, entry);
        return entry;
    }

    /// <summary>Gives the opportunity its new state. Its row is written once, with the last of them.</summary>
    public void Change(RowBuffer rows, Entry entry, Activity opportunity, Guid? duplicateKey)
    {
        Forget(entry);
        (entry.Activity, entry.DuplicateKey) = (opportunity, duplicateKey);
        Enter(entry);
        if (entry.IsWritten)
            return;
        entry.IsWritten = true;
        rows.Add(OpportunityStore.Update, entry);
    }

    /// <summary>Deletes the opportunity with what was posted on it.</summary>
    public void Remove(RowBuffer rows, Entry entry)
    {
        Forget(entry);
        byId.Remove((entry.Activity.AccountId, entry.Activity.Id));
        rows.Add(OpportunityStore.DeleteActivities, entry);
        rows.Add(OpportunityStore.DeleteShares, entry);
        rows.Add(OpportunityStore.Delete, entry);
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

    /// <summary>One opportunity of the batch.</summary>
    internal sealed class Entry(Activity activity, Guid? duplicateKey) : INumbered
    {
        public Activity Activity { get; set; } = activity;

        public Guid? DuplicateKey { get; set; } = duplicateKey;

        /// <summary>The field that holds its number, by which it is known too; of new ones only.</summary>
        public string? AutoId { get; init; }

        public int AccountId => Activity.AccountId;

        public long Number
        {
            set
            {
                Activity.Number = value;
                if (AutoId is { } name)
                    Activity.Values[name] = value.ToString(CultureInfo.InvariantCulture);
            }
        }

        /// <summary>A row of it stands among those that the unit commits.</summary>
        public bool IsWritten { get; set; }
    }
}

/// <summary>What opportunities of one lead share that are duplicates.</summary>
internal readonly record struct OpportunityKey(int AccountId, Guid LeadId, Guid Value);
