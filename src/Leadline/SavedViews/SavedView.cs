namespace Leadline.SavedViews;

/// <summary>How somebody likes to look at a list, and where the reader has put it.</summary>
internal sealed record SavedView
{
    public int AccountId { get; init; }

    public Guid Id { get; init; }

    /// <summary>leads, tickets, tasks, or opportunities: and the code of their type.</summary>
    public string List { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>JSON, as the client sent it.</summary>
    public string? Filter { get; init; }

    public string? Sort { get; init; }

    public string[] Columns { get; init; } = [];

    public string? Layout { get; init; }

    public Guid OwnerId { get; init; }

    public bool IsForAll { get; init; }

    public Guid[] Users { get; init; } = [];

    public Guid[] Groups { get; init; } = [];

    public int Version { get; init; } = 1;

    public DateTime CreatedOn { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    /// <summary>The reader has pinned it.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Its place among the reader's.</summary>
    public int Position { get; init; }
}

/// <summary>What of a view is to be made or changed; what is null stays.</summary>
internal sealed record SavedViewChange
{
    public string? List { get; init; }

    public string? Name { get; init; }

    /// <summary>JSON; the text null takes it back.</summary>
    public string? Filter { get; init; }

    public string? Sort { get; init; }

    public string[]? Columns { get; init; }

    public string? Layout { get; init; }

    public (bool IsForAll, Guid[] Users, Guid[] Groups)? Sharing { get; init; }

    public bool? IsPinned { get; init; }

    public int? Position { get; init; }

    public int? ExpectedVersion { get; init; }
}
