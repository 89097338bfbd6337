using Leadline.Fields;
using Leadline.Protocol.Own;

namespace Leadline.Setup;

/// <summary>
/// What the examples of the API documentation speak of, so that they work as printed on a new install: the custom field
/// set mx_KYC, the unique mx_PAN_Number, activity type 105, and opportunity type 12231.
/// </summary>
internal static class SampleDefinitions
{
    public const int ActivityEvent = 105;

    public const int OpportunityEvent = 12231;

    public static IReadOnlyList<FieldDefinition> LeadFields { get; } =
    [
        new()
        {
            Id = StandardLeadFields.IdOf("mx_KYC"),
            SchemaName = "mx_KYC",
            DisplayName = "KYC",
            Type = FieldType.FieldSet,
            Parts =
            [
                Part("Status", "Status", FieldType.Dropdown) with { Options = ["Pending", "Received", "Verified", "Rejected"] },
                Part("mx_CustomObject_1", "Document", FieldType.File),
                Part("mx_CustomObject_2", "Document Number", FieldType.Text),
            ],
        },
        new()
        {
            Id = StandardLeadFields.IdOf("mx_PAN_Number"),
            SchemaName = "mx_PAN_Number",
            DisplayName = "PAN Number",
            Type = FieldType.Text,
            MaxLength = 50,
            Unique = Uniqueness.Enforced,
        },
    ];

    public static IReadOnlyList<FieldDefinition> ActivityFields { get; } =
    [
        Part("mx_Custom_1", "Custom 1", FieldType.Text),
        Part("mx_Custom_2", "Custom 2", FieldType.DateTime),
    ];

    /// <summary>Its second example captures stage 1, its update writes texts such as 200,000 (extended §2.2).</summary>
    public static OpportunityTypeBody OpportunityType { get; } = new()
    {
        Name = "Opportunity",
        PluralName = "Opportunities",
        CanDelete = true,
        Stages = ["1", "2", "3"],
        DuplicateFields = ["mx_Custom_1"],
        Fields =
        [
            new() { SchemaName = "mx_Custom_1", DisplayName = "Opportunity Name" },
            new() { SchemaName = "mx_Custom_2", DisplayName = "Stage", Type = "dropdown" },
            new() { SchemaName = "mx_Custom_3", DisplayName = "Source" },
            new() { SchemaName = "mx_Custom_6", DisplayName = "Expected Deal Size" },
            new() { SchemaName = "mx_Custom_7", DisplayName = "Actual Deal Size" },
            new() { SchemaName = "mx_Custom_8", DisplayName = "Expected Closure Date", Type = "dateTime" },
        ],
    };

    private static FieldDefinition Part(string schemaName, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"{schemaName}/{displayName}"),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
    };
}
