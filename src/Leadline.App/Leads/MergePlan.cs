using Leadline.Protocol.Own;

namespace Leadline.App.Leads;

/// <summary>Which of several leads goes on as the one person that they are, and whose values it takes.</summary>
/// <param name="leads">The leads, two or more.</param>
/// <param name="fields">The fields of leads in their order.</param>
public sealed class MergePlan(IReadOnlyList<LeadRow> leads, IReadOnlyList<FieldResponse> fields)
{
    // What each lead has its share of: the server adds them up.
    private static readonly HashSet<string> Sums = ["Score", "EngagementScore", "TotalVisits"];

    private readonly Dictionary<string, string> chosen = [];

    public IReadOnlyList<LeadRow> Leads => leads;

    /// <summary>The lead that goes on.</summary>
    public LeadRow Into { get; private set; } = leads[0];

    /// <summary>The leads that become a part of it.</summary>
    public IEnumerable<LeadRow> Children => leads.Where(lead => lead != Into);

    /// <summary>The fields that differ, and of which one chooses or which are added up.</summary>
    public IReadOnlyList<FieldResponse> Differing { get; } =
    [
        .. fields.Where(field =>
            (MayChoose(field) || Sums.Contains(field.SchemaName))
            && leads.Select(lead => lead[field.SchemaName]).Distinct().Count() > 1),
    ];

    /// <summary>Whose value counts, of the fields in which that is not the lead that goes on.</summary>
    public Dictionary<string, Guid> Values => Differing
        .Where(MayChoose)
        .Select(one => (one.SchemaName, Lead: Choice(one)))
        .Where(one => one.Lead != Into)
        .ToDictionary(one => one.SchemaName, one => Guid.Parse(one.Lead.Id));

    public static bool MayChoose(FieldResponse field) => !field.ReadOnly && !Sums.Contains(field.SchemaName);

    /// <summary>
    /// The lead whose value counts: the one that was chosen, else the one that goes on, else, where that has none, the
    /// one of those with a value that changed last.
    /// </summary>
    public LeadRow Choice(FieldResponse field)
    {
        var name = field.SchemaName;
        if (chosen.TryGetValue(name, out var id) && leads.FirstOrDefault(lead => lead.Id == id) is { } lead)
            return lead;
        return Into[name] is not null
            ? Into
            : leads.Where(one => one[name] is not null).MaxBy(one => one["ModifiedOn"]) ?? Into;
    }

    /// <summary>Says which lead goes on; what was chosen stays.</summary>
    public void GoOnAs(LeadRow lead) => Into = lead;

    public void Choose(FieldResponse field, LeadRow lead) => chosen[field.SchemaName] = lead.Id;

    /// <summary>All values of this one, where it has any.</summary>
    public void ChooseAll(LeadRow lead)
    {
        foreach (var field in Differing.Where(MayChoose))
            if (lead[field.SchemaName] is not null)
                Choose(field, lead);
    }

    /// <summary>The plan for the same leads as they are now: what was chosen stays.</summary>
    public MergePlan Renew(IReadOnlyList<LeadRow> now)
    {
        var renewed = new MergePlan(now, fields);
        renewed.GoOnAs(now.FirstOrDefault(lead => lead.Id == Into.Id) ?? now[0]);
        foreach (var (field, lead) in chosen)
            renewed.chosen[field] = lead;
        return renewed;
    }
}
