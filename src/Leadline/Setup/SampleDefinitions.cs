using Leadline.Fields;

namespace Leadline.Setup;

/// <summary>
/// What the examples of the API documentation speak of, so that they work as printed on a new install: the custom field
/// set mx_KYC, the unique mx_PAN_Number, and activity type 105.
/// </summary>
internal static class SampleDefinitions
{
    public const int ActivityEvent = 105;

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

    private static FieldDefinition Part(string schemaName, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"{schemaName}/{displayName}"),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
    };
}
