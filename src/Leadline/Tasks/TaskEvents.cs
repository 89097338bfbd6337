namespace Leadline.Tasks;

/// <summary>What happens to tasks, as the event log names it. An event's record is the task.</summary>
internal static class TaskEvents
{
    public const string Created = "task.created";
    public const string Updated = "task.updated";
    public const string Completed = "task.completed";
    public const string Reopened = "task.reopened";
    public const string Deleted = "task.deleted";

    /// <summary>Its owner was to be reminded of it.</summary>
    public const string Reminder = "task.reminder";
}
