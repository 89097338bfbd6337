using Leadline.Fields;

namespace Leadline.Leads;

/// <summary>
/// The lead fields that the documentation's examples speak of: the custom field set mx_KYC, the unique mx_PAN_Number.
/// </summary>
internal static class SampleLeadFields
{
    public static IReadOnlyList<FieldDefinition> All { get; } =
    [
        new()
        {
            Id = StandardLeadFields.IdOf("mx_KYC"),
            SchemaName = "mx_KYC",
            DisplayName = "KYC",
            Type = FieldType.FieldSet,
            Parts =
            [
                Part("Status", "Status", FieldType.Dropdown) with
                {
                    Options = ["Pending", "Received", "Verified", "Rejected"],
                },
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

    private static FieldDefinition Part(string schemaName, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"{schemaName}/{displayName}"),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
    };
}
