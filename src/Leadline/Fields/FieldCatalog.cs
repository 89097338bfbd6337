using System.Collections.Frozen;

namespace Leadline.Fields;

/// <summary>
/// The fields of one kind of record of one account, in their order. Immutable; a change makes a new one.
/// </summary>
internal sealed class FieldCatalog
{
    private readonly FrozenDictionary<string, FieldDefinition> byName;
    private readonly FrozenDictionary<string, FieldDefinition> byAnyCase;

    public FieldCatalog(IReadOnlyList<FieldDefinition> fields)
    {
        Fields = fields;
        byName = fields.ToFrozenDictionary(field => field.SchemaName, StringComparer.Ordinal);
        byAnyCase = fields
            .DistinctBy(field => field.SchemaName, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(field => field.SchemaName, StringComparer.OrdinalIgnoreCase);
        Identifying = [.. fields.Where(field => field.Unique != Uniqueness.None)];
        Mandatory = [.. fields.Where(field => field.IsMandatory)];
        Dependent = [.. fields.Where(field => field.Source?.ParentField is not null)];
        Defaults = fields.Where(field => field.DefaultValue is { Length: > 0 })
            .ToFrozenDictionary(field => field.SchemaName, field => field.DefaultValue!);
    }

    public IReadOnlyList<FieldDefinition> Fields { get; }

    /// <summary>Standard fields, each as this catalog has changed it, and then this catalog's own.</summary>
    public FieldCatalog Over(IReadOnlyList<FieldDefinition> standard) => new(
    [
        .. standard.Select(field => Find(field.SchemaName) ?? field),
        .. Fields.Where(field => !standard.Any(one => one.SchemaName == field.SchemaName)),
    ]);

    /// <summary>The fields whose values stand in the identity table, e-mail and phone first.</summary>
    public IReadOnlyList<FieldDefinition> Identifying { get; }

    public IReadOnlyList<FieldDefinition> Mandatory { get; }

    /// <summary>The dropdowns that offer what fits another field's value.</summary>
    public IReadOnlyList<FieldDefinition> Dependent { get; }

    /// <summary>The values that a new record starts with, by schema name.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>The field of exactly this schema name: filters are case-sensitive (core §2.17).</summary>
    public FieldDefinition? Find(string schemaName) => byName.GetValueOrDefault(schemaName);

    /// <summary>
    /// The field of this schema name in any case: writes are forgiving, since clients mix ProspectID and ProspectId.
    /// </summary>
    public FieldDefinition? FindAnyCase(string schemaName) =>
        byName.GetValueOrDefault(schemaName) ?? byAnyCase.GetValueOrDefault(schemaName);
}
