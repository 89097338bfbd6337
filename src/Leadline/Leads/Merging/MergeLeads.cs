using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads.Merging;

/// <summary>What a merge came to.</summary>
/// <param name="Lead">The parent, as it is now.</param>
/// <param name="AuditId">The activity that tells of it; null where it was only tried.</param>
/// <param name="Children">The leads that are a part of it.</param>
internal sealed record LeadsMerged(StoredLead Lead, Guid? AuditId, IReadOnlyList<Guid> Children);

/// <summary>
/// Makes leads a part of another, with all that hangs on them. It holds the locks of all of them, so a command that
/// races it either comes before, and what it adds moves along, or comes after, and finds the parent.
/// </summary>
internal sealed class MergeLeads(
    Caller caller,
    Definitions definitions,
    Guid parentId,
    IReadOnlyList<Guid> childIds,
    MergeChoice choice,
    IReadOnlyList<LeadMerging> belongings)
    : LeadCommand<LeadsMerged>(caller, definitions, LeadTarget.ForId(parentId) with { MeansItself = true })
{
    public override IReadOnlyList<Guid> OtherLeads => childIds;

    public override bool RunsAlone => true;

    protected override Result<LeadsMerged> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var (parent, audit) = (entry.Lead, Ids.New());
        var children = new List<LeadBatch.Entry>();
        foreach (var childId in childIds)
            if (batch.Itself(AccountId, childId) is { } child
                && Caller.Refuse(RecordKind.Lead, Deed.View, child.Lead.OwnerId, childId) is null)
                children.Add(child);
            else
                return MergeRules.NoChild;
        if (children.Prepend(entry).Select(one => one.Lead)
            .Select(lead => Caller.Refuse(RecordKind.Lead, Deed.Update, lead.OwnerId, lead.Id))
            .FirstOrDefault(refusal => refusal is not null) is { } notPermitted)
            return notPermitted;
        List<Lead> leads = children.ConvertAll(child => child.Lead);
        if (MergeRules.CheckSeen([parent, .. leads], choice) is { } changed)
            return changed;
        var values = MergeRules.Values(Definitions.Lead, parent, leads, choice);
        if (values.Failure is { } unfit)
            return unfit;
        AddEvents(batch, rows, parent, values.Value, now);
        batch.Record(new LeadMilestone.Merged(Caller, parent, audit, leads));
        MergeRules.Apply(parent, leads, values.Value, Caller.User, now);
        entry.ValuesChanged = true;

        // Whatever found one of them finds the parent: by its own value, or as an alias.
        var before = entry.Keys;
        var after = LeadInput.KeysOf(Definitions.Account, Definitions.Lead, parent);
        var displaced = before.Except(after).ToList();
        foreach (var child in children)
        {
            var taken = new MergedLead(child.Lead, parent.Id, audit, [.. child.Keys, .. displaced]);
            displaced = [];
            foreach (var key in taken.Keys)
            {
                entry.Aliases.Add(key);
                entry.NewAliases.Add(key);
            }

            TakeUp(batch, rows, child, taken, now);
        }

        batch.Rekey(entry, after);
        return new LeadsMerged(StoredLead.Of(parent), audit, childIds);
    }

    private void TakeUp(LeadBatch batch, RowBuffer rows, LeadBatch.Entry child, MergedLead taken, DateTime now)
    {
        rows.Add(MergedLeadStore.Insert, taken);
        foreach (var statement in belongings.SelectMany(merging => merging.Statements))
            rows.Add(statement, taken);
        rows.Add(LeadStore.Delete, new DoomedLead(AccountId, child.Lead.Id));
        rows.Add(
            EventStore.Append,
            Event.By(
                Caller,
                LeadEvents.Merged,
                taken.ParentId,
                child.Lead.Id,
                now,
                JsonSerializer.Serialize(new { taken.AuditId })));
        rows.Add(
            EventStore.Append,
            Event.By(
                Caller,
                LeadEvents.Deleted,
                child.Lead.Id,
                recordId: null,
                now,
                JsonSerializer.Serialize(new { MergedInto = taken.ParentId })));
        batch.Remove(child);
    }

    private void AddEvents(LeadBatch batch, RowBuffer rows, Lead parent, MergedValues values, DateTime now)
    {
        rows.Add(
            EventStore.Append,
            LeadRules.LeadEvent(
                parent,
                LeadEvents.Updated,
                Caller.User.Id,
                now,
                LeadChanges.Describe(parent, values.Changes, values.OwnerId)));
        foreach (var (name, after) in values.Changes)
            if (LeadMilestone.IsField(name))
                batch.Record(new LeadMilestone.Changed(Caller, parent, name, parent.Value(name), after));
        if (values.OwnerId != parent.OwnerId)
            batch.Record(
                new LeadMilestone.Changed(
                    Caller, parent, LeadFieldNames.OwnerId, parent.OwnerId.ToString(), values.OwnerId.ToString()));
    }
}
