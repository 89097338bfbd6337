using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>The activity by which a lead's timeline tells that a task was completed.</summary>
internal static class TaskActivityTypes
{
    public static readonly SystemActivityType Completed = SystemActivityType.Create(3030, "Task Completed");

    public static TimelineEntry Entry(Caller caller, UserTask task, TaskType? type, Guid leadId) => new(
        leadId,
        Completed.Type.EventCode,
        SystemNote.Heading + SystemNote.Write(
            ("TaskName", task.Name),
            ("TaskType", type?.Name),
            ("DueDate", LeadSquaredDates.Text(task.DueOn)),
            ("TaskOwner", caller.Account.Users.GetValueOrDefault(task.OwnerId)?.Name),
            (SystemNote.CreatedBy, caller.User.Name)))
    {
        OpportunityId = task.OpportunityId,
    };
}
