using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Tasks in Leadline's own API.</summary>
internal sealed class TaskEndpoints(TaskOperations tasks, TaskReadOperations reads, TaskTypeOperations types)
{
    private const int LargestPage = 200;

    public async Task<Failure?> List(Call call)
    {
        var catalog = await types.Get(call.Caller.AccountId);
        var query = Query(call, catalog);
        if (query.Failure is { } refused)
            return refused;
        var limit = query.Value.Take;
        var found = await reads.List(call.Caller, query.Value with { Take = limit + 1 }, call.Cancelled);
        var page = found.Take(limit).ToList();
        return call.Answer(
            new TasksResponse(
                [.. page.Select(task => Response(call.Caller.Account, catalog, task))],
                found.Count > limit ? CursorText(query.Value.Order, page[^1]) : null),
            OwnJson.Default.TasksResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        await reads.Find(call.Caller, IdOf(call), call.Cancelled) is { } task
            ? await Answer(call, task)
            : TaskRules.Unknown;

    public Task<Failure?> Create(Call call) => Write(call, id: null);

    public Task<Failure?> Change(Call call) => Write(call, IdOf(call));

    public Task<Failure?> Complete(Call call) => SetCompleted(call, isCompleted: true);

    public Task<Failure?> Reopen(Call call) => SetCompleted(call, isCompleted: false);

    public async Task<Failure?> Delete(Call call) => call.Answer(
        await tasks.Delete(call.Caller, call.Transaction, IdOf(call)), _ => new DoneResponse(),
        OwnJson.Default.DoneResponse);

    /// <summary>When users, by default the caller, have no open appointment.</summary>
    public async Task<Failure?> FreeSlots(Call call)
    {
        var account = call.Caller.Account;
        var users = new List<User>();
        foreach (var name in (call.Query("owner") ?? call.Caller.User.Id.ToString()).Split(','))
        {
            if (UserOf(account, name) is not { } user)
                return Unfit("owner", "The owner is the id or the e-mail address of a user.");
            if (!users.Contains(user))
                users.Add(user);
        }

        if (users.Count > LargestPage)
            return Unfit("owner", $"At most {LargestPage} users are looked at.");
        if (!TryMoment(call.Query("from"), out var from))
            return NoMoment("from");
        if (!TryMoment(call.Query("to"), out var to))
            return NoMoment("to");
        var minutes = call.Query("minutes") is not { } text ? TaskReadOperations.UsualSlotMinutes
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : 0;
        var free = await reads.Free(call.Caller, users, from, to, minutes, call.Cancelled);
        return call.Answer(
            free,
            found => new FreeSlotsResponse(
            [
                .. found.Select(entry => new FreeSlotsOfUser(
                    entry.User.Id, [.. entry.Slots.Select(slot => new FreeSlotResponse(slot.From, slot.To))])),
            ]),
            OwnJson.Default.FreeSlotsResponse);
    }

    private async Task<Failure?> Write(Call call, Guid? id)
    {
        var body = call.Read<TaskRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return await Write(call, new TaskWrite(id, Read(body.Value))
        {
            ExpectedVersion = id is null ? null : body.Value.Version ?? IfMatch.Version(call),
        });
    }

    private Task<Failure?> SetCompleted(Call call, bool isCompleted) => Write(
        call,
        new TaskWrite(IdOf(call), new TaskInput { IsCompleted = isCompleted })
        {
            ExpectedVersion = IfMatch.Version(call),
        });

    private async Task<Failure?> Write(Call call, TaskWrite write)
    {
        var written = await tasks.Write(call.Caller, call.Transaction, write);
        return written.Failure ?? await Answer(call, written.Value);
    }

    private async Task<Failure?> Answer(Call call, UserTask task)
    {
        IfMatch.Tell(call, task.Version);
        var catalog = await types.Get(call.Caller.AccountId);
        return call.Answer(Response(call.Caller.Account, catalog, task), OwnJson.Default.TaskResponse);
    }

    private static Result<TaskInput> Read(TaskRequest request)
    {
        if (!TryMoment(request.DueOn, out var due))
            return NoMoment("dueOn");
        if (!TryMoment(request.EndOn, out var end))
            return NoMoment("endOn");
        if (!TryId(request.LeadId, out var leadId))
            return Unfit("leadId", "The id of a lead is a GUID.");
        if (!TryId(request.OpportunityId, out var opportunityId))
            return Unfit("opportunityId", "The id of an opportunity is a GUID.");
        var reminder = Reminder(request.Reminder);
        if (reminder.Failure is { } unfit)
            return unfit;
        return new TaskInput
        {
            Type = request.Type,
            Name = request.Name,
            Description = request.Description,
            Location = request.Location,
            Relation = request.LeadId is null && request.OpportunityId is null
                ? null
                : new TaskRelation(leadId, opportunityId),
            Owner = request.Owner,
            DueOn = due,
            EndOn = end,
            Reminder = reminder.Value is { } made ? _ => made : null,
            Fields =
            [
                .. (request.Fields ?? []).Select(pair => new LeadProperty { Attribute = pair.Key, Value = pair.Value }),
            ],
        };
    }

    private static Result<TaskReminder?> Reminder(TaskReminderMessage? message)
    {
        if (message is null)
            return (TaskReminder?)null;
        if (message is { MinutesBefore: not null, DaysBefore: not null } or { MinutesBefore: not null, Time: not null })
            return Unfit("reminder", "A reminder comes minutes before, or days before at a time.");
        TimeOnly? at = null;
        if (message.Time is { } time)
        {
            if (!FieldDates.TryReadTime(time, out var read))
                return Unfit("reminder", "The time of a reminder is HH:mm:ss.");
            at = read;
        }

        var reminder = new TaskReminder(message.MinutesBefore, message.DaysBefore, at, message.Mail != false);
        return reminder.IsNone ? TaskReminder.None : reminder;
    }

    private static Result<TaskQuery> Query(Call call, TaskTypeCatalog catalog)
    {
        var account = call.Caller.Account;
        if (!TryMoment(call.Query("dueFrom"), out var from))
            return NoMoment("dueFrom");
        if (!TryMoment(call.Query("dueBefore"), out var before))
            return NoMoment("dueBefore");
        if (!TryId(call.Query("lead"), out var lead))
            return Unfit("lead", "The id of a lead is a GUID.");
        if (!TryId(call.Query("opportunity"), out var opportunity))
            return Unfit("opportunity", "The id of an opportunity is a GUID.");
        var owner = call.Query("owner");
        if (owner is not null && UserOf(account, owner) is null)
            return Unfit("owner", "The owner is the id or the e-mail address of a user.");
        var type = call.Query("type");
        if (type is not null && catalog.Find(type) is null)
            return Unfit("type", "There is no such task type.");
        var category = call.Query("category");
        if (category is not null && TaskCategories.Read(category) is null)
            return Unfit("category", $"The category is {TaskCategories.Appointment} or {TaskCategories.ToDo}.");
        var state = call.Query("state");
        if (state is not (null or "open" or "completed"))
            return Unfit("state", "The state is open or completed.");
        var sort = call.Query("sort") ?? "dueOn";
        if (sort.TrimStart('-') is not ("dueOn" or "modifiedOn"))
            return Unfit("sort", "Tasks are sorted by dueOn or modifiedOn, with - before it for the latest first.");
        var after = call.Query("after");
        var cursor = after is null ? null : Cursor(after);
        if (after is not null && cursor is null)
            return Unfit("after", "'after' is not where a page ended.");
        return new TaskQuery
        {
            AccountId = account.Id,
            OwnerIds = owner is null ? null : [UserOf(account, owner)!.Id],
            LeadId = lead,
            OpportunityId = opportunity,
            TypeId = catalog.Find(type)?.Id,
            Category = TaskCategories.Read(category),
            IsCompleted = state is null ? null : state == "completed",
            From = from,
            Before = before,
            Order = sort.EndsWith("dueOn", StringComparison.Ordinal) ? TaskOrder.DueOn : TaskOrder.ModifiedOn,
            Descending = sort[0] == '-',
            After = cursor,
            Take = call.QueryLimit(LargestPage),
        };
    }

    private static TaskResponse Response(Account account, TaskTypeCatalog catalog, UserTask task) => new(
        task.Id,
        task.Number,
        task.Version,
        new TaskTypeReference(task.TypeId, catalog.Find(task.TypeId)?.Name),
        TaskCategories.Name(task.Category),
        task.Name,
        task.Description,
        task.Location,
        task.LeadId,
        task.OpportunityId,
        task.OwnerId,
        account.Users.GetValueOrDefault(task.OwnerId)?.Name,
        task.IsCompleted ? "completed" : "open",
        task.DueOn,
        task.EndOn,
        task.Reminder.IsNone
            ? null
            : new TaskReminderMessage
            {
                MinutesBefore = task.Reminder.MinutesBefore,
                DaysBefore = task.Reminder.DaysBefore,
                Time = task.Reminder.At?.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                Mail = task.Reminder.ByMail,
            },
        task.RemindOn,
        task.CompletedOn,
        task.CompletedBy,
        task.Values,
        task.CreatedOn,
        task.CreatedBy,
        task.ModifiedOn,
        task.ModifiedBy);

    private static Guid IdOf(Call call) => call.RouteId("task") ?? Guid.Empty;

    private static User? UserOf(Account account, string name) =>
        Guid.TryParse(name.Trim(), out var id) ? account.Users.GetValueOrDefault(id) : account.FindUser(name.Trim());

    private static bool TryMoment(string? text, out DateTime? moment)
    {
        moment = null;
        if (text is null)
            return true;
        if (!FieldDates.TryReadMoment(text, out var read))
            return false;
        moment = Microseconds.Whole(read.UtcDateTime);
        return true;
    }

    /// <summary>Absent and empty texts are no id.</summary>
    private static bool TryId(string? text, out Guid? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!Guid.TryParse(text, out var read))
            return false;
        id = read;
        return true;
    }

    private static string CursorText(TaskOrder order, UserTask last)
    {
        var on = order == TaskOrder.DueOn ? last.DueOn : last.ModifiedOn;
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{on.Ticks}.{last.Id:N}")));
    }

    private static TaskCursor? Cursor(string text) =>
        Base64Url.IsValid(text)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [var on, var id]
        && long.TryParse(on, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks < DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var taskId)
            ? new TaskCursor(new DateTime(ticks, DateTimeKind.Utc), taskId)
            : null;

    private static Failure NoMoment(string member) =>
        Unfit(member, $"'{member}' is a date and time such as 2026-12-01T10:00:00Z.");

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };
}
