using Leadline.App.Leads;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>Whose tickets they are: a list of tickets knows its leads by id only.</summary>
public sealed class Customers(LeadlineClient client)
{
    private static readonly List<string> Fields =
        ["ProspectID", "ProspectAutoId", "FirstName", "LastName", "EmailAddress", "Phone", "Company"];

    private readonly Dictionary<string, LeadRow> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Guid> asked = [];

    /// <summary>The lead of this id, if it has been read and the user may see it.</summary>
    public LeadRow? Known(Guid lead) => known.GetValueOrDefault(lead.ToString());

    /// <summary>Reads those that have not been read: at most 200 a call.</summary>
    /// <returns>Whether there is something new.</returns>
    public async Task<bool> Read(IEnumerable<Guid> leads)
    {
        Guid[] unread = [.. leads.Distinct().Where(lead => !asked.Contains(lead)).Take(200)];
        if (unread.Length == 0)
            return false;
        var found = await client.SearchLeads(new LeadSearchRequest
        {
            Filter = new() { Field = "ProspectID", Operator = "IN", Value = string.Join(',', unread) },
            Fields = Fields,
            Limit = 200,
        });
        asked.UnionWith(unread);
        foreach (var lead in found.Leads.Select(values => new LeadRow(values)))
            known[lead.Id] = lead;
        return true;
    }
}
