using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>The words that the wire has for the types of activity fields, where lead fields have others.</summary>
internal static class ActivityDataType
{
    // The first word of a type is the one that prints.
    private static readonly (FieldType Type, string Word)[] Words =
    [
        (FieldType.Text, "String"),
        (FieldType.TextArea, "Text"),
        (FieldType.TextArea, "TextArea"),
        (FieldType.Decimal, "Number"),
        (FieldType.Decimal, "Decimal"),
        (FieldType.Number, "Number"),
        (FieldType.AutoId, "Number"),
        (FieldType.Boolean, "Boolean"),
        (FieldType.Date, "Date"),
        (FieldType.DateTime, "DateTime"),
        (FieldType.Time, "Time"),
        (FieldType.Phone, "Phone"),
        (FieldType.Email, "Email"),
        (FieldType.Url, "Website"),
        (FieldType.Url, "URL"),
        (FieldType.Dropdown, "Dropdown"),
        (FieldType.Dropdown, "Select"),
        (FieldType.SearchableDropdown, "SearchableDropdown"),
        (FieldType.MultiSelect, "MultiSelectDropdown"),
        (FieldType.MultiSelect, "MultiSelect"),
        (FieldType.User, "ActiveUsers"),
        (FieldType.User, "User"),
        (FieldType.File, "File"),
        (FieldType.FieldSet, "CustomObject"),
    ];

    public static string WordFor(FieldType type) => Array.Find(Words, known => known.Type == type).Word;

    /// <summary>The type of a word in any case; no word is text.</summary>
    public static FieldType? Find(string? word)
    {
        if (string.IsNullOrWhiteSpace(word))
            return FieldType.Text;
        var index = Array.FindIndex(Words, known => known.Word.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Words[index].Type;
    }
}
