namespace Leadline.LeadJobs;

/// <summary>How far a job is.</summary>
internal enum LeadJobState
{
    Waiting = 1,
    Running = 2,
    Finished = 3,
    Cancelled = 4,
    Failed = 5,
}

/// <summary>What became of a lead.</summary>
internal enum LeadJobOutcome
{
    Done = 1,
    Unchanged = 2,
    Refused = 3,
    ChangedMeanwhile = 4,
}

/// <summary>What a job does to each lead.</summary>
internal static class LeadJobAction
{
    public const string SetFields = "setFields";
    public const string SetOwner = "setOwner";
    public const string SetStage = "setStage";
    public const string AddToList = "addToList";
    public const string RemoveFromList = "removeFromList";
    public const string Delete = "delete";

    public static bool IsOfList(string action) => action is AddToList or RemoveFromList;
}

/// <summary>A change of many leads.</summary>
internal sealed record LeadJob
{
    public required int AccountId { get; init; }

    public required Guid JobId { get; init; }

    /// <summary>Who wants it: within this user's rights it is carried out.</summary>
    public required Guid UserId { get; init; }

    public LeadJobState State { get; init; } = LeadJobState.Waiting;

    public required string Action { get; init; }

    /// <summary>The fields to set, as a JSON object by schema name.</summary>
    public string? Values { get; init; }

    public Guid? ListId { get; init; }

    /// <summary>Which leads, as Leadline's own API takes a filter; null where they are named.</summary>
    public string? Filter { get; init; }

    public string? Cursor { get; init; }

    /// <summary>The leads are all known.</summary>
    public bool IsCollected { get; init; }

    /// <summary>The job that this one takes back.</summary>
    public Guid? Undoes { get; init; }

    public Guid? UndoneBy { get; init; }

    public required DateTime CreatedOn { get; init; }

    public DateTime? FinishedOn { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    public bool HasEnded => State is LeadJobState.Finished or LeadJobState.Cancelled or LeadJobState.Failed;
}

/// <summary>How many leads of a job came to what.</summary>
internal sealed record LeadJobCounts(long Total, long Done, long Unchanged, long Refused, long ChangedMeanwhile);

/// <summary>A lead of a job that waits for its turn.</summary>
internal sealed record LeadJobRow(Guid LeadId, string? Restore, string? Expected);

/// <summary>What became of a lead, to be kept.</summary>
internal readonly record struct LeadJobResult(
    int AccountId, Guid JobId, Guid LeadId, LeadJobOutcome Outcome, string? Reason, string? Before, string? After);

/// <summary>What became of a lead, as it is told.</summary>
internal sealed record LeadJobRowOutcome(Guid LeadId, LeadJobOutcome Outcome, string? Reason);
