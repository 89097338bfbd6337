namespace Leadline.Fields;

/// <summary>
/// How the wire names a type of field: a data type, and how it is rendered, as a word and as a number.
/// </summary>
internal sealed record RenderType(FieldType Type, string DataType, string Word, int Number)
{
    /// <summary>
    /// The first row of a type is how it prints unless its field was created by another (core §2.1, §2.9).
    /// Of the numbers only Phone, Dropdown and Time are known from the service; the others only have to differ.
    /// </summary>
    private static readonly RenderType[] Known =
    [
        new(FieldType.Text, "Text", "Textbox", 1),
        new(FieldType.TextArea, "Text", "TextArea", 2),
        // The wire has one data type for numbers, with or without a fraction.
        new(FieldType.Decimal, "Number", "Textbox", 1),
        new(FieldType.Number, "Number", "Textbox", 1),
        new(FieldType.AutoId, "Number", "Textbox", 1),
        new(FieldType.Phone, "Phone", "Phone", 6),
        new(FieldType.Phone, "Phone", "Textbox", 1),
        new(FieldType.Email, "Email", "Email", 5),
        new(FieldType.Url, "Website", "URL", 7),
        new(FieldType.Date, "Date", "Date", 8),
        new(FieldType.DateTime, "Date", "DateTime", 9),
        new(FieldType.Time, "Time", "Time", 21),
        new(FieldType.Boolean, "Boolean", "CheckBox", 3),
        new(FieldType.Boolean, "Boolean", "RadioButton", 4),
        new(FieldType.Dropdown, "Select", "Dropdown", 13),
        new(FieldType.Dropdown, "Select", "DropdownWithOthers", 14),
        new(FieldType.SearchableDropdown, "Select", "SearchableDropdown", 15),
        new(FieldType.MultiSelect, "Select", "MultiSelect", 16),
        new(FieldType.User, "ActiveUsers", "ActiveUsers", 17),
        new(FieldType.File, "File", "File", 18),
        new(FieldType.FieldSet, FieldSet, FieldSet, 19),
    ];

    /// <summary>Both words of a custom field set.</summary>
    public const string FieldSet = "CustomObject";

    public bool IsSelect => DataType == "Select";

    /// <summary>The word for what a type of data is shown as unless something else is asked for.</summary>
    public static string? FirstWord(string? dataType) =>
        Array.Find(Known, known => known.DataType == dataType)?.Word;

    /// <summary>How a field prints: as it was created, else as its type does.</summary>
    public static RenderType For(FieldDefinition field) =>
        (field.Hints.TryGetValue("RenderTypeTextValue", out var word)
            ? Array.Find(Known, known => known.Type == field.Type && known.Word == word)
            : null)
        ?? Array.Find(Known, known => known.Type == field.Type)
        ?? throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>Both names are case-sensitive; null where they do not go together.</summary>
    public static RenderType? Find(string dataType, string word) =>
        Array.Find(Known, known => known.DataType == dataType && known.Word == word);

    public static bool IsDataType(string dataType) => Array.Exists(Known, known => known.DataType == dataType);
}
