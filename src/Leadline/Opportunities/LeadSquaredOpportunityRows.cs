using System.Globalization;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Http;
using Leadline.Platform.Json;

namespace Leadline.Opportunities;

/// <summary>
/// Opportunities as rows of LeadSquared's lists: with what is asked for of their leads, and every value a string or null
/// (extended §2.4 - §2.7).
/// </summary>
internal sealed class LeadSquaredOpportunityRows
{
    private const string Sortable = "yyyy-MM-dd HH:mm:ss";
    private const string UsStyle = "M/d/yyyy h:mm:ss tt";

    private static readonly string[] LeadMembers =
        ["ProspectID", "FirstName", "LastName", "EmailAddress", "Phone", "DoNotCall", "DoNotEmail", "OwnerIdName"];

    private readonly Account account;
    private readonly ActivityTypeCatalog types;
    private readonly AccountFields fields;
    private readonly LeadView view;
    private readonly IReadOnlyList<string>? included;
    private Dictionary<Guid, Dictionary<string, string?>> leads = [];

    public LeadSquaredOpportunityRows(
        Account account, ActivityTypeCatalog types, AccountFields fields, LeadColumns columns, string? includeCsv)
    {
        (this.account, this.types, this.fields) = (account, types, fields);
        var names = includeCsv?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        included = names.Length == 0 ? null : [.. names.Distinct(StringComparer.Ordinal)];
        view = columns.Select(string.Join(',', LeadMembers.Concat(names.Select(OpportunityColumns.LeadName))), excludeCsv: null);
    }

    /// <summary>Names the leads of the rows that are to be written.</summary>
    public void Know(IEnumerable<StoredLead> known) => leads = known.ToDictionary(lead => lead.Id, Read);

    /// <summary>All members in their documented order and the type's fields, or the lead's id, the opportunity's and the columns that were asked for.</summary>
    public void Write(Utf8JsonWriter json, Activity opportunity, long total)
    {
        json.WriteStartObject();
        if (included is null)
        {
            WriteAll(json, opportunity);
        }
        else
        {
            json.WriteString("ProspectId"u8, opportunity.LeadId);
            WriteIncluded(json, opportunity, Sortable, "ProspectId", "OpportunityId", "Total");
            json.WriteString("OpportunityId"u8, opportunity.Id);
        }

        json.WriteString("Total"u8, total.ToString(CultureInfo.InvariantCulture));
        if (included is null)
            WriteFields(json, opportunity);
        json.WriteEndObject();
    }

    /// <summary>A row of GetOpportunitiesByUniqueLeadField: the lead's columns, then what says which opportunity it is.</summary>
    public void WriteOfLead(Utf8JsonWriter json, Activity opportunity, long total)
    {
        json.WriteStartObject();
        if (included is null)
            WriteAll(json, opportunity);
        else
            WriteIncluded(
                json, opportunity, Sortable, "RelatedProspectId", "OpportunityEvent", "OpportunityEventType", "TrackingNormalized", "OpportunityId");
        json.WriteString("RelatedProspectId"u8, opportunity.LeadId);
        if (included is not null)
        {
            json.WriteString("OpportunityEvent"u8, Value(opportunity, "OpportunityEvent", Sortable));
            json.WriteString("OpportunityEventType"u8, Value(opportunity, "OpportunityEventType", Sortable));
        }

        json.WriteNull("TrackingNormalized"u8);
        if (included is not null)
            json.WriteString("OpportunityId"u8, opportunity.Id);
        else
            json.WriteString("Total"u8, total.ToString(CultureInfo.InvariantCulture));
        if (included is null)
            WriteFields(json, opportunity);
        json.WriteEndObject();
    }

    /// <summary>A row of GetOpportunitiesById, whose times are written as in the United States (extended §2.7).</summary>
    public void WriteById(Utf8JsonWriter json, Activity opportunity)
    {
        json.WriteStartObject();
        json.WriteString("ProspectId"u8, opportunity.LeadId);
        json.WriteString("EmailAddress"u8, OfLead(opportunity, LeadFieldNames.EmailAddress));
        json.WriteString("ProspectActivityId"u8, opportunity.Id);
        WriteIncluded(json, opportunity, UsStyle, "ProspectId", "EmailAddress", "ProspectActivityId");
        json.WriteEndObject();
    }

    private void WriteAll(Utf8JsonWriter json, Activity opportunity)
    {
        json.WriteString("ProspectId"u8, opportunity.LeadId);
        foreach (var name in (ReadOnlySpan<string>)["FirstName", "LastName", "EmailAddress", "Phone"])
            json.WriteString(name, OfLead(opportunity, name));
        json.WriteString("DoNotCall"u8, OfLead(opportunity, "DoNotCall") ?? "0");
        json.WriteString("DoNotEmail"u8, OfLead(opportunity, "DoNotEmail") ?? "0");
        foreach (var name in (ReadOnlySpan<string>)
                 [
                     "LeadName", "LeadOwner", "OpportunityEventType", "OpportunityEvent", "OpportunityNote", "Score", "PACreatedOn",
                     "PAModifiedOn", "IP_Latitude", "IP_Longitude", "PACreatedByName", "Status", "Owner", "OwnerName", "OpportunityId",
                 ])
            json.WriteString(name, Value(opportunity, name, Sortable));
    }

    private void WriteFields(Utf8JsonWriter json, Activity opportunity)
    {
        foreach (var field in fields.OfActivity(opportunity.EventCode).Fields)
            json.WriteString(field.SchemaName, LeadSquaredActivityJson.Print(field, opportunity.Value(field.SchemaName)));
    }

    private void WriteIncluded(Utf8JsonWriter json, Activity opportunity, string dates, params ReadOnlySpan<string> written)
    {
        foreach (var name in included ?? [])
            if (!written.Contains(name))
                json.WriteString(name, Value(opportunity, name, dates));
    }

    private string? Value(Activity opportunity, string name, string dates) => name switch
    {
        "OpportunityId" or "ProspectActivityId" => opportunity.Id.ToString(),
        "RelatedProspectId" or "ProspectId" => opportunity.LeadId.ToString(),
        "ProspectActivityAutoId" => opportunity.Number.ToString(CultureInfo.InvariantCulture),
        "OpportunityEvent" or "ActivityEvent" => opportunity.EventCode.ToString(CultureInfo.InvariantCulture),
        "OpportunityEventType" or "ActivityType" => (types.Find(opportunity.EventCode)?.EventType ?? 0).ToString(CultureInfo.InvariantCulture),
        "OpportunityNote" or ActivityFieldNames.Note => opportunity.Note,
        "Score" => (types.Find(opportunity.EventCode)?.Score ?? 0).ToString("0.##", CultureInfo.InvariantCulture),
        ActivityFieldNames.Status => opportunity.Status,
        ActivityFieldNames.Owner => opportunity.OwnerId?.ToString(),
        "OwnerName" => NameOf(opportunity.OwnerId),
        "CreatedOn" or "PACreatedOn" => opportunity.ActivityOn.ToString(dates, CultureInfo.InvariantCulture),
        "ModifiedOn" or "PAModifiedOn" => opportunity.ModifiedOn.ToString(dates, CultureInfo.InvariantCulture),
        "CreatedBy" => opportunity.CreatedBy.ToString(),
        "CreatedByName" or "PACreatedByName" => NameOf(opportunity.CreatedBy),
        "ModifiedBy" => opportunity.ModifiedBy.ToString(),
        "ModifiedByName" => NameOf(opportunity.ModifiedBy),
        "LeadName" => $"{OfLead(opportunity, LeadFieldNames.FirstName)} {OfLead(opportunity, LeadFieldNames.LastName)}".Trim() is { Length: > 0 } lead
            ? lead
            : null,
        "LeadOwner" => OfLead(opportunity, "OwnerIdName"),
        _ => FieldValue(opportunity, name.Replace("x007E", "~", StringComparison.Ordinal)) ?? OfLead(opportunity, name),
    };

    private string? FieldValue(Activity opportunity, string name)
    {
        if (fields.OfActivity(opportunity.EventCode).Find(name) is { } field)
            return LeadSquaredActivityJson.Print(field, opportunity.Value(name));
        return name.Split('~', 2) is [var set, var part] && opportunity.Value(set) is { } stored
            && fields.OfActivity(opportunity.EventCode).Find(set) is { Type: FieldType.FieldSet }
                ? FieldSets.Read(stored).GetValueOrDefault(part)
                : null;
    }

    private string? NameOf(Guid? userId) => userId is { } id ? account.Users.GetValueOrDefault(id)?.Name : null;

    private string? OfLead(Activity opportunity, string name) =>
        leads.GetValueOrDefault(opportunity.LeadId)?.GetValueOrDefault(OpportunityColumns.LeadName(name));

    private Dictionary<string, string?> Read(StoredLead lead)
    {
        var buffer = JsonBuffer.Rent();
        view.WriteFlat(buffer.Writer, lead, account);
        var values = WireJson.Read<Dictionary<string, string?>>(buffer.Written().Span).Value!;
        buffer.Return();
        return values;
    }
}
