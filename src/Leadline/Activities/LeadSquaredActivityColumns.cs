using Leadline.Activities.Search;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// The rows of a search of activities: flat, as those of RetrieveByActivityEvent are, or with the columns that were
/// asked for, of the activity or of its lead.
/// </summary>
internal sealed class LeadSquaredActivityColumns
{
    private static readonly string[] Always = ["ProspectActivityId", "RelatedProspectId"];

    private readonly LeadSquaredActivityRows rows;
    private readonly AccountFields fields;
    private readonly string[] included;
    private readonly LeadView view;

    public LeadSquaredActivityColumns(
        LeadSquaredActivityRows rows, AccountFields fields, LeadColumns columns, string? includeCsv)
    {
        (this.rows, this.fields) = (rows, fields);
        string[] names =
            includeCsv?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        included = names.Contains("*") ? [] : [.. names.Except(Always).Distinct(StringComparer.Ordinal)];
        view = new LeadView([.. included.Select(ActivityColumns.LeadName).Distinct().Select(columns.Find)
            .OfType<LeadColumn>()]);
    }

    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> Rows(
        Call call, LeadReads leads, IReadOnlyList<Activity> activities)
    {
        if (included.Length == 0)
            return [.. activities.Select(activity => rows.OfType(activity, true, true))];
        Guid[] ids = view.Columns.Length == 0 ? [] : [.. activities.Select(activity => activity.LeadId).Distinct()];
        var known = (await leads.ByIds(call.Caller, ids, call.Cancelled)).ToDictionary(
            lead => lead.Id, lead => view.Texts(lead, call.Caller.Account));
        return [.. activities.Select(activity => Row(activity, known.GetValueOrDefault(activity.LeadId)))];
    }

    private Dictionary<string, string?> Row(Activity activity, Dictionary<string, string?>? lead)
    {
        var whole = rows.OfType(activity, withCustomFields: true, withEmptyValues: true);
        var row = Always.ToDictionary(name => name, name => whole[name]);
        foreach (var name in included)
            row[name] = whole.TryGetValue(name, out var value) ? value
                : Part(activity, name.Replace("x007E", "~", StringComparison.Ordinal))
                ?? lead?.GetValueOrDefault(ActivityColumns.LeadName(name));
        return row;
    }

    private string? Part(Activity activity, string name) =>
        name.Split('~', 2) is [var set, var part] && activity.Value(set) is { } stored
        && fields.OfActivity(activity.EventCode).Find(set) is { Type: FieldType.FieldSet }
            ? FieldSets.Read(stored).GetValueOrDefault(part)
            : null;
}
