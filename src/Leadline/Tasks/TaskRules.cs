using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Tasks;

/// <summary>What a task may be. A refusal names its member as Leadline's own API does.</summary>
internal static class TaskRules
{
    public const int LongestName = 500;

    public const int LongestLocation = 1_000;

    private const int LongestDescription = LimitAttribute.Value;

    // So that no reminder and no end leaves what a time can be.
    private const int FirstYear = 1900;
    private const int LastYear = 9000;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Task does not exist.");

    private static readonly Failure UnknownType = Unfit("type", "There is no such task type.");

    private static readonly FieldContext AnyCountry = new(DefaultCountryCode: null, CheckOptions: true);

    /// <summary>
    /// One's own tasks are seen whatever they are about; those of others where permissions let, with their leads.
    /// </summary>
    /// <param name="leads">The leads that the caller may see.</param>
    public static bool IsSeen(Caller caller, UserTask task, IReadOnlySet<Guid> leads) =>
        task.OwnerId == caller.User.Id
        || ((task.LeadId is not { } lead || leads.Contains(lead)) && Refuse(caller, Deed.View, task) is null);

    /// <summary>Null where the caller may do this with the task.</summary>
    public static Failure? Refuse(Caller caller, Deed deed, UserTask task) =>
        caller.Refuse(RecordKind.Task, deed, task.OwnerId);

    /// <summary>A new task; it has yet to be numbered.</summary>
    public static Result<UserTask> New(Caller caller, TaskDefinitions definitions, TaskInput input, DateTime now)
    {
        if (string.IsNullOrWhiteSpace(input.Type))
            return Missing("type");
        if (string.IsNullOrWhiteSpace(input.Name))
            return Missing("name");
        if (definitions.Types.Find(input.Type) is not { } type)
            return UnknownType;
        var due = input.DueOn ?? Today(definitions.Account, type.Category, now);
        var blank = new UserTask
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            TypeId = type.Id,
            Category = type.Category,
            OwnerId = caller.User.Id,
            DueOn = due,
            EndOn = type.Category == TaskCategory.Appointment ? due.AddMinutes(type.Minutes) : null,
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            Values = definitions.FieldsOf(type).Defaults,
        };
        var task = Apply(caller, definitions, blank, input, now, mandatory: true);
        return task.Failure is { } failure ? failure : Stamped(caller, blank, task.Value, now);
    }

    /// <summary>The task with what the input changes; itself where that is nothing.</summary>
    public static Result<UserTask> Change(
        Caller caller, TaskDefinitions definitions, UserTask before, TaskWrite write, DateTime now)
    {
        if (write.ExpectedVersion is { } expected && expected != before.Version)
            return new Failure(
                ErrorCode.VersionMismatch, $"The task has changed: it is at version {before.Version}, not {expected}.")
            {
                Details = json => json.WriteNumber("version"u8, before.Version),
            };
        if (write.OnlyCategory is { } category && category != before.Category)
            return Unfit("category", $"The task is no {(category == TaskCategory.ToDo ? "to-do" : "appointment")}.");
        var after = Apply(caller, definitions, before, write.Input.Value, now, mandatory: false);
        if (after.Failure is { } failure)
            return failure;
        return TaskChanges.Describe(before, after.Value) is null ? before : Stamped(caller, before, after.Value, now);
    }

    private static Result<UserTask> Apply(
        Caller caller, TaskDefinitions definitions, UserTask before, TaskInput input, DateTime now, bool mandatory)
    {
        var type = input.Type is null ? definitions.Types.Find(before.TypeId) : definitions.Types.Find(input.Type);
        if (type is null)
            return UnknownType;
        if (type.Category != before.Category)
            return Unfit("type", "A task keeps the category of its type: appointment or to-do.");
        if (TextRefusal(input) is { } badText)
            return badText;
        if (input.Name is not null && string.IsNullOrWhiteSpace(input.Name))
            return Missing("name");
        var owner = input.Owner is null ? before.OwnerId : OwnerOf(definitions.Account, input.Owner);
        if (owner is not { } ownerId)
            return Unfit("owner", "The owner is the id or the e-mail address of an active user.");
        var reminder = input.Reminder?.Invoke(before.Reminder) ?? before.Reminder;
        if (!reminder.IsValid)
            return Unfit(
                "reminder",
                $"A reminder comes 0 to {TaskReminder.MostMinutes} minutes or {TaskReminder.MostDays} days before.");
        var due = input.DueOn ?? before.DueOn;
        var end = input.EndOn ?? before.EndOn + (due - before.DueOn);
        if (due.Year is < FirstYear or > LastYear || end?.Year > LastYear)
            return Unfit("dueOn", $"A task is due in the years {FirstYear} to {LastYear}.");
        if (end < due)
            return Unfit("endOn", "A task ends after it begins.");
        var values = Values(definitions.FieldsOf(type), before.Values, input.Fields, mandatory);
        if (values.Failure is { } badValue)
            return badValue;
        var isCompleted = input.IsCompleted ?? before.IsCompleted;
        return before with
        {
            TypeId = type.Id,
            Name = input.Name?.Trim() ?? before.Name,
            Description = Text(input.Description, before.Description),
            Location = Text(input.Location, before.Location),
            LeadId = input.Relation is { } related ? related.LeadId : before.LeadId,
            OpportunityId = input.Relation is { } relation ? relation.OpportunityId : before.OpportunityId,
            OwnerId = ownerId,
            DueOn = due,
            EndOn = end,
            Reminder = reminder,
            CompletedOn = isCompleted ? before.CompletedOn ?? now : null,
            CompletedBy = isCompleted ? before.CompletedBy ?? caller.User.Id : null,
            Values = values.Value,
        };
    }

    /// <summary>The next version, with the reminder that is still to come.</summary>
    private static UserTask Stamped(Caller caller, UserTask before, UserTask after, DateTime now)
    {
        var isSame = before.Version > 0 && before.ReminderMoment == after.ReminderMoment
            && before.IsCompleted == after.IsCompleted;
        return after with
        {
            Version = before.Version + 1,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
            RemindOn = after.IsCompleted ? null
                : isSame ? before.RemindOn
                : after.DueOn > now ? after.ReminderMoment
                : null,
        };
    }

    private static Failure? TextRefusal(TaskInput input) =>
        Refusal("name", input.Name, LongestName)
        ?? Refusal("description", input.Description, LongestDescription)
        ?? Refusal("location", input.Location, LongestLocation);

    private static Failure? Refusal(string member, string? text, int longest) =>
        text is null || (text.Length <= longest && FieldRules.IsStorable(text))
            ? null
            : Unfit(member, $"'{member}' has at most {longest} characters.");

    private static Guid? OwnerOf(Account account, string name)
    {
        var user = Guid.TryParse(name, out var id)
            ? account.Users.GetValueOrDefault(id)
            : account.FindUser(name.Trim());
        return user is { IsActive: true } ? user.Id : null;
    }

    private static Result<IReadOnlyDictionary<string, string>> Values(
        FieldCatalog catalog, IReadOnlyDictionary<string, string> before, IReadOnlyList<LeadProperty> properties,
        bool mandatory)
    {
        // A type that the task takes may lack fields of the one that it had.
        var values = before.Where(value => catalog.Find(value.Key) is not null).ToDictionary();
        List<string>? unknown = null;
        foreach (var property in properties)
        {
            if (catalog.FindAnyCase(property.Attribute ?? "") is not { } field)
            {
                (unknown ??= []).Add(property.Attribute ?? "");
                continue;
            }

            var coerced = FieldRules.Coerce(field, property.Value, AnyCountry);
            if (coerced.Failure is { } refusal)
                return UnfitField(refusal.Message);
            if (coerced.Value is { } value)
                values[field.SchemaName] = value;
            else
                values.Remove(field.SchemaName);
        }

        if (unknown is not null)
            return UnfitField($"Task field(s) does not exist - {string.Join(",", unknown)}");

        // A field that became mandatory later does not stand in the way of changes to older tasks.
        foreach (var field in catalog.Mandatory)
            if (!values.ContainsKey(field.SchemaName) && (mandatory || before.ContainsKey(field.SchemaName)))
                return UnfitField($"Field name : '{field.SchemaName}' is mandatory.");
        return values;
    }

    private static string? Text(string? sent, string? before) =>
        sent is null ? before : string.IsNullOrWhiteSpace(sent) ? null : sent;

    // Core §4: the current day. A to-do has all of it.
    private static DateTime Today(Account account, TaskCategory category, DateTime now)
    {
        if (category == TaskCategory.Appointment)
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(account.TimeZone);
        var lastSecond = TimeZoneInfo.ConvertTimeFromUtc(now, zone).Date.AddDays(1).AddSeconds(-1);
        return zone.IsInvalidTime(lastSecond) ? now : TimeZoneInfo.ConvertTimeToUtc(lastSecond, zone);
    }

    private static Failure Missing(string member) =>
        new(ErrorCode.MissingAttribute, $"'{member}' is mandatory.") { Field = member };

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };

    private static Failure UnfitField(string message) =>
        new(ErrorCode.InvalidActivityFields, message) { Field = "fields" };
}
