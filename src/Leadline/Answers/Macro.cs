using Leadline.Protocol.Own;

namespace Leadline.Answers;

/// <summary>What agents do again and again to tickets.</summary>
internal sealed record Macro
{
    public int AccountId { get; init; }

    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public MacroChanges Changes { get; init; } = new();

    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid ModifiedBy { get; init; }
}
