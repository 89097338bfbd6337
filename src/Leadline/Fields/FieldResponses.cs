using System.Text.Json;
using Leadline.Protocol.Own;

namespace Leadline.Fields;

/// <summary>A field as Leadline's own API shows it, whatever has it.</summary>
internal static class FieldResponses
{
    public static FieldResponse Response(this FieldDefinition field) => new(
        field.SchemaName,
        field.DisplayName,
        JsonNamingPolicy.CamelCase.ConvertName(field.Type.ToString()),
        JsonNamingPolicy.CamelCase.ConvertName(field.Unique.ToString()),
        field.IsMandatory,
        field.IsReadOnly,
        field.LockAfterCreate,
        FieldRules.LengthLimit(field),
        field.DefaultValue,
        field.Options,
        field.Parts.Responses(),
        field.ParentField,
        field.OptionsByParent);

    public static IReadOnlyList<FieldResponse> Responses(this IEnumerable<FieldDefinition> fields) =>
        [.. fields.Select(field => field.Response())];
}
