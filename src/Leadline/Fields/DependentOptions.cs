using Leadline.Platform.Errors;

namespace Leadline.Fields;

/// <summary>
/// The options of a dropdown that hang on another field's value (core §2.15). What a lead holds is not checked against
/// them: a value outside the options of a lead field is stored (core §2.17).
/// </summary>
internal static class DependentOptions
{
    /// <summary>Most values of a parent that have options of their own.</summary>
    public const int MostParentValues = 500;

    /// <summary>
    /// Adds options under a value of the parent. A field of plain text becomes a dropdown by its first options.
    /// </summary>
    public static Result<FieldDefinition> Add(
        FieldCatalog catalog,
        FieldDefinition child,
        string parentName,
        string parentValue,
        IReadOnlyList<string> options)
    {
        if (Refusal(catalog, child, parentName, parentValue) is { } refusal)
            return refusal;
        var known = child.OptionsByParent ?? new Dictionary<string, IReadOnlyList<string>>();
        if (!known.ContainsKey(parentValue) && known.Count >= MostParentValues)
            return new Failure(
                ErrorCode.LimitExceeded, $"At most {MostParentValues} values of a field have options of their own.");
        return child with
        {
            Type = child.Type == FieldType.Text ? FieldType.Dropdown : child.Type,
            ParentField = parentName,
            OptionsByParent = new Dictionary<string, IReadOnlyList<string>>(known)
            {
                [parentValue] = [.. Of(child, parentValue).Union(options)],
            },
            Options = [.. child.Options.Union(options)],
        };
    }

    /// <summary>
    /// Takes options away from under a value of the parent; those that no other value has go for good.
    /// </summary>
    public static Result<FieldDefinition> Remove(
        FieldDefinition child, string parentName, string parentValue, IReadOnlyList<string> options)
    {
        if (child.ParentField is null || child.OptionsByParent is not { } known)
            return NotDependent(child);
        if (child.ParentField != parentName)
            return OtherParent(child);
        var left = new Dictionary<string, IReadOnlyList<string>>(known)
        {
            [parentValue] = [.. Of(child, parentValue).Except(options)],
        };
        if (left[parentValue].Count == 0)
            left.Remove(parentValue);
        string[] gone = [.. options.Where(option => !left.Values.Any(others => others.Contains(option)))];
        return child with
        {
            ParentField = left.Count == 0 ? null : child.ParentField,
            OptionsByParent = left.Count == 0 ? null : left,
            Options = [.. child.Options.Except(gone)],
            DefaultValue = child.DefaultValue is { } initial && gone.Contains(initial) ? null : child.DefaultValue,
        };
    }

    /// <summary>The options under a value of the parent.</summary>
    public static IReadOnlyList<string> Of(FieldDefinition child, string parentValue) =>
        child.OptionsByParent?.GetValueOrDefault(parentValue) ?? [];

    private static Failure? Refusal(FieldCatalog catalog, FieldDefinition child, string parentName, string parentValue)
    {
        if (child.Type is not (FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.Text)
            || child.Unique != Uniqueness.None || child.IsReadOnly)
            return NotDependent(child);
        if (child.ParentField is { } other && other != parentName)
            return OtherParent(child);
        if (catalog.Find(parentName) is not { } parent)
            return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {parentName}");
        if (parent.Options.Count > 0 && !parent.Options.Contains(parentValue))
            return new Failure(ErrorCode.InvalidOption, $"'{parentValue}' is not among the options of {parentName}.");

        // A field may hang on one that hangs on another, but on none that hangs on it.
        for (var above = parent; above is not null; above = above.ParentField is { } next ? catalog.Find(next) : null)
            if (above.SchemaName == child.SchemaName)
                return new Failure(ErrorCode.InvalidInput, $"{parentName} depends on {child.SchemaName} itself.");
        return null;
    }

    private static Failure NotDependent(FieldDefinition child) =>
        new(ErrorCode.InvalidInput, $"{child.SchemaName} is no dependent dropdown.");

    private static Failure OtherParent(FieldDefinition child) =>
        new(ErrorCode.InvalidInput, $"{child.SchemaName} depends on {child.ParentField}.");
}
