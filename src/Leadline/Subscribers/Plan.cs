namespace Leadline.Subscribers;

/// <summary>What an internet provider sells.</summary>
internal sealed record Plan
{
    /// <summary>Counts up within the account, from 1.</summary>
    public int Number { get; init; }

    public string Name { get; init; } = "";

    /// <summary>In the account's currency, with two decimals.</summary>
    public decimal Price { get; init; }

    /// <summary>Mbps.</summary>
    public int Speed { get; init; }

    public string? Description { get; init; }

    /// <summary>What it is for, such as Fiber or TV.</summary>
    public string[] Services { get; init; } = [];

    public int Version { get; init; } = 1;

    public DateTime CreatedOn { get; init; }
}

/// <summary>What to make of a plan; what is null stays.</summary>
internal sealed record PlanEdit(
    string? Name,
    decimal? Price,
    int? Speed,
    string? Description,
    IReadOnlyList<string>? Services,
    int? ExpectedVersion);
