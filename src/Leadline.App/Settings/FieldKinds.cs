using Microsoft.Extensions.Localization;

namespace Leadline.App.Settings;

/// <summary>What kinds of fields can be made.</summary>
public static class FieldKinds
{
    public static readonly IReadOnlyList<string> All =
    [
        "text", "textArea", "number", "decimal", "boolean", "date", "dateTime", "time", "phone", "email", "url",
        "dropdown", "searchableDropdown", "multiSelect", "user",
    ];

    public static bool HasOptions(string? kind) => kind is "dropdown" or "searchableDropdown" or "multiSelect";

    /// <summary>A kind in the user's words; as the API calls it where there are none.</summary>
    public static string Name(IStringLocalizer texts, string kind) =>
        texts[$"Type{kind}"] is { ResourceNotFound: false } known ? known.Value : kind;
}
