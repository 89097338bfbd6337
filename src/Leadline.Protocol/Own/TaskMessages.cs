using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A task to make, or what to change of one; what is absent stays as it is.</summary>
public sealed record TaskRequest
{
    /// <summary>The version that was seen; any other is refused with 412. The header If-Match does the same.</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>Id or name of its type. A task may take another type of its category.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>What it is called, 1 to 500 characters.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is about; an empty text clears it.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Where it takes place, at most 1,000 characters; an empty text clears it.</summary>
    [JsonPropertyName("location")]
    public string? Location { get; init; }

    /// <summary>The lead that it is about; an empty text takes it from its lead or opportunity.</summary>
    [JsonPropertyName("leadId")]
    public string? LeadId { get; init; }

    /// <summary>The opportunity that it is about, whose lead it then has.</summary>
    [JsonPropertyName("opportunityId")]
    public string? OpportunityId { get; init; }

    /// <summary>Id or e-mail address of the user who owns it; the caller when nobody is named.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; init; }

    /// <summary>When a to-do is due or an appointment begins; a to-do today, an appointment now, when absent.</summary>
    [JsonPropertyName("dueOn")]
    public string? DueOn { get; init; }

    /// <summary>When an appointment ends; after its type's usual time when absent.</summary>
    [JsonPropertyName("endOn")]
    public string? EndOn { get; init; }

    /// <summary>When its owner is reminded; an empty object for never.</summary>
    [JsonPropertyName("reminder")]
    public TaskReminderMessage? Reminder { get; init; }

    /// <summary>Values of the type's fields by schema name; null clears.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }
}

/// <summary>When the owner of a task is reminded: minutes before it, or on a day before it at a time of day.</summary>
public sealed record TaskReminderMessage
{
    /// <summary>Minutes before dueOn, 0 to 525,600.</summary>
    [JsonPropertyName("minutesBefore")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinutesBefore { get; init; }

    /// <summary>Days before dueOn, 0 to 365.</summary>
    [JsonPropertyName("daysBefore")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DaysBefore { get; init; }

    /// <summary>The time of that day, UTC, HH:mm:ss; that of dueOn when absent.</summary>
    [JsonPropertyName("time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Time { get; init; }

    /// <summary>Whether the owner gets a mail.</summary>
    [JsonPropertyName("mail")]
    public bool? Mail { get; init; }
}

/// <summary>A task: an appointment with a beginning and an end, or a to-do that is due.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number within the account.</param>
/// <param name="Version">Counts its changes, from 1; the header ETag has it, too.</param>
/// <param name="Type">Its type.</param>
/// <param name="Category">appointment or toDo.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Location">Where it takes place.</param>
/// <param name="LeadId">The lead that it is about.</param>
/// <param name="OpportunityId">The opportunity that it is about.</param>
/// <param name="OwnerId">The user who owns it.</param>
/// <param name="OwnerName">The owner's name.</param>
/// <param name="State">open or completed.</param>
/// <param name="DueOn">When it is due or begins.</param>
/// <param name="EndOn">When it ends.</param>
/// <param name="Reminder">When its owner is reminded; null for never.</param>
/// <param name="RemindOn">The moment of a reminder that is still to come.</param>
/// <param name="CompletedOn">When it was completed.</param>
/// <param name="CompletedBy">Who completed it.</param>
/// <param name="Fields">Values of the type's fields that are set, by schema name.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
/// <param name="ModifiedBy">Who changed it last.</param>
public sealed record TaskResponse(
    Guid Id,
    long Number,
    int Version,
    TaskTypeReference Type,
    string Category,
    string Name,
    string? Description,
    string? Location,
    Guid? LeadId,
    Guid? OpportunityId,
    Guid OwnerId,
    string? OwnerName,
    string State,
    DateTime DueOn,
    DateTime? EndOn,
    TaskReminderMessage? Reminder,
    DateTime? RemindOn,
    DateTime? CompletedOn,
    Guid? CompletedBy,
    IReadOnlyDictionary<string, string> Fields,
    DateTime CreatedOn,
    Guid CreatedBy,
    DateTime ModifiedOn,
    Guid ModifiedBy);

/// <summary>The type of a task.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record TaskTypeReference(Guid Id, string? Name);

/// <summary>A page of tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Next">The value of "after" for the next page; null on the last.</param>
public sealed record TasksResponse(IReadOnlyList<TaskResponse> Tasks, string? Next);

/// <summary>When users are free.</summary>
/// <param name="Users">The users.</param>
public sealed record FreeSlotsResponse(IReadOnlyList<FreeSlotsOfUser> Users);

/// <summary>When a user is free.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Slots">The times, the earliest first.</param>
public sealed record FreeSlotsOfUser(Guid UserId, IReadOnlyList<FreeSlotResponse> Slots);

/// <summary>A time in which a user has no open appointment.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
public sealed record FreeSlotResponse(DateTime From, DateTime To);

/// <summary>A task type to make, or what to change of one; what is absent stays as it is.</summary>
public sealed record TaskTypeRequest
{
    /// <summary>Its name, unique among the account's task types.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>appointment or toDo, for good; toDo when absent.</summary>
    [JsonPropertyName("category")]
    public string? Category { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The color that calendars show it in, as #F8BBD0.</summary>
    [JsonPropertyName("color")]
    public string? Color { get; init; }

    /// <summary>Minutes that an appointment takes which names no end, 1 to 1,440; 30 when absent.</summary>
    [JsonPropertyName("minutes")]
    public int? Minutes { get; init; }

    /// <summary>Fields to add or, where their schema names are known, to change: mx_Custom_1 to mx_Custom_50.</summary>
    [Limit(50)]
    [JsonPropertyName("fields")]
    public List<FieldBody>? Fields { get; init; }
}

/// <summary>A task type.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Category">appointment or toDo.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Color">The color that calendars show it in.</param>
/// <param name="Minutes">Minutes that an appointment takes which names no end.</param>
/// <param name="Standard">Every account has it, and it keeps its name.</param>
/// <param name="Fields">Its fields.</param>
public sealed record TaskTypeResponse(
    Guid Id,
    string Name,
    string Category,
    string? Description,
    string Color,
    int Minutes,
    bool Standard,
    IReadOnlyList<FieldResponse> Fields);

/// <summary>The task types.</summary>
/// <param name="TaskTypes">The standard ones first, then by name.</param>
public sealed record TaskTypesResponse(IReadOnlyList<TaskTypeResponse> TaskTypes);
