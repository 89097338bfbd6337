using System.Globalization;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Tasks;

/// <summary>Tasks as LeadSquared's <c>Task.svc</c> takes them (core §4), and its names for what is wrong.</summary>
internal static class LeadSquaredTaskInput
{
    private const int NoEntity = 0;
    private const int LeadEntity = 1;
    private const int OpportunityEntity = 5;

    /// <summary>The wire's names for the members that a refusal of an operation may be about.</summary>
    private static readonly Dictionary<string, string> Members = new()
    {
        ["type"] = nameof(TaskBody.TaskType),
        ["name"] = nameof(TaskBody.Name),
        ["description"] = nameof(TaskBody.Description),
        ["location"] = nameof(TaskBody.Location),
        ["owner"] = nameof(TaskBody.OwnerId),
        ["dueOn"] = nameof(TaskBody.DueDate),
        ["endOn"] = nameof(TaskBody.EndDate),
        ["reminder"] = nameof(TaskBody.Reminder),
        ["category"] = nameof(TaskBody.UserTaskId),
        ["from"] = nameof(AvailableSlotsBody.FromDate),
        ["to"] = nameof(AvailableSlotsBody.ToDate),
        ["minutes"] = nameof(AvailableSlotsBody.Duration),
    };

    /// <summary>A task to make.</summary>
    public static TaskWrite New(TaskBody body) => new(null, Read(body));

    /// <summary>A task to change; what the body lacks stays as it is.</summary>
    public static TaskWrite Change(TaskBody body) =>
        new(Guid.TryParse(body.UserTaskId, out var id) ? id : Guid.Empty, Read(body));

    /// <summary>An appointment to move.</summary>
    public static TaskWrite Move(AppointmentTime time)
    {
        var id = Guid.TryParse(time.UserTaskId, out var parsed) ? parsed : Guid.Empty;
        if (!TryMoment(time.FromDate, out var from) || from is null)
            return new TaskWrite(id, Failure.InvalidParameter(nameof(time.FromDate)));
        if (!TryMoment(time.ToDate, out var to) || to is null)
            return new TaskWrite(id, Failure.InvalidParameter(nameof(time.ToDate)));
        return new TaskWrite(id, new TaskInput { DueOn = from, EndOn = to })
        {
            OnlyCategory = TaskCategory.Appointment,
        };
    }

    /// <summary>A moment in UTC, null where none was sent; false for what is none.</summary>
    public static bool TryMoment(string? text, out DateTime? moment)
    {
        var isRead = FieldDates.TryReadUtc(text, out var read);
        moment = read is { } utc ? Microseconds.Whole(utc) : null;
        return isRead;
    }

    /// <summary>A refusal in the wire's words: it names parameters as the body does.</summary>
    public static Failure InWireTerms(Failure failure) =>
        failure.Field is not { } field || !Members.TryGetValue(field, out var member) ? failure
        : failure.Code == ErrorCode.MissingAttribute ? failure with { Message = $"'{member}' is mandatory for a task" }
        : Failure.InvalidParameter(member);

    private static Result<TaskInput> Read(TaskBody body)
    {
        if (!TryMoment(body.DueDate, out var due))
            return Failure.InvalidParameter(nameof(body.DueDate));
        if (!TryMoment(Given(body.EndDate) ?? body.EndTime, out var end))
            return Failure.InvalidParameter(nameof(body.EndDate));
        TimeOnly? at = null;
        if (Given(body.ReminderTime) is { } time)
        {
            if (!FieldDates.TryReadTime(time, out var read))
                return Failure.InvalidParameter(nameof(body.ReminderTime));
            at = read;
        }

        if (body.StatusCode is not (null or 0 or 1))
            return Failure.InvalidParameter(nameof(body.StatusCode));
        var relation = Relation(body);
        if (relation.Failure is { } unfit)
            return unfit;
        var hasReminder = body.Reminder is not null || body.ReminderBeforeDays is not null || at is not null
            || Given(body.NotifyBy) is not null;
        return new TaskInput
        {
            Type = Given(body.TaskType?.Id) ?? Given(body.TaskType?.Name),
            Name = body.Name,
            Description = body.Description,
            Location = body.Location,
            Relation = relation.Value,
            Owner = Given(body.OwnerId) ?? Given(body.OwnerUserId) ?? Given(body.OwnerEmailAddress),
            DueOn = due,
            EndOn = end,
            Reminder = hasReminder
                ? before => new TaskReminder(
                    body.Reminder ?? before.MinutesBefore,
                    body.ReminderBeforeDays ?? before.DaysBefore,
                    at ?? before.At,
                    Given(body.NotifyBy) is { } ways ? IsByMail(ways) : before.ByMail)
                : null,
            IsCompleted = body.StatusCode is { } status ? status == 1 : null,
            Fields =
            [
                .. (body.CustomFields ?? []).Select(pair => new LeadProperty
                {
                    Attribute = pair.Key,
                    Value = pair.Value,
                }),
            ],
        };
    }

    /// <summary>Null where the body says nothing of it.</summary>
    private static Result<TaskRelation?> Relation(TaskBody body)
    {
        var id = Given(body.RelatedEntityId);
        if (body.RelatedEntity is null && id is null)
            return (TaskRelation?)null;
        if (body.RelatedEntity == NoEntity)
            return (TaskRelation?)default(TaskRelation);
        if (body.RelatedEntity is not (null or LeadEntity or OpportunityEntity))
            return Failure.InvalidParameter(nameof(body.RelatedEntity));
        if (!Guid.TryParse(id, out var related))
            return Failure.InvalidParameter(nameof(body.RelatedEntityId));
        return (TaskRelation?)(body.RelatedEntity == OpportunityEntity
            ? new TaskRelation(null, related)
            : new TaskRelation(related, null));
    }

    // Its digits are ways to be told; the second is e-mail (core §4).
    private static bool IsByMail(string ways) => ways is [_, '1', ..];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A time as reads of tasks print it.</summary>
    public static string Print(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
