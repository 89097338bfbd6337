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

    /// <summary>What is to know of one record, as name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Longer texts with headings.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    public Form? Form { get; init; }

    public Table? Table { get; init; }

    /// <summary>Further ways, as path and text.</summary>
    public IReadOnlyList<(string Path, string Text)> Links { get; init; } = [];

    public int Status { get; init; } = StatusCodes.Status200OK;
}

/// <summary>A part of a page under a heading: a text as somebody wrote it, or what was said in its order.</summary>
internal sealed record Section(string Id, string Title)
{
    public string? Text { get; init; }

    public IReadOnlyList<Message> Messages { get; init; } = [];
}

/// <summary>Something that somebody said, with its files. The text is shown as text, whatever it holds.</summary>
internal sealed record Message(string By, string On, string Text, bool IsOwn)
{
    /// <summary>Files as path and what the link says.</summary>
    public IReadOnlyList<(string Path, string Text)> Files { get; init; } = [];
}

/// <summary>A list of records, a row each.</summary>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>A text of a table, which may lead to a page.</summary>
internal readonly record struct Cell(string Text, string? Path = null)
{
    public static implicit operator Cell(string text) => new(text);
}
