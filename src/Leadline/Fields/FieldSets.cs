using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Fields;

/// <summary>
/// Custom field sets: a group of parts under one field, checked one by one and stored whole (extended §6.1).
/// </summary>
internal static class FieldSets
{
    /// <summary>A part that every set may have.</summary>
    public const string Status = "Status";

    /// <summary>What the other parts' names begin with; a number follows.</summary>
    public const string PartPrefix = "mx_CustomObject_";

    private const int PartsByDefault = 20;

    /// <summary>The wire does not document how parts are defined: a set that comes without them has these.</summary>
    private static readonly FieldDefinition[] DefaultParts =
    [
        Part(Status, Status),
        .. Enumerable.Range(1, PartsByDefault)
            .Select(number => Part($"{PartPrefix}{number}", $"Custom Object {number}")),
    ];

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Lays the passed parts over the stored JSON object; parts that are not passed stay, an empty value clears its
    /// part. The outcome is the whole object in the order of the definition, or null once no part has a value.
    /// </summary>
    public static Coerced Merge(
        FieldDefinition set,
        IReadOnlyList<KeyValuePair<string, string?>> parts,
        string? stored,
        FieldContext context)
    {
        var values = string.IsNullOrEmpty(stored) ? [] : Read(stored);
        var unknown = new List<string>();

        foreach (var (name, raw) in parts)
        {
            if (Find(set, name) is not { } part)
            {
                unknown.Add(PartName(set, name));
                continue;
            }

            if (part.IsReadOnly)
                continue;
            var coerced = FieldRules.Coerce(part, raw, context);
            if (coerced.Failure is not null)
                return FieldRules.Coerce(part with { SchemaName = PartName(set, part.SchemaName) }, raw, context);
            values[part.SchemaName] = coerced.Value;
        }

        return unknown.Count > 0
            ? new(
                null,
                new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(", ", unknown)}."))
            : MissingPart(set, parts, stored, values) is { } missing ? new(null, missing)
            : new(Write(set, values), null);
    }

    /// <summary>The field, with parts if it is a set that has none.</summary>
    public static FieldDefinition WithParts(FieldDefinition field) =>
        field is { Type: FieldType.FieldSet, Parts.Count: 0 } ? field with { Parts = DefaultParts } : field;

    /// <summary>
    /// The parts that a property passes: in its Fields, or as the JSON text that reads print. None where its value is
    /// neither.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Passed(LeadProperty property)
    {
        if (property.Fields is { Count: > 0 } fields)
            return fields.ConvertAll(part => KeyValuePair.Create(part.Attribute ?? "", part.Value));
        try
        {
            return string.IsNullOrWhiteSpace(property.Value) ? [] : [.. Read(property.Value)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The values of a stored set by part, for answers and filters.</summary>
    public static Dictionary<string, string?> Read(string stored) =>
        JsonSerializer.Deserialize<Dictionary<string, string?>>(stored) ?? [];

    private static FieldDefinition? Find(FieldDefinition set, string name) =>
        set.Parts.FirstOrDefault(part => part.SchemaName == name)
        ?? set.Parts.FirstOrDefault(part => part.SchemaName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A part that became mandatory later does not stand in the way of changes to the others; clearing a whole set is
    /// no fault of its parts.
    /// </summary>
    private static Failure? MissingPart(
        FieldDefinition set,
        IReadOnlyList<KeyValuePair<string, string?>> passed,
        string? stored,
        Dictionary<string, string?> values)
    {
        if (values.Values.All(string.IsNullOrEmpty))
            return null;
        foreach (var part in set.Parts)
            if (part.IsMandatory && string.IsNullOrEmpty(values.GetValueOrDefault(part.SchemaName))
                && (string.IsNullOrEmpty(stored) || passed.Any(entry => ReferenceEquals(Find(set, entry.Key), part))))
                return new Failure(ErrorCode.MissingAttribute, $"'{PartName(set, part.SchemaName)}' is mandatory");
        return null;
    }

    private static FieldDefinition Part(string schemaName, string displayName) => new()
    {
        Id = StandardLeadFields.IdOf($"{schemaName}/{displayName}"),
        SchemaName = schemaName,
        DisplayName = displayName,
        Type = FieldType.Text,
    };

    private static string PartName(FieldDefinition set, string part) => $"{set.SchemaName}~{part}";

    private static string? Write(FieldDefinition set, Dictionary<string, string?> values)
    {
        var output = new ArrayBufferWriter<byte>();
        var isEmpty = true;
        using (var json = new Utf8JsonWriter(output, Relaxed))
        {
            json.WriteStartObject();
            foreach (var part in set.Parts)
            {
                if (values.Remove(part.SchemaName, out var value))
                    WriteMember(json, part.SchemaName, value);
            }

            // Parts that the definition no longer has keep what they held.
            foreach (var (name, value) in values)
                WriteMember(json, name, value);
            json.WriteEndObject();
        }

        return isEmpty ? null : Encoding.UTF8.GetString(output.WrittenSpan);

        void WriteMember(Utf8JsonWriter json, string name, string? value)
        {
            if (string.IsNullOrEmpty(value))
                return;
            json.WriteString(name, value);
            isEmpty = false;
        }
    }
}
