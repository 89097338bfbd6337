namespace Leadline.Portals.Hosted;

/// <summary>A form of a page; where something follows or precedes it, it has a heading of its own.</summary>
internal sealed record Form(string Path, string Submit, IReadOnlyList<Field> Fields)
{
    public string? Title { get; init; }

    public bool HasFiles => Fields.Any(input => input.Type == Field.FileType);
}

/// <summary>An input with its label; a hidden one has none.</summary>
internal sealed record Field(string Name, string Label, string Type = "text")
{
    public const string HiddenType = "hidden";
    public const string LongType = "textarea";
    public const string ChoiceType = "select";

    /// <summary>Any number of files.</summary>
    public const string FileType = "file";

    public string? Value { get; init; }

    /// <summary>What can be chosen.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What it is for, to browsers and password managers (WCAG 1.3.5).</summary>
    public string? Autocomplete { get; init; }

    public string? Hint { get; init; }

    /// <summary>Why its value was not taken.</summary>
    public string? Error { get; init; }

    public bool IsRequired { get; init; } = true;

    public bool IsReadOnly { get; init; }

    public static Field Hidden(string name, string value) => new(name, "", HiddenType) { Value = value };

    public static Field Email(string? value) => new("email", "E-mail address", "email") { Value = value, Autocomplete = "username" };

    public static Field NewPassword(string name, string label, string? hint = null) =>
        new(name, label, "password") { Autocomplete = "new-password", Hint = hint };
}
