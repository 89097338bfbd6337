using System.Collections.Frozen;
using System.Globalization;
using Leadline.Fields;
using Leadline.Leads;

namespace Leadline.Activities.Search;

/// <summary>
/// A column of an activity, or of its lead, as filters and orders see it; <c>a</c> is the activity, <c>l</c> its lead.
/// </summary>
internal sealed record ActivityColumn(FieldDefinition Field, string Sql, ColumnKind Kind, bool IsOfLead)
{
    /// <summary>A term of ORDER BY.</summary>
    public string SortExpression(bool descending)
    {
        // A column that is never null is read off its index backwards; NULLS LAST would forbid that.
        var neverMatches = Kind == ColumnKind.Timestamp && !IsOfLead;
        return neverMatches
            ? $"{Sql} {(descending ? "DESC" : "ASC")}"
            : FieldFilter.SortExpression(Field, Sql, Kind, descending);
    }
}

/// <summary>
/// The columns that searches of activities and opportunities know by name: those of every one, the type's fields, and
/// the lead's.
/// </summary>
internal sealed class ActivityColumns(FieldCatalog catalog, LeadColumns leads)
{
    public const string CreatedOn = "CreatedOn";

    /// <summary>Whole days since it was made.</summary>
    public const string Age = "OpportunityAge";

    /// <summary>Live, the lead's columns have it before their names in rows of opportunities.</summary>
    public const string LeadPrefix = "P_";

    private const char PartSeparator = '~';

    private static readonly FrozenDictionary<string, ActivityColumn> Kept = new[]
    {
        Column("OpportunityId", "a.activity_id", ColumnKind.Uuid),
        Column("ProspectActivityId", "a.activity_id", ColumnKind.Uuid),
        Column("ProspectActivityAutoId", "a.number", ColumnKind.Number),
        Column("OpportunityEvent", "a.event_code", ColumnKind.Number),
        Column("ActivityEvent", "a.event_code", ColumnKind.Number),
        Column("RelatedProspectId", "a.lead_id", ColumnKind.Uuid),
        Column("OpportunityNote", "a.note", ColumnKind.Text),
        Column(ActivityFieldNames.Note, "a.note", ColumnKind.Text),
        Column(ActivityFieldNames.Status, "a.status", ColumnKind.Text),
        Column(ActivityFieldNames.Owner, "a.owner_id", ColumnKind.Uuid),
        Column(CreatedOn, "a.activity_on", ColumnKind.Timestamp),
        Column("PACreatedOn", "a.activity_on", ColumnKind.Timestamp),
        Column("CreatedBy", "a.created_by", ColumnKind.Uuid),
        Column("ModifiedOn", "a.modified_on", ColumnKind.Timestamp),
        Column("PAModifiedOn", "a.modified_on", ColumnKind.Timestamp),
        Column("ModifiedBy", "a.modified_by", ColumnKind.Uuid),
        Column(Age, "floor(extract(epoch from now() - a.activity_on) / 86400)", ColumnKind.Number),
    }.ToFrozenDictionary(column => column.Field.SchemaName);

    /// <summary>
    /// The column of this name; a part of a field set is named with a tilde, which may come as x007E (extended §2.6).
    /// </summary>
    public ActivityColumn? Find(string name) =>
        Kept.GetValueOrDefault(name) ?? OfFields(name.Replace("x007E", "~", StringComparison.Ordinal)) ?? OfLead(name);

    /// <summary>The column of the lead alone.</summary>
    public ActivityColumn? OfLead(string name) =>
        leads.Find(LeadName(name)) is { } column
            ? new ActivityColumn(column.Field, column.Sql, column.Kind, IsOfLead: true)
            : null;

    /// <summary>The lead's column that a row has under a name of its own.</summary>
    public static string LeadName(string name) => name switch
    {
        "ProspectId" => LeadFieldNames.ProspectId,
        "LeadOwner" => LeadFieldNames.OwnerId,
        "LeadName" => LeadFieldNames.FirstName,
        _ => name.StartsWith(LeadPrefix, StringComparison.Ordinal) ? name[LeadPrefix.Length..] : name,
    };

    private ActivityColumn? OfFields(string name)
    {
        var parts = name.Split(PartSeparator, 2);
        if (catalog.Find(parts[0]) is not { } field)
            return null;
        if (parts.Length == 1)
            return new ActivityColumn(field, ValueSql(field), ColumnKind.Text, IsOfLead: false);
        return field.Parts.FirstOrDefault(part => part.SchemaName == parts[1]) is { } part
            ? new ActivityColumn(
                part, $"({ValueSql(field)})::jsonb->>'{Safe(part.SchemaName)}'", ColumnKind.Text, IsOfLead: false)
            : null;
    }

    // The only place where a name that an account chose becomes part of a statement.
    private static string ValueSql(FieldDefinition field) => $"""a."values"->>'{Safe(field.SchemaName)}'""";

    private static string Safe(string name) => name.Replace("'", "''", StringComparison.Ordinal);

    private static ActivityColumn Column(string name, string sql, ColumnKind kind) => new(
        new FieldDefinition
        {
            SchemaName = name,
            DisplayName = name,
            Type = kind switch
            {
                ColumnKind.Timestamp => FieldType.DateTime,
                ColumnKind.Number => FieldType.Number,
                _ => FieldType.Text,
            },
        },
        sql,
        kind,
        IsOfLead: false);
}
