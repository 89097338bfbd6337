using Leadline.Fields;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>The rows of what a batch did to its leads.</summary>
internal static class LeadBatchRows
{
    public static void Add(RowBuffer rows, LeadBatch batch, Func<int, string?> countryCode)
    {
        foreach (var entry in batch.Changed)
        {
            AddKeys(rows, entry);
            var lead = entry.Lead;
            var values = entry.IsNew || entry.ValuesChanged ? LeadStore.Json(lead.Values) : null;
            rows.Add(
                entry.IsNew ? LeadStore.Insert : LeadStore.Update,
                new LeadRow(lead, MobileKey(lead, countryCode(lead.AccountId)), values));
        }

        foreach (var entry in batch.Removed)
            foreach (var key in entry.StoredKeys)
                rows.Add(LeadStore.ReleaseIdentity, new LeadIdentity(key, entry.Lead.Id));
    }

    private static void AddKeys(RowBuffer rows, LeadBatch.Entry entry)
    {
        foreach (var key in entry.StoredKeys)
            if (entry.NewAliases.Contains(key))
                rows.Add(LeadStore.ReleaseIdentity, new LeadIdentity(key, entry.Lead.Id));
            else if (!entry.Keys.Contains(key))
                rows.Add(LeadStore.RemoveIdentity, new LeadIdentity(key, entry.Lead.Id));
        foreach (var key in entry.Keys)
            if (!entry.StoredKeys.Contains(key) && !entry.Aliases.Contains(key))
                rows.Add(LeadStore.AddIdentity, new LeadIdentity(key, entry.Lead.Id));
        foreach (var key in entry.NewAliases)
            rows.Add(LeadStore.AddAlias, new LeadIdentity(key, entry.Lead.Id));
    }

    private static string? MobileKey(Lead lead, string? countryCode) =>
        lead.Value(LeadFieldNames.Mobile) is { } mobile ? ValueKey.From(FieldType.Phone, mobile, countryCode) : null;
}
