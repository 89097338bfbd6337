using System.Globalization;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Making, changing, completing and deleting tasks as LeadSquared's <c>Task.svc</c> does (core §4).</summary>
internal sealed class LeadSquaredTaskEndpoints(TaskOperations tasks, StatusCalls reports)
{
    private const int MostRows = 50;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<TaskBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var made = await tasks.Write(call.Caller, call.Transaction, LeadSquaredTaskInput.New(body.Value));
        return made.Failure is { } failure
            ? LeadSquaredTaskInput.InWireTerms(failure)
            : call.Answer(
                new SuccessResponse<IdMessage>(new(made.Value.Id.ToString())),
                LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<TaskBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return string.IsNullOrWhiteSpace(body.Value.UserTaskId)
            ? new Failure(ErrorCode.MissingAttribute, "'UserTaskId' is mandatory for updating task")
            : await Change(call, LeadSquaredTaskInput.Change(body.Value));
    }

    /// <summary>Clients call it by GET and by POST, and one calls it MarkAsComplete (clients.md).</summary>
    public Task<Failure?> Complete(Call call)
    {
        var id = call.QueryId("id") ?? call.QueryId("taskId") ?? call.QueryId("userTaskId") ?? Guid.Empty;
        return Change(call, new TaskWrite(id, new TaskInput { IsCompleted = true }));
    }

    /// <summary>
    /// The document shows no answer: one row for each row, beside what BulkUpdateAppointmentTime answers with.
    /// </summary>
    public async Task<Failure?> CreateMany(Call call)
    {
        var body = call.Read<BulkTasksBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return await reports.Report(
            call,
            body.Value.StatusWebhookURL,
            within => WriteMany(within, nameof(body.Value.TaskList), body.Value.TaskList, LeadSquaredTaskInput.New));
    }

    public async Task<Failure?> MoveAppointments(Call call)
    {
        var body = call.Read<AppointmentTimesBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return await reports.Report(
            call,
            body.Value.StatusWebhookURL,
            within => WriteMany(within, nameof(body.Value.TaskList), body.Value.TaskList, LeadSquaredTaskInput.Move));
    }

    /// <summary>Done when the answer is sent, where the original does it later.</summary>
    public async Task<Failure?> Delete(Call call)
    {
        var body = call.Read<DeleteTasksBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.TaskIds is not { Count: > 0 } named)
            return Failure.InvalidParameter(nameof(body.Value.TaskIds));
        if (named.Count > TaskOperations.MostDeleted)
            return Failure.InvalidParameter($"You can not pass more than {TaskOperations.MostDeleted} tasks.");
        var ids = named.Where(name => Guid.TryParse(name, out _)).Select(Guid.Parse).ToHashSet();
        return await reports.Report(call, body.Value.StatusWebhookURL, within => Delete(within, named.Count, ids));
    }

    private async Task<Failure?> Delete(Call call, int named, HashSet<Guid> ids)
    {
        var deleted = await tasks.Delete(call.Caller, call.Transaction, ids);
        var missing = named - deleted;
        return call.Answer(
            new TasksDeletedResponse(
                "Success",
                "Bulk Delete Tasks",
                named,
                deleted,
                missing == 0 ? null : $"{missing} task(s) do not exist."),
            LeadSquaredJson.Default.TasksDeletedResponse);
    }

    private async Task<Failure?> Change(Call call, TaskWrite write)
    {
        var changed = await tasks.Write(call.Caller, call.Transaction, write);
        return changed.Failure is { } failure
            ? LeadSquaredTaskInput.InWireTerms(failure)
            : call.Answer(
                new SuccessResponse<TaskChangedMessage>(new(AffectedRows: 1, changed.Value.Number)),
                LeadSquaredJson.Default.SuccessResponseTaskChangedMessage);
    }

    private async Task<Failure?> WriteMany<T>(Call call, string member, List<T>? rows, Func<T, TaskWrite> read)
    {
        if (rows is not { Count: > 0 })
            return Failure.InvalidParameter(member);
        if (rows.Count > MostRows)
            return Failure.InvalidParameter($"You can not pass more than {MostRows} tasks.");
        var number = await tasks.NumberCall(call.Caller);
        var outcomes = await tasks.WriteAll(call.Caller, call.Transaction, rows.ConvertAll(row => read(row)));
        return call.Answer(
            new BulkTasksResponse(
                "Success",
                new BulkTasksMessage(
                    number.ToString(CultureInfo.InvariantCulture), outcomes.All(outcome => outcome.Failure is null)),
                [.. outcomes.Select((outcome, row) => Row(row + 1, outcome))]),
            LeadSquaredJson.Default.BulkTasksResponse);
    }

    private static BulkTaskRow Row(int number, Result<UserTask> outcome) =>
        outcome.Failure is { } refused && LeadSquaredTaskInput.InWireTerms(refused) is var failure
            ? new BulkTaskRow(
                number, IsSuccessful: false, null, SurfaceErrors.LeadSquaredType(failure.Code), failure.Message)
            : new BulkTaskRow(number, IsSuccessful: true, outcome.Value.Id, null, null);
}
