namespace Leadline.Portals.Hosted;

/// <summary>One page of a hosted portal, before it is HTML.</summary>
internal sealed record Page(string Title)
{
    /// <summary>What to say before anything else: plain sentences.</summary>
    public string? Text { get; init; }

    /// <summary>Something went well.</summary>
    public string? Notice { get; init; }

    /// <summary>Why the form was not taken.</summary>
    public string? Error { get; init; }

    public Form? Form { get; init; }

    public Table? Table { get; init; }

    /// <summary>Further ways, as path and text.</summary>
    public IReadOnlyList<(string Path, string Text)> Links { get; init; } = [];

    public int Status { get; init; } = StatusCodes.Status200OK;
}

internal sealed record Form(string Path, string Submit, IReadOnlyList<Field> Fields);

/// <summary>An input with its label; a hidden one has none.</summary>
internal sealed record Field(string Name, string Label, string Type = "text")
{
    public string? Value { get; init; }

    /// <summary>What it is for, to browsers and password managers (WCAG 1.3.5).</summary>
    public string? Autocomplete { get; init; }

    public string? Hint { get; init; }

    public bool IsRequired { get; init; } = true;

    public bool IsReadOnly { get; init; }

    public static Field Hidden(string name, string value) => new(name, "", "hidden") { Value = value };

    public static Field Email(string? value) => new("email", "E-mail address", "email") { Value = value, Autocomplete = "username" };

    public static Field NewPassword(string name, string label, string? hint = null) =>
        new(name, label, "password") { Autocomplete = "new-password", Hint = hint };
}

internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
