using System.Globalization;
using Leadline.Events;

namespace Leadline.Tasks;

/// <summary>The data of an event that tells of a task's change: each changed member, before and after.</summary>
internal static class TaskChanges
{
    /// <summary>Null when nothing changed.</summary>
    public static string? Describe(UserTask before, UserTask after) =>
        ValueChanges.Describe(Flat(before), Flat(after));

    private static Dictionary<string, string?> Flat(UserTask task)
    {
        var flat = new Dictionary<string, string?>
        {
            ["TaskType"] = task.TypeId.ToString(),
            [nameof(task.Name)] = task.Name,
            [nameof(task.Description)] = task.Description,
            [nameof(task.Location)] = task.Location,
            ["Lead"] = task.LeadId?.ToString(),
            ["Opportunity"] = task.OpportunityId?.ToString(),
            ["Owner"] = task.OwnerId.ToString(),
            ["DueDate"] = Text(task.DueOn),
            ["EndDate"] = Text(task.EndOn),
            ["Reminder"] = task.Reminder.MinutesBefore?.ToString(CultureInfo.InvariantCulture),
            ["ReminderBeforeDays"] = task.Reminder.DaysBefore?.ToString(CultureInfo.InvariantCulture),
            ["ReminderTime"] = task.Reminder.At?.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            ["RemindByMail"] = task.Reminder.ByMail ? "1" : "0",
            ["StatusCode"] = task.IsCompleted ? "1" : "0",
        };
        foreach (var (name, value) in task.Values)
            flat[name] = value;
        return flat;
    }

    private static string? Text(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
