namespace Leadline.Intake;

/// <summary>How this node takes requests in and works on them.</summary>
internal sealed record IntakeSettings
{
    /// <summary>Most requests of an account that may wait; a further one is refused with 429.</summary>
    public required long MaxBacklog { get; init; }

    /// <summary>Days that requests and their results are kept after their arrival.</summary>
    public required int KeptDays { get; init; }

    /// <summary>Accounts that this node works on at a time; 0 leaves the work to other nodes.</summary>
    public required int Workers { get; init; }
}
