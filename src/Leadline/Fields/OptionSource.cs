namespace Leadline.Fields;

/// <summary>
/// The column of a table that a dropdown takes its options from. The table keeps the field's options current: whoever
/// reads or checks the field needs nothing else.
/// </summary>
internal sealed record OptionSource
{
    public required Guid TableId { get; init; }

    public required string Column { get; init; }

    /// <summary>The field whose value decides which options are offered; null where all are, always.</summary>
    public string? ParentField { get; init; }

    /// <summary>The column whose value has to equal that field's.</summary>
    public string? ParentColumn { get; init; }

    /// <summary>The options by the value of the parent; empty where there is none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByParent { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What is offered beside a value of the parent; nothing beside none.</summary>
    public IReadOnlyList<string> Beside(string? parent) => ByParent.GetValueOrDefault(parent ?? "", []);
}
