using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of Task.svc/Create and Update, and a row of Bulk/Create (core §4).</summary>
public sealed record TaskBody
{
    /// <summary>The task's id; of Update only.</summary>
    public string? UserTaskId { get; init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; init; }

    /// <summary>What it is about.</summary>
    [Limit(LimitAttribute.Value)]
    public string? Description { get; init; }

    /// <summary>0 nothing, 1 a lead, 5 an opportunity.</summary>
    public int? RelatedEntity { get; init; }

    /// <summary>The lead's or the opportunity's id.</summary>
    public string? RelatedEntityId { get; init; }

    /// <summary>When a to-do is due or an appointment begins, UTC, yyyy-MM-dd HH:mm:ss; today when absent.</summary>
    public string? DueDate { get; init; }

    /// <summary>When an appointment ends, UTC; after its type's usual time when absent.</summary>
    public string? EndDate { get; init; }

    /// <summary>The same as EndDate, as some clients call it.</summary>
    public string? EndTime { get; init; }

    /// <summary>Minutes before DueDate at which to remind the owner.</summary>
    public int? Reminder { get; init; }

    /// <summary>Days before DueDate on which to remind the owner.</summary>
    public int? ReminderBeforeDays { get; init; }

    /// <summary>The time of that day, UTC, HH:mm:ss.</summary>
    public string? ReminderTime { get; init; }

    /// <summary>1100 reminds by e-mail, 1000 does not.</summary>
    public string? NotifyBy { get; init; }

    /// <summary>Id of the user who owns it; the caller when nobody is named.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The same as OwnerId, as some clients call it.</summary>
    public string? OwnerUserId { get; init; }

    /// <summary>E-mail address of the user who owns it.</summary>
    public string? OwnerEmailAddress { get; init; }

    /// <summary>Its type.</summary>
    public TaskTypeName? TaskType { get; init; }

    /// <summary>Where it takes place.</summary>
    public string? Location { get; init; }

    /// <summary>0 open, 1 complete.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Values of the type's fields, by schema name.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    public Dictionary<string, string?>? CustomFields { get; init; }
}

/// <summary>A task type as tasks name it.</summary>
public sealed record TaskTypeName
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name, in any case.</summary>
    public string? Name { get; init; }
}

/// <summary>Body of Task.svc/Bulk/Create (core §4).</summary>
public sealed record BulkTasksBody
{
    /// <summary>At most 50 tasks.</summary>
    [Limit(50, IsCheckedByCall = true)]
    public List<TaskBody>? TaskList { get; init; }

    /// <summary>Where to report the end of the work.</summary>
    public string? StatusWebhookURL { get; init; }
}

/// <summary>Body of Task.svc/BulkUpdateAppointmentTime (core §4).</summary>
public sealed record AppointmentTimesBody
{
    /// <summary>At most 50 appointments.</summary>
    [Limit(50, IsCheckedByCall = true)]
    public List<AppointmentTime>? TaskList { get; init; }

    /// <summary>Where to report the end of the work.</summary>
    public string? StatusWebhookURL { get; init; }
}

/// <summary>The new time of an appointment.</summary>
public sealed record AppointmentTime
{
    /// <summary>The appointment's id.</summary>
    public string? UserTaskId { get; init; }

    /// <summary>When it begins, UTC.</summary>
    public string? FromDate { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public string? ToDate { get; init; }
}

/// <summary>Body of Task.svc/DeleteTasks (core §4).</summary>
public sealed record DeleteTasksBody
{
    /// <summary>Ids of at most 5,000 tasks.</summary>
    [Limit(5_000, IsCheckedByCall = true)]
    public List<string>? TaskIds { get; init; }

    /// <summary>Where to report the end of the work.</summary>
    public string? StatusWebhookURL { get; init; }
}

/// <summary>Body of Task.svc/Retrieve (core §4).</summary>
public sealed record TaskSearchBody
{
    /// <summary>Whose tasks, and which of them.</summary>
    public TaskSearchParameter? Parameter { get; init; }

    /// <summary>Which columns to return.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>The order: DueDate, CreatedOn or ModifiedOn.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page. Offset counts tasks, PageIndex pages from 1.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>The filter of Task.svc/Retrieve.</summary>
public sealed record TaskSearchParameter
{
    /// <summary>OwnerId or OwnerEmailAddress.</summary>
    public string? LookupName { get; init; }

    /// <summary>The owner.</summary>
    public string? LookupValue { get; init; }

    /// <summary>Earliest DueDate, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>Latest DueDate, UTC, inclusive.</summary>
    public string? ToDate { get; init; }

    /// <summary>0 open, 1 complete; both when absent.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Id or name of a task type.</summary>
    public string? TypeName { get; init; }
}

/// <summary>Body of Task.svc/RetrieveToDos and RetrieveAppointments (core §4).</summary>
public sealed record TasksOfUsersBody
{
    /// <summary>First day or moment, UTC.</summary>
    public string? FromDate { get; init; }

    /// <summary>Last day or moment, UTC, inclusive; at most 100 days after the first.</summary>
    public string? ToDate { get; init; }

    /// <summary>The users, as the call names them: ids, e-mail addresses, or parts of names or addresses.</summary>
    public List<string>? Users { get; init; }

    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Body of Task.svc/RetrieveAvailableSlots (core §4).</summary>
public sealed record AvailableSlotsBody
{
    /// <summary>Ids of users; of ByUserId.</summary>
    public List<string>? UserIds { get; init; }

    /// <summary>E-mail address of a user; of ByUserSearchCriteria.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>Where slots begin, UTC; now when absent.</summary>
    public string? FromDate { get; init; }

    /// <summary>Where slots end, UTC; a week after FromDate when absent, at most 31 days.</summary>
    public string? ToDate { get; init; }

    /// <summary>Minutes that a slot has at least; 30 when absent.</summary>
    public int? Duration { get; init; }
}
