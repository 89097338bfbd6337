using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads.Merging;

/// <summary>Making one lead of several that are one person, and what those were.</summary>
internal sealed class LeadMergeOperations(
    LeadOperations leads,
    LeadReads reads,
    FieldOperations fields,
    MergedLeadStore store,
    IEnumerable<LeadMerging> mergings,
    TimeProvider clock)
{
    private readonly LeadMerging[] mergings = [.. mergings.Reverse()];

    /// <summary>
    /// Merges leads into another. All must be there and none merged already; what any of them has is the parent's from
    /// then on.
    /// </summary>
    public async Task<Result<LeadsMerged>> Merge(
        Caller caller,
        Guid parentId,
        IReadOnlyList<Guid> childIds,
        MergeChoice choice,
        Claim<Result<LeadsMerged>>? claim,
        CancellationToken cancellation) =>
        childIds.Contains(parentId)
            ? MergeRules.Itself
            : await leads.Run<LeadsMerged>(
                caller,
                definitions => MergeRules.Check(definitions.Lead, choice) is { } refusal
                    ? refusal
                    : new MergeLeads(caller, definitions, parentId, [.. childIds.Distinct()], choice, mergings),
                claim,
                cancellation);

    /// <summary>What <see cref="Merge"/> would come to, as of now.</summary>
    public async Task<Result<LeadsMerged>> Preview(
        Caller caller,
        Guid parentId,
        IReadOnlyList<Guid> childIds,
        MergeChoice choice,
        CancellationToken cancellation)
    {
        if (childIds.Contains(parentId))
            return MergeRules.Itself;
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        if (MergeRules.Check(catalog, choice) is { } refusal)
            return refusal;
        Guid[] ids = [.. childIds.Distinct()];
        var found = (await reads.ByIds(caller, [parentId, .. ids], cancellation)).ToDictionary(lead => lead.Id);
        if (!found.TryGetValue(parentId, out var stored))
            return LeadRules.Unknown;
        if (!ids.All(found.ContainsKey))
            return MergeRules.NoChild;
        var (parent, children) = (stored.Parse(), ids.Select(id => found[id].Parse()).ToList());
        if (MergeRules.CheckSeen([parent, .. children], choice) is { } changed)
            return changed;
        var values = MergeRules.Values(catalog, parent, children, choice);
        if (values.Failure is { } unfit)
            return unfit;
        MergeRules.Apply(parent, children, values.Value, caller.User, clock.Now());
        return new LeadsMerged(StoredLead.Of(parent), AuditId: null, ids);
    }

    /// <summary>
    /// The leads that a merge took up, as they were, without what told them apart but for e-mail and phone (core
    /// §2.20).
    /// </summary>
    public async Task<IReadOnlyList<StoredLead>> OfAudit(
        Caller caller, Guid auditId, CancellationToken cancellation)
    {
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        string[] hidden =
        [
            .. catalog.Identifying.Select(field => field.SchemaName)
                .Except([LeadFieldNames.EmailAddress, LeadFieldNames.Phone]),
        ];
        var found = await store.OfAudit(
            caller.AccountId, auditId, caller.Scope(RecordKind.Lead, Deed.View), cancellation);
        return hidden.Length == 0 ? found : found.ConvertAll(lead => Without(lead, hidden));
    }

    /// <summary>All leads that are a part of this one, as they were; null where there is no such lead.</summary>
    public async Task<IReadOnlyList<StoredLead>?> OfLead(Caller caller, Guid leadId, CancellationToken cancellation) =>
        await reads.ById(caller, leadId, cancellation) is null
            ? null
            : await store.OfParent(caller.AccountId, leadId, cancellation);

    /// <summary>
    /// Of a lead that is no more, the lead that it is a part of, where the caller may see that one; else null.
    /// </summary>
    public async Task<Guid?> ParentOf(Caller caller, Guid leadId, CancellationToken cancellation) =>
        await store.ParentOf(caller.AccountId, leadId, cancellation) is { } parentId
        && await reads.ById(caller, parentId, cancellation) is not null
            ? parentId
            : null;

    private static StoredLead Without(StoredLead stored, string[] names)
    {
        var lead = stored.Parse();
        foreach (var name in names)
            lead.Values.Remove(name);
        return StoredLead.Of(lead);
    }
}
