using System.Runtime.CompilerServices;
using Leadline.Fields;

namespace Leadline.ServiceDesk;

/// <summary>The schema names that ticket rules speak of (extended §5.3, §5.5).</summary>
internal static class TicketFieldNames
{
    public const string Title = "Title";
    public const string Description = "Description";
    public const string Type = "Type";
    public const string SubType = "SubType";
    public const string Status = "Status";
    public const string Priority = "Priority";
    public const string Channel = "Channel";
    public const string CcEmails = "CcEmails";
    public const string Tags = "Tags";
    public const string DueDate = "DueDate";

    /// <summary>Not fields of the ticket: they say whose it is (extended §5.3).</summary>
    public const string RelatedCustomerId = "RelatedCustomerId";
    public const string LeadPrefix = "LeadDetail.";

    /// <summary>Printed, never written.</summary>
    public const string TicketKey = "TicketKey";
}

/// <summary>The ticket fields of an account: the standard ones, as the account has changed them, and its own.</summary>
internal static class TicketFields
{
    /// <summary>Owner of the ticket fields that an account changed or made.</summary>
    public const string Owner = "ticket";

    private static readonly ConditionalWeakTable<AccountFields, FieldCatalog> Catalogs = [];

    /// <summary>In the order in which metadata and whole tickets print them.</summary>
    public static IReadOnlyList<FieldDefinition> Standard { get; } =
    [
        Field(TicketFieldNames.Type, "Type", FieldType.Dropdown) with
        {
            Options = ["General", "Question", "Problem", "Request"],
            DefaultValue = "General",
        },
        Field(TicketFieldNames.Title, "Title", FieldType.Text, 500) with { IsMandatory = true, IsSearchable = true },
        Field(TicketFieldNames.Description, "Description", FieldType.TextArea, 100_000) with { IsSearchable = true },
        Field(TicketFieldNames.Status, "Status", FieldType.Dropdown) with
        {
            Options = ["Open", "In Progress", "Waiting on Customer", "On Hold", "Resolved", "Closed"],
            DefaultValue = "Open",
            IsMandatory = true,
        },
        Field(TicketFieldNames.Priority, "Priority", FieldType.Dropdown) with
        {
            Options = ["Low", "Medium", "High", "Urgent"],
            DefaultValue = "Medium",
            IsMandatory = true,
        },
        Field(TicketFieldNames.Channel, "Channel", FieldType.Dropdown) with
        {
            Options = ["Email", "Chat", "Phone", "Portal", "Web"],
        },
        Field(TicketFieldNames.CcEmails, "Cc Emails", FieldType.Text, 2000),
        Field(TicketFieldNames.Tags, "Tags", FieldType.Text, 2000) with { IsSearchable = true },
        Field(TicketFieldNames.DueDate, "Due Date", FieldType.DateTime),
        Field(TicketFieldNames.SubType, "Sub Type", FieldType.Dropdown),
    ];

    public static FieldCatalog CatalogIn(AccountFields fields) =>
        Catalogs.GetValue(fields, static fields => fields.Catalog(Owner).Over(Standard));

    public static bool IsStandard(string schemaName) => Standard.Any(field => field.SchemaName == schemaName);

    private static FieldDefinition Field(string schemaName, string displayName, FieldType type, int? length = null) =>
        new()
        {
            Id = StandardLeadFields.IdOf($"ticket/{schemaName}"),
            SchemaName = schemaName,
            DisplayName = displayName,
            Type = type,
            MaxLength = length,
        };
}
