using Leadline.Protocol.Own;

namespace Leadline.App.Opportunities;

/// <summary>Which field of an opportunity is its amount.</summary>
public static class Amounts
{
    /// <summary>The type's first number, which the board adds up, too; null where it has none.</summary>
    public static string? FieldOf(OpportunityTypeResponse? type) =>
        type?.Fields.FirstOrDefault(field => field.Type is "number" or "decimal")?.SchemaName;
}
