using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Tasks;

/// <summary>
/// The tasks of one call as the database and the call's earlier rows left them. Decides in memory; knows no SQL.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="definitions">What tasks are made of.</param>
/// <param name="leads">The leads of the call that exist and that the caller may see; they are locked.</param>
/// <param name="opportunities">The opportunities of the call that exist, with their leads.</param>
/// <param name="tasks">The tasks of the call that exist; they are locked.</param>
/// <param name="now">When it happens.</param>
internal sealed class TaskBatch(
    Caller caller, TaskDefinitions definitions, IReadOnlySet<Guid> leads, IReadOnlyDictionary<Guid, Guid> opportunities,
    Dictionary<Guid, UserTask> tasks, DateTime now)
{
    private readonly RowBuffer rows = new();
    private readonly HashSet<Guid> changed = [];
    private readonly List<UserTask> made = [];
    private readonly List<Activity> timeline = [];

    /// <summary>New tasks, which have yet to be numbered.</summary>
    public IReadOnlyList<UserTask> Made => made;

    /// <summary>Activities on timelines, which have yet to be numbered.</summary>
    public IReadOnlyList<Activity> Timeline => timeline;

    /// <summary>What becomes of one row.</summary>
    public Result<UserTask> Decide(TaskWrite write)
    {
        if (write.Input.Failure is { } unreadable)
            return unreadable;
        if (Placed(write.Input.Value) is var placed && placed.Failure is { } unplaced)
            return unplaced;
        write = write with { Input = placed };
        return write.Id is { } id ? Change(id, write) : Make(placed.Value);
    }

    /// <summary>The rows of all that was decided, once everything has its number.</summary>
    public RowBuffer Rows()
    {
        foreach (var task in made)
            rows.Add(TaskStore.Insert, task);
        foreach (var id in changed)
            rows.Add(TaskStore.Update, tasks[id]);
        return rows;
    }

    /// <summary>The input with the lead of its opportunity; what it is about has to exist.</summary>
    private Result<TaskInput> Placed(TaskInput input)
    {
        if (input.Relation is not { } relation)
            return input;
        if (relation.OpportunityId is { } opportunity)
            return opportunities.TryGetValue(opportunity, out var leadOfIt) && leads.Contains(leadOfIt)
                ? input with { Relation = new TaskRelation(leadOfIt, opportunity) }
                : OpportunityRules.Unknown with { Field = "opportunityId" };
        return relation.LeadId is not { } lead || leads.Contains(lead)
            ? input
            : LeadRules.Unknown with { Field = "leadId" };
    }

    private Result<UserTask> Make(TaskInput input)
    {
        var task = TaskRules.New(caller, definitions, input, now);
        if ((task.Failure ?? TaskRules.Refuse(caller, Deed.Create, task.Value)) is { } refusal)
            return refusal;
        made.Add(task.Value);
        Add(TaskEvents.Created, task.Value, data: null);
        if (task.Value.IsCompleted)
            Complete(task.Value);
        return task;
    }

    private Result<UserTask> Change(Guid id, TaskWrite write)
    {
        if (!tasks.TryGetValue(id, out var before) || !TaskRules.IsSeen(caller, before, leads))
            return TaskRules.Unknown;
        if (TaskRules.Refuse(caller, Deed.Update, before) is { } notPermitted)
            return notPermitted;
        var after = TaskRules.Change(caller, definitions, before, write, now);
        if (after.Failure is not null || ReferenceEquals(after.Value, before))
            return after;
        tasks[id] = after.Value;
        changed.Add(id);
        var isToggled = after.Value.IsCompleted != before.IsCompleted;
        if (isToggled && after.Value.IsCompleted)
            Complete(after.Value, TaskChanges.Describe(before, after.Value));
        else
            Add(
                isToggled ? TaskEvents.Reopened : TaskEvents.Updated,
                after.Value,
                TaskChanges.Describe(before, after.Value));
        return after;
    }

    private void Complete(UserTask task, string? data = null)
    {
        Add(TaskEvents.Completed, task, data);
        if (task.LeadId is not { } lead)
            return;
        var entry = TaskActivityTypes.Entry(caller, task, definitions.Types.Find(task.TypeId), lead);
        timeline.Add(ActivityTimeline.AddTo(rows, caller, entry, TaskActivityTypes.Completed.Type.Name, now));
    }

    private void Add(string kind, UserTask task, string? data) =>
        rows.Add(EventStore.Append, Event.By(caller, kind, task.LeadId, task.Id, now, data));
}
