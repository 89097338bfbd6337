using Leadline.Fields;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>By what a write names its lead: a key, or with an empty field the lead's id.</summary>
internal readonly record struct LeadName(string Field, string Value)
{
    public static LeadName Of(IdentityKey key) => new(key.Field, key.Value);

    public static LeadName Of(Guid leadId) => new("", leadId.ToString());

    public static IEnumerable<LeadName> Of(LeadTarget target)
    {
        foreach (var key in target.Input.Keys)
            yield return Of(key);
        if ((target.LeadId ?? target.Input.ProspectId) is { } id)
            yield return Of(id);
    }
}

/// <summary>Finds all names of the leads that some names stand for, without locking anything.</summary>
internal static class LeadAliasStore
{
    /// <summary>Each name with all names of its lead; a name that nobody has is left out.</summary>
    public static ILookup<LeadName, LeadName> Find(
        NpgsqlConnection connection, Definitions definitions, IReadOnlyCollection<LeadName> names)
    {
        var asked = names.ToArray();
        using var command = new NpgsqlCommand(
            $"""
            SELECT {LeadStore.Columns}, k.ord
            FROM ({RowSource.Numbered("field", "value")}) k
            LEFT JOIN lead_identity i ON i.account_id = $1 AND i.field = k.field AND i.value = k.value
            JOIN lead l ON l.account_id = $1
                AND l.lead_id = CASE k.field WHEN '' THEN k.value::uuid ELSE i.lead_id END
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = definitions.Account.Id });
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Text, asked.Select(name => name.Field)));
        command.Parameters.Add(LeadStore.Array(NpgsqlDbType.Text, asked.Select(name => name.Value)));
        var aliases = new List<(LeadName Asked, LeadName Name)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var lead = StoredLead.Read(reader).Parse();
            var name = asked[reader.GetInt32(13) - 1];
            aliases.Add((name, LeadName.Of(lead.Id)));
            foreach (var key in LeadInput.KeysOf(definitions.Account, definitions.Lead, lead))
                aliases.Add((name, LeadName.Of(key)));
        }

        return aliases.ToLookup(pair => pair.Asked, pair => pair.Name);
    }
}
