using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>The fields that the documentation's examples give activities of type 105.</summary>
internal static class SampleActivityFields
{
    public const int EventCode = 105;

    public static IReadOnlyList<FieldDefinition> All { get; } =
    [
        Field("mx_Custom_1", "Custom 1", FieldType.Text),
        Field("mx_Custom_2", "Custom 2", FieldType.DateTime),
    ];

    private static FieldDefinition Field(string schemaName, string displayName, FieldType type) => new()
    {
        Id = StandardLeadFields.IdOf($"{schemaName}/{displayName}"),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = type,
    };
}
