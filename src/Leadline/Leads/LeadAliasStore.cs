using Leadline.Fields;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>By what a write names its lead: a key, or with an empty field the lead's id.</summary>
internal readonly record struct LeadReference(string Field, string Value)
{
    public static LeadReference From(IdentityKey key) => new(key.Field, key.Value);

    public static LeadReference From(Guid leadId) => new("", leadId.ToString());

    public static IEnumerable<LeadReference> From(LeadTarget target)
    {
        foreach (var key in target.Input.Keys)
            yield return From(key);
        if ((target.LeadId ?? target.Input.ProspectId) is { } id)
            yield return From(id);
    }
}

/// <summary>Finds all names of the leads that some names stand for, without locking anything.</summary>
internal static class LeadAliasStore
{
    /// <summary>Each name with all names of its lead; a name that nobody has is left out.</summary>
    public static ILookup<LeadReference, LeadReference> Find(
        NpgsqlConnection connection, Definitions definitions, IReadOnlyCollection<LeadReference> names)
    {
        var asked = names.ToArray();
        using var command = new NpgsqlCommand(
            $"""
            SELECT {LeadStore.Columns}, k.ord
            FROM (
                SELECT k.ord,
                    CASE k.field WHEN '' THEN coalesce(m.parent_id, k.value::uuid) ELSE i.lead_id END AS lead_id
                FROM ({RowSource.Numbered("field", "value")}) k
                LEFT JOIN LATERAL (
                    SELECT m.parent_id FROM merged_lead m
                    WHERE m.account_id = $1 AND m.lead_id = CASE k.field WHEN '' THEN k.value::uuid END
                    OFFSET 0) m ON true
                LEFT JOIN LATERAL (
                    SELECT i.lead_id FROM lead_identity i
                    WHERE i.account_id = $1 AND i.field = k.field AND i.value = k.value OFFSET 0) i ON true
                OFFSET 0) k
            CROSS JOIN {LeadStore.ById("k.lead_id")} l
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = definitions.Account.Id });
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Text, asked.Select(name => name.Field)));
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Text, asked.Select(name => name.Value)));
        var aliases = new List<(LeadReference Asked, LeadReference Name)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var lead = StoredLead.Read(reader).Parse();
            var name = asked[reader.GetInt32(13) - 1];
            aliases.Add((name, LeadReference.From(lead.Id)));
            foreach (var key in LeadInput.KeysOf(definitions.Account, definitions.Lead, lead))
                aliases.Add((name, LeadReference.From(key)));
        }

        return aliases.ToLookup(pair => pair.Asked, pair => pair.Name);
    }
}
