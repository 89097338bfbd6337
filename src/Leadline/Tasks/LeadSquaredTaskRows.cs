using System.Globalization;
using Leadline.Accounts;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Tasks in the two forms that LeadSquared's reads print them in (core §4).</summary>
internal sealed class LeadSquaredTaskRows(Account account, TaskTypeCatalog types)
{
    public TaskRow Row(UserTask task) => new()
    {
        UserTaskId = task.Id,
        UserTaskAutoId = task.Number,
        Name = task.Name,
        Category = (int)task.Category,
        TaskType = new TaskTypeOfRow(task.TypeId, types.Find(task.TypeId)?.Name),
        Description = task.Description,
        Location = task.Location,
        RelatedEntity = task.OpportunityId is not null ? 5 : task.LeadId is not null ? 1 : 0,
        RelatedEntityId = task.OpportunityId ?? task.LeadId,
        DueDate = LeadSquaredTaskInput.Print(task.DueOn),
        EndDate = Print(task.EndOn),
        Reminder = task.Reminder.MinutesBefore ?? 0,
        ReminderBeforeDays = task.Reminder.DaysBefore ?? 0,
        ReminderTime = task.Reminder.At?.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        NotifyBy = task.Reminder.ByMail ? "1100" : "1000",
        StatusCode = task.IsCompleted ? 1 : 0,
        OwnerId = task.OwnerId,
        OwnerName = NameOf(task.OwnerId),
        OwnerEmailAddress = account.Users.GetValueOrDefault(task.OwnerId)?.Email,
        CompletedOn = Print(task.CompletedOn),
        CompletedBy = task.CompletedBy,
        CompletedByName = NameOf(task.CompletedBy),
        CreatedBy = task.CreatedBy,
        CreatedByName = NameOf(task.CreatedBy),
        CreatedOn = LeadSquaredTaskInput.Print(task.CreatedOn),
        ModifiedBy = task.ModifiedBy,
        ModifiedByName = NameOf(task.ModifiedBy),
        ModifiedOn = LeadSquaredTaskInput.Print(task.ModifiedOn),
        CustomFields = task.Values.ToDictionary(value => value.Key, value => (string?)value.Value),
    };

    /// <summary>A row of RetrieveTaskByLeadId: times to the second, and the reminder as a text.</summary>
    public TaskOfLead OfLead(UserTask task) => new()
    {
        TaskID = task.Id,
        Name = task.Name,
        Description = task.Description,
        DueDate = LeadSquaredDates.Text(task.DueOn),
        CreatedOn = LeadSquaredDates.Text(task.CreatedOn),
        OwnerID = task.OwnerId,
        OwnerName = NameOf(task.OwnerId),
        CreatedBy = task.CreatedBy,
        CreatedByName = NameOf(task.CreatedBy),
        Status = task.IsCompleted ? "Completed" : "Pending",
        Reminder = task.Reminder.MinutesBefore?.ToString(CultureInfo.InvariantCulture),
    };

    private string? NameOf(Guid? userId) => userId is { } id ? account.Users.GetValueOrDefault(id)?.Name : null;

    private static string? Print(DateTime? time) => time is { } moment ? LeadSquaredTaskInput.Print(moment) : null;
}
