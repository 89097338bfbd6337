using Leadline.Fields;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Search;

/// <summary>
/// Something that tickets are filtered by: a field of the account, or what the desk itself keeps of a ticket.
/// </summary>
/// <param name="Field">How its values are read and compared.</param>
/// <param name="Sql">The SQL expression.</param>
/// <param name="Kind">What the expression yields.</param>
/// <param name="Key">Under which name its whole values are hashed; null when they are not.</param>
internal sealed record TicketColumn(FieldDefinition Field, string Sql, ColumnKind Kind, string? Key);

/// <summary>The columns of an account's tickets.</summary>
internal static class TicketColumns
{
    public const string CreatedOn = "createdOn";
    public const string ModifiedOn = "modifiedOn";
    public const string DueOn = "resolutionDueOn";
    public const string Lead = "leadId";
    public const string Number = "number";
    public const string Parent = "parent";

    private static readonly TicketColumn[] ServerColumns =
    [
        Column(Number, "t.number", FieldType.Number, ColumnKind.Number),
        Column("ticketId", "t.ticket_id", FieldType.Text, ColumnKind.Uuid),
        Column("version", "t.version", FieldType.Number, ColumnKind.Number),
        Column(Lead, "t.lead_id", FieldType.Text, ColumnKind.Uuid),
        Column("groupId", "t.group_id", FieldType.Text, ColumnKind.Uuid, TicketKeys.Group),
        Column("agentId", "t.agent_id", FieldType.User, ColumnKind.Uuid, TicketKeys.Agent),
        Column(Parent, "t.parent", FieldType.Number, ColumnKind.Number),
        Column("mergedInto", "t.merged_into", FieldType.Number, ColumnKind.Number),
        Column("policyId", "t.policy_id", FieldType.Text, ColumnKind.Uuid),
        Column("createdBy", "t.created_by", FieldType.User, ColumnKind.Uuid),
        Column("modifiedBy", "t.modified_by", FieldType.User, ColumnKind.Uuid),
        Column(CreatedOn, "t.created_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column(ModifiedOn, "t.modified_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("responseDueOn", "t.response_due_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column(DueOn, "t.resolution_due_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("respondedOn", "t.responded_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("resolvedOn", "t.resolved_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("responseBreachedOn", "t.response_breached_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("resolutionBreachedOn", "t.resolution_breached_on", FieldType.DateTime, ColumnKind.Timestamp),
        Column("watchers", "array_to_string(t.watchers, ',')", FieldType.Text, ColumnKind.Text),
    ];

    /// <summary>The column of this name, in any case; null when there is none.</summary>
    public static TicketColumn? Find(FieldCatalog catalog, string name)
    {
        if (
            Array.Find(
                ServerColumns, column => column.Field.SchemaName.Equals(name, StringComparison.OrdinalIgnoreCase)
            ) is
            { } kept)
            return kept;
        if (catalog.FindAnyCase(name) is not { } field)
            return null;
        var isWords =
            field.SchemaName is TicketFieldNames.Title or TicketFieldNames.Description or TicketFieldNames.Tags;
        return new TicketColumn(
            field, $"t.\"values\" ->> '{field.SchemaName}'", ColumnKind.Text, isWords ? null : field.SchemaName);
    }

    private static TicketColumn Column(string name, string sql, FieldType type, ColumnKind kind, string? key = null) =>
        new(new FieldDefinition { SchemaName = name, DisplayName = name, Type = type }, sql, kind, key);
}
