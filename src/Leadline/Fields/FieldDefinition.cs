namespace Leadline.Fields;

/// <summary>What a field holds, and so how its values are coerced, compared, filtered and sorted.</summary>
internal enum FieldType
{
    Text,
    TextArea,
    Number,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Time,
    Phone,
    Email,
    Url,
    Dropdown,
    MultiSelect,
    SearchableDropdown,
    User,
    AutoId,
    File,

    /// <summary>A custom field set: one field whose value is a group of <see cref="FieldDefinition.Parts"/>.</summary>
    FieldSet,
}

/// <summary>Whether a field's values identify a record.</summary>
internal enum Uniqueness
{
    None,

    /// <summary>New writes already keep the identity table; existing records are still being entered.</summary>
    Building,

    Enforced,
}

/// <summary>One field of an account's leads or of an activity type. Stored as data: accounts make their own.</summary>
internal sealed record FieldDefinition
{
    public required string SchemaName { get; init; }

    public required string DisplayName { get; init; }

    public required FieldType Type { get; init; }

    public Guid Id { get; init; }

    public bool IsMandatory { get; init; }

    public Uniqueness Unique { get; init; }

    /// <summary>Longest value in characters; null leaves it to the type.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Fewest digits of a phone number; null asks for three.</summary>
    public int? MinLength { get; init; }

    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>
    /// Of a dependent dropdown, the field whose value says which of the options are offered; null for one by itself.
    /// </summary>
    public string? ParentField { get; init; }

    /// <summary>Of a dependent dropdown, the options under each value of its parent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? OptionsByParent { get; init; }

    /// <summary>Where the options come from; null where the field has its own.</summary>
    public OptionSource? Source { get; init; }

    public string? DefaultValue { get; init; }

    /// <summary>Set once at creation; later writes that change it are refused.</summary>
    public bool LockAfterCreate { get; init; }

    /// <summary>Kept by the server; writes to it are ignored.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Quick search looks into it.</summary>
    public bool IsSearchable { get; init; }

    /// <summary>The parts of a <see cref="FieldType.FieldSet"/>.</summary>
    public IReadOnlyList<FieldDefinition> Parts { get; init; } = [];

    /// <summary>
    /// Presentation hints that the wire carries and the server only keeps (ShowInImport, Sequence, ...).
    /// </summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset CreatedOn { get; init; }

    public DateTimeOffset ModifiedOn { get; init; }

    public bool IsCustom => SchemaName.StartsWith("mx_", StringComparison.Ordinal);
}
