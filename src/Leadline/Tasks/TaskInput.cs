using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Tasks;

/// <summary>What somebody wants a task to be, whatever the wire. What is null stays as it is.</summary>
internal sealed record TaskInput
{
    /// <summary>Id or name of the type.</summary>
    public string? Type { get; init; }

    public string? Name { get; init; }

    /// <summary>An empty text clears it.</summary>
    public string? Description { get; init; }

    /// <summary>An empty text clears it.</summary>
    public string? Location { get; init; }

    public TaskRelation? Relation { get; init; }

    /// <summary>Id or e-mail address of the owner.</summary>
    public string? Owner { get; init; }

    public DateTime? DueOn { get; init; }

    public DateTime? EndOn { get; init; }

    /// <summary>What the reminder is made of the one that the task has.</summary>
    public Func<TaskReminder, TaskReminder>? Reminder { get; init; }

    public bool? IsCompleted { get; init; }

    /// <summary>Values of the type's fields; one without a value clears its field.</summary>
    public IReadOnlyList<LeadProperty> Fields { get; init; } = [];
}

/// <summary>What a task is about: an opportunity, else a lead, else nothing.</summary>
internal readonly record struct TaskRelation(Guid? LeadId, Guid? OpportunityId);

/// <summary>A task to make or to change.</summary>
/// <param name="Id">The task to change; null for a new one.</param>
/// <param name="Input">What is wanted, or why that could not be read.</param>
internal sealed record TaskWrite(Guid? Id, Result<TaskInput> Input)
{
    /// <summary>The version that the caller saw; null where that is no matter.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>It has to be of this category.</summary>
    public TaskCategory? OnlyCategory { get; init; }
}
