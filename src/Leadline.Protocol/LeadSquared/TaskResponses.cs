using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>What came of a change of a task (core §4).</summary>
/// <param name="AffectedRows">1.</param>
/// <param name="AutoId">The task's number.</param>
public sealed record TaskChangedMessage(int AffectedRows, long AutoId);

/// <summary>A page of tasks (core §4).</summary>
/// <param name="RecordCount">Tasks that match, whatever the page holds.</param>
/// <param name="List">The page.</param>
public sealed record TaskListResponse(long RecordCount, IReadOnlyList<TaskRow> List);

/// <summary>A task as reads of Task.svc print it: times in UTC with milliseconds (core §4).</summary>
public sealed record TaskRow
{
    /// <summary>Its id.</summary>
    public required Guid UserTaskId { get; init; }

    /// <summary>Its number.</summary>
    public required long UserTaskAutoId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>0 appointment, 1 to-do.</summary>
    public required int Category { get; init; }

    /// <summary>Its type.</summary>
    public required TaskTypeOfRow TaskType { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Where it takes place.</summary>
    public string? Location { get; init; }

    /// <summary>0 nothing, 1 a lead, 5 an opportunity.</summary>
    public required int RelatedEntity { get; init; }

    /// <summary>The lead's or the opportunity's id.</summary>
    public Guid? RelatedEntityId { get; init; }

    /// <summary>When it is due or begins.</summary>
    public required string DueDate { get; init; }

    /// <summary>When it ends.</summary>
    public string? EndDate { get; init; }

    /// <summary>Minutes before DueDate at which its owner is reminded.</summary>
    public required int Reminder { get; init; }

    /// <summary>Days before DueDate on which its owner is reminded.</summary>
    public required int ReminderBeforeDays { get; init; }

    /// <summary>The time of that day, HH:mm:ss.</summary>
    public string? ReminderTime { get; init; }

    /// <summary>1100 by e-mail, 1000 not.</summary>
    public required string NotifyBy { get; init; }

    /// <summary>0 open, 1 complete.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The user who owns it.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The owner's name.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The owner's e-mail address.</summary>
    public string? OwnerEmailAddress { get; init; }

    /// <summary>When it was completed.</summary>
    public string? CompletedOn { get; init; }

    /// <summary>Who completed it.</summary>
    public Guid? CompletedBy { get; init; }

    /// <summary>The name of who completed it.</summary>
    public string? CompletedByName { get; init; }

    /// <summary>Who made it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>The name of who made it.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>When it was made.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Who changed it last.</summary>
    public required Guid ModifiedBy { get; init; }

    /// <summary>The name of who changed it last.</summary>
    public string? ModifiedByName { get; init; }

    /// <summary>When it was changed last.</summary>
    public required string ModifiedOn { get; init; }

    /// <summary>Values of the type's fields, by schema name.</summary>
    public required IReadOnlyDictionary<string, string?> CustomFields { get; init; }
}

/// <summary>The type of a task.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record TaskTypeOfRow(Guid Id, string? Name);

/// <summary>The tasks of a lead (core §4).</summary>
/// <param name="RecordCount">How many there are.</param>
/// <param name="TaskList">The tasks, the next due first.</param>
public sealed record TasksOfLeadResponse(int RecordCount, IReadOnlyList<TaskOfLead> TaskList);

/// <summary>A task of a lead, in the fixed columns of RetrieveTaskByLeadId (core §4).</summary>
public sealed record TaskOfLead
{
    /// <summary>Its id.</summary>
    public required Guid TaskID { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>When it is due or begins.</summary>
    public required string DueDate { get; init; }

    /// <summary>When it was made.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>The user who owns it.</summary>
    public required Guid OwnerID { get; init; }

    /// <summary>The owner's name.</summary>
    public string? OwnerName { get; init; }

    /// <summary>Who made it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>The name of who made it.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>Pending or Completed.</summary>
    public required string Status { get; init; }

    /// <summary>Minutes before DueDate at which its owner is reminded; a text.</summary>
    public string? Reminder { get; init; }
}

/// <summary>What came of Task.svc/DeleteTasks (core §4).</summary>
/// <param name="Status">Success.</param>
/// <param name="Operation">Bulk Delete Tasks.</param>
/// <param name="TasksCount">How many were named.</param>
/// <param name="DeletedTasksCount">How many were deleted.</param>
/// <param name="FailureReason">Why not all of them; null when they were.</param>
public sealed record TasksDeletedResponse(
    string Status, string Operation, int TasksCount, int DeletedTasksCount, string? FailureReason);

/// <summary>What came of a call of many tasks (core §4), and of each of its rows.</summary>
/// <param name="Status">Success.</param>
/// <param name="Message">The call as a whole.</param>
/// <param name="Response">The rows, in their order.</param>
public sealed record BulkTasksResponse(
    string Status, BulkTasksMessage Message, IReadOnlyList<BulkTaskRow> Response);

/// <summary>A call of many tasks.</summary>
/// <param name="Id">The call's number.</param>
/// <param name="IsSuccessful">False when a row was refused.</param>
public sealed record BulkTasksMessage(string Id, bool IsSuccessful);

/// <summary>What came of one row.</summary>
/// <param name="RowNumber">Its number, from 1.</param>
/// <param name="IsSuccessful">Whether it was done.</param>
/// <param name="UserTaskId">The task, where it was done.</param>
/// <param name="ExceptionType">The kind of refusal.</param>
/// <param name="ExceptionMessage">Why it was refused.</param>
public sealed record BulkTaskRow(
    int RowNumber,
    bool IsSuccessful,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? UserTaskId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExceptionType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExceptionMessage);

/// <summary>A task type with the columns of its form (core §4).</summary>
public sealed record TaskTypeResponse
{
    /// <summary>0 appointment, 1 to-do.</summary>
    public required int Category { get; init; }

    /// <summary>The color that calendars show it in, as #F8BBD0.</summary>
    public required string Color { get; init; }

    /// <summary>The columns of its form.</summary>
    public required IReadOnlyList<TaskColumn> ColumnConfiguration { get; init; }

    /// <summary>Who made it; System for those that every account has.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When, as /Date(1502992091000+0000)/.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Minutes that an appointment takes which names no end.</summary>
    public required int DefaultDuration { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The order of the columns, as JSON in a text.</summary>
    public required string FormLayout { get; init; }

    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Every account has it.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Who changed it last.</summary>
    public required string ModifiedBy { get; init; }

    /// <summary>When, as /Date(1502992091000+0000)/.</summary>
    public required string ModifiedOn { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>0: it may be used.</summary>
    public int StatusCode { get; init; }
}

/// <summary>A column of a task type's form (core §4).</summary>
public sealed record TaskColumn
{
    /// <summary>0 text, 2 date and time, 3 number, 5 option, 8 user.</summary>
    public required int DataType { get; init; }

    /// <summary>What users see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its name within the form.</summary>
    public required string InternalSchemaName { get; init; }

    /// <summary>Every type has it.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Whether an account may say that it is mandatory.</summary>
    public required bool IsMandatoryConfigurable { get; init; }

    /// <summary>A task without it is refused.</summary>
    public required bool Mandatory { get; init; }

    /// <summary>The options of a dropdown.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>0: as its data type is shown.</summary>
    public int RenderType { get; init; }

    /// <summary>Its name on tasks.</summary>
    public required string SchemaName { get; init; }
}

/// <summary>The free times of users (core §4; no client shows its members).</summary>
/// <param name="RecordCount">How many users.</param>
/// <param name="List">The users.</param>
public sealed record AvailableSlotsResponse(int RecordCount, IReadOnlyList<SlotsOfUser> List);

/// <summary>The free times of a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="EmailAddress">The user's e-mail address.</param>
/// <param name="AvailableSlots">The times, the earliest first.</param>
public sealed record SlotsOfUser(Guid UserId, string EmailAddress, IReadOnlyList<AvailableSlot> AvailableSlots);

/// <summary>A free time.</summary>
/// <param name="FromDate">Where it begins, UTC.</param>
/// <param name="ToDate">Where it ends, UTC.</param>
public sealed record AvailableSlot(string FromDate, string ToDate);
