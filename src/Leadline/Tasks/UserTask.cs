using Leadline.Accounts;

namespace Leadline.Tasks;

/// <summary>What kinds of tasks there are; the numbers are the wire's (core §4).</summary>
internal enum TaskCategory
{
    /// <summary>It begins and ends.</summary>
    Appointment = 0,

    /// <summary>It is due.</summary>
    ToDo = 1,
}

/// <summary>
/// Something that a user is to do, or an appointment, as it stands in the database or is about to. A task of .NET's is
/// another thing.
/// </summary>
internal sealed record UserTask : INumbered
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Counts up within the account.</summary>
    public long Number { get; set; }

    /// <summary>Counts the changes, from 1.</summary>
    public int Version { get; init; }

    public required Guid TypeId { get; init; }

    public required TaskCategory Category { get; init; }

    public string Name { get; init; } = "";

    public string? Description { get; init; }

    public string? Location { get; init; }

    /// <summary>The lead that it is about, also that of its opportunity.</summary>
    public Guid? LeadId { get; init; }

    public Guid? OpportunityId { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>When a to-do is due, or an appointment begins.</summary>
    public DateTime DueOn { get; init; }

    public DateTime? EndOn { get; init; }

    public TaskReminder Reminder { get; init; } = TaskReminder.None;

    /// <summary>When the owner is to be reminded; null once that is done, and where there is no reminder.</summary>
    public DateTime? RemindOn { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTime? CompletedOn { get; init; }

    public Guid? CompletedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public required Guid CreatedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    /// <summary>The values of the type's own fields that are set, by schema name, in canonical form.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public bool IsCompleted => CompletedOn is not null;

    /// <summary>The moment of its reminder, whether or not that has passed; null for never.</summary>
    public DateTime? ReminderMoment => Reminder switch
    {
        { MinutesBefore: { } minutes } when Category == TaskCategory.Appointment || !Reminder.IsOfDay =>
            DueOn.AddMinutes(-minutes),
        { IsOfDay: true } or { DaysBefore: not null } => Reminder.At is { } at
            ? DueOn.Date.AddDays(-(Reminder.DaysBefore ?? 0)) + at.ToTimeSpan()
            : DueOn.AddDays(-Reminder.DaysBefore!.Value),
        _ => null,
    };
}

/// <summary>
/// When the owner of a task is reminded: minutes before it, as appointments have it, or on a day before it at a time of
/// day in UTC, as to-dos have it (core §4).
/// </summary>
internal sealed record TaskReminder(int? MinutesBefore, int? DaysBefore, TimeOnly? At, bool ByMail)
{
    public const int MostMinutes = 525_600;

    public const int MostDays = 365;

    public static readonly TaskReminder None = new(null, null, null, ByMail: false);

    public bool IsNone => MinutesBefore is null && DaysBefore is null && At is null;

    /// <summary>It says more of the day than that it is the task's own.</summary>
    public bool IsOfDay => DaysBefore > 0 || At is not null;

    public bool IsValid =>
        MinutesBefore is null or (>= 0 and <= MostMinutes) && DaysBefore is null or (>= 0 and <= MostDays);
}
