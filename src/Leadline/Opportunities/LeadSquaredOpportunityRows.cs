using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Activities.Search;
using Leadline.Fields;
using Leadline.Leads;

namespace Leadline.Opportunities;

/// <summary>
/// Opportunities as rows of LeadSquared's lists: with what is asked for of their leads, and every value a string or
/// null (extended §2.4 - §2.7).
/// </summary>
internal sealed class LeadSquaredOpportunityRows
{
    private const string Sortable = "yyyy-MM-dd HH:mm:ss";
    private const string UsStyle = "M/d/yyyy h:mm:ss tt";

    private const int SecondsLength = 19;

    private static readonly string[] LeadMembers =
    [
        "ProspectID", "FirstName", "LastName", "EmailAddress", "Phone", "DoNotCall", "DoNotEmail", "OwnerIdName",
        "OwnerId", "CreatedOn", "CreatedBy", "ModifiedBy",
    ];

    // The members that the documentation shows, then those that live rows have beside them; PA is the opportunity's
    // side, P the lead's.
    private static readonly string[] Documented =
    [
        "LeadName", "LeadOwner", "OpportunityEventType", "OpportunityEvent", "OpportunityNote", "Score", "PACreatedOn",
        "PAModifiedOn", "IP_Latitude", "IP_Longitude", "PACreatedByName", "Status", "Owner", "OwnerName",
        "OpportunityId",
    ];

    private static readonly string[] Live =
    [
        "CreatedOn", "ModifiedOn", "StatusReason", ActivityColumns.Age, "CreatedByName", "CreatedByEmail",
        "ModifiedByName", "ModifiedByEmail", "PACreatedByEmail", "PAOwnerEmail", "P_FirstName", "P_LastName",
        "P_DoNotCall", "P_DoNotEmail", "P_OwnerIdName", "P_CreatedOn", "POwnerEmail", "PCreatedByEmail",
        "PModifiedByEmail",
    ];

    private readonly Account account;
    private readonly ActivityTypeCatalog types;
    private readonly AccountFields fields;
    private readonly LeadColumns leadColumns;
    private readonly LeadView view;
    private readonly IReadOnlyList<string>? included;
    private Dictionary<Guid, Dictionary<string, string?>> leads = [];

    public LeadSquaredOpportunityRows(
        Account account, ActivityTypeCatalog types, AccountFields fields, LeadColumns columns, string? includeCsv)
    {
        (this.account, this.types, this.fields, leadColumns) = (account, types, fields, columns);
        var names =
            includeCsv?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        included = names.Length == 0 ? null : [.. names.Distinct(StringComparer.Ordinal)];
        view = columns.Select(
            string.Join(',', LeadMembers.Concat(names.Select(ActivityColumns.LeadName))), excludeCsv: null);
    }

    /// <summary>Names the leads of the rows that are to be written.</summary>
    public void Include(IEnumerable<StoredLead> known) => leads =
        known.ToDictionary(lead => lead.Id, lead => view.Texts(lead, account));

    /// <summary>
    /// All members in their documented order and the type's fields, or the lead's id, the opportunity's and the columns
    /// that were asked for.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Row(Activity opportunity, long total)
    {
        var row = new Dictionary<string, string?>();
        if (included is null)
        {
            AddAll(row, opportunity);
        }
        else
        {
            row["ProspectId"] = opportunity.LeadId.ToString();
            AddIncluded(row, opportunity, Sortable, "ProspectId", "OpportunityId", "Total");
            row["OpportunityId"] = opportunity.Id.ToString();
        }

        row["Total"] = total.ToString(CultureInfo.InvariantCulture);
        if (included is null)
            AddRest(row, opportunity);
        return row;
    }

    /// <summary>
    /// A row of GetOpportunitiesByUniqueLeadField: the lead's columns, then what says which opportunity it is.
    /// </summary>
    public IReadOnlyDictionary<string, string?> OfLead(Activity opportunity, long total)
    {
        var row = new Dictionary<string, string?>();
        if (included is null)
            AddAll(row, opportunity);
        else
            AddIncluded(
                row,
                opportunity,
                Sortable,
                "RelatedProspectId",
                "OpportunityEvent",
                "OpportunityEventType",
                "TrackingNormalized",
                "OpportunityId");
        row["RelatedProspectId"] = opportunity.LeadId.ToString();
        if (included is not null)
        {
            row["OpportunityEvent"] = Value(opportunity, "OpportunityEvent", Sortable);
            row["OpportunityEventType"] = Value(opportunity, "OpportunityEventType", Sortable);
        }

        row["TrackingNormalized"] = null;
        if (included is not null)
            row["OpportunityId"] = opportunity.Id.ToString();
        else
            row["Total"] = total.ToString(CultureInfo.InvariantCulture);
        if (included is null)
            AddRest(row, opportunity);
        return row;
    }

    /// <summary>
    /// A row of GetOpportunitiesById, whose times are written as in the United States (extended §2.7).
    /// </summary>
    public IReadOnlyDictionary<string, string?> ById(Activity opportunity)
    {
        var row = new Dictionary<string, string?>
        {
            ["ProspectId"] = opportunity.LeadId.ToString(),
            ["EmailAddress"] = OfLead(opportunity, LeadFieldNames.EmailAddress),
            ["ProspectActivityId"] = opportunity.Id.ToString(),
        };
        AddIncluded(row, opportunity, UsStyle, "ProspectId", "EmailAddress", "ProspectActivityId");
        return row;
    }

    private void AddAll(Dictionary<string, string?> row, Activity opportunity)
    {
        row["ProspectId"] = opportunity.LeadId.ToString();
        foreach (var name in (ReadOnlySpan<string>)["FirstName", "LastName", "EmailAddress", "Phone"])
            row[name] = OfLead(opportunity, name);
        row["DoNotCall"] = OfLead(opportunity, "DoNotCall") ?? "0";
        row["DoNotEmail"] = OfLead(opportunity, "DoNotEmail") ?? "0";
        foreach (var name in Documented)
            row[name] = Value(opportunity, name, Sortable);
    }

    private void AddRest(Dictionary<string, string?> row, Activity opportunity)
    {
        foreach (var name in Live)
            row[name] = Value(opportunity, name, Sortable);
        foreach (var field in fields.OfActivity(opportunity.EventCode).Fields)
            row[field.SchemaName] = LeadSquaredActivityRows.Print(field, opportunity.Value(field.SchemaName));
    }

    private void AddIncluded(
        Dictionary<string, string?> row, Activity opportunity, string dates, params ReadOnlySpan<string> written)
    {
        foreach (var name in included ?? [])
            if (!written.Contains(name))
                row[name] = Value(opportunity, name, dates);
    }

    private string? Value(Activity opportunity, string name, string dates) =>
        name switch
        {
            "OpportunityId" or "ProspectActivityId" => opportunity.Id.ToString(),
            "RelatedProspectId" or "ProspectId" => opportunity.LeadId.ToString(),
            "ProspectActivityAutoId" => opportunity.Number.ToString(CultureInfo.InvariantCulture),
            "OpportunityEvent" or "ActivityEvent" => opportunity.EventCode.ToString(CultureInfo.InvariantCulture),
            "OpportunityEventType" or "ActivityType" => (types.Find(opportunity.EventCode)?.EventType ?? 0).ToString(
                CultureInfo.InvariantCulture),
            "OpportunityNote" or ActivityFieldNames.Note => opportunity.Note,
            "Score" => (types.Find(opportunity.EventCode)?.Score ?? 0).ToString("0.##", CultureInfo.InvariantCulture),
            ActivityFieldNames.Status => opportunity.Status,
            ActivityFieldNames.Owner => opportunity.OwnerId?.ToString(),
            "OwnerName" => NameOf(opportunity.OwnerId),
            "CreatedOn" or "PACreatedOn" => opportunity.ActivityOn.ToString(dates, CultureInfo.InvariantCulture),
            "ModifiedOn" or "PAModifiedOn" => opportunity.ModifiedOn.ToString(dates, CultureInfo.InvariantCulture),
            "CreatedBy" => opportunity.CreatedBy.ToString(),
            "CreatedByName" or "PACreatedByName" => NameOf(opportunity.CreatedBy),
            "CreatedByEmail" or "PACreatedByEmail" => EmailOf(opportunity.CreatedBy),
            "ModifiedBy" => opportunity.ModifiedBy.ToString(),
            "ModifiedByName" => NameOf(opportunity.ModifiedBy),
            "ModifiedByEmail" or "PAModifiedByEmail" => EmailOf(opportunity.ModifiedBy),
            "OwnerEmail" or "PAOwnerEmail" => EmailOf(opportunity.OwnerId),
            "POwnerEmail" => EmailOf(OfLead(opportunity, LeadFieldNames.OwnerId)),
            "PCreatedByEmail" => EmailOf(OfLead(opportunity, "CreatedBy")),
            "PModifiedByEmail" => EmailOf(OfLead(opportunity, "ModifiedBy")),
            ActivityColumns.Age => Math.Floor((DateTime.UtcNow - opportunity.ActivityOn).TotalDays)
                .ToString("0", CultureInfo.InvariantCulture),
            "P_DoNotCall" or "P_DoNotEmail" => OfLead(opportunity, name) ?? "0",
            "LeadName" =>
                $"{OfLead(opportunity, LeadFieldNames.FirstName)} {OfLead(opportunity, LeadFieldNames.LastName)}".Trim()
                    is { Length: > 0 } lead
                    ? lead
                    : null,
            "LeadOwner" => OfLead(opportunity, "OwnerIdName"),
            _ => FieldValue(opportunity, name.Replace("x007E", "~", StringComparison.Ordinal))
                ?? ToTheSecond(name, OfLead(opportunity, name)),
        };

    /// <summary>A lead's own times have thousandths, which nothing else in a row has.</summary>
    private string? ToTheSecond(string name, string? value) =>
        value is { Length: > SecondsLength }
        && name.StartsWith(ActivityColumns.LeadPrefix, StringComparison.Ordinal)
        && leadColumns.Find(ActivityColumns.LeadName(name))?.Field.Type is FieldType.DateTime or FieldType.Date
            ? value[..SecondsLength]
            : value;

    private string? FieldValue(Activity opportunity, string name)
    {
        if (fields.OfActivity(opportunity.EventCode).Find(name) is { } field)
            return LeadSquaredActivityRows.Print(field, opportunity.Value(name));
        return name.Split('~', 2) is [var set, var part] && opportunity.Value(set) is { } stored
            && fields.OfActivity(opportunity.EventCode).Find(set) is { Type: FieldType.FieldSet }
                ? FieldSets.Read(stored).GetValueOrDefault(part)
                : null;
    }

    private string? NameOf(Guid? userId) => userId is { } id ? account.Users.GetValueOrDefault(id)?.Name : null;

    private string? EmailOf(Guid? userId) => userId is { } id ? account.Users.GetValueOrDefault(id)?.Email : null;

    private string? EmailOf(string? userId) => Guid.TryParse(userId, out var id) ? EmailOf(id) : null;

    private string? OfLead(Activity opportunity, string name) =>
        leads.GetValueOrDefault(opportunity.LeadId)?.GetValueOrDefault(ActivityColumns.LeadName(name));
}
