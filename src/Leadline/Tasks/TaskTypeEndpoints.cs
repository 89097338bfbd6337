using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Task types in Leadline's own API.</summary>
internal sealed class TaskTypeEndpoints(TaskTypeOperations types, FieldOperations fields)
{
    public async Task<Failure?> List(Call call)
    {
        var definitions = await fields.Get(call.Caller.AccountId);
        var catalog = await types.Get(call.Caller.AccountId);
        return call.Answer(
            new TaskTypesResponse([.. catalog.Types.Select(type => Response(type, definitions))]),
            OwnJson.Default.TaskTypesResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        (await types.Get(call.Caller.AccountId)).Find(IdOf(call)) is { } type
            ? await Answer(call, type)
            : TaskTypeOperations.Unknown;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<TaskTypeRequest>();
        return body.Failure ?? await Answer(call, await types.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<TaskTypeRequest>();
        return body.Failure
            ?? await Answer(call, await types.Update(call.Caller, call.Transaction, IdOf(call), body.Value));
    }

    public async Task<Failure?> Delete(Call call) =>
        await types.Remove(call.Caller, call.Transaction, IdOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static Guid IdOf(Call call) => call.RouteId("taskType") ?? Guid.Empty;

    /// <summary>The fields as this call's own transaction left them.</summary>
    private async Task<Failure?> Answer(Call call, Result<TaskType> type)
    {
        if (type.Failure is { } failure)
            return failure;
        var definitions = call.Transaction is { } within
            ? await fields.Load(within, call.Caller.AccountId)
            : await fields.Get(call.Caller.AccountId);
        return call.Answer(Response(type.Value, definitions), OwnJson.Default.TaskTypeResponse);
    }

    private static TaskTypeResponse Response(TaskType type, AccountFields definitions) => new(
        type.Id,
        type.Name,
        TaskCategories.Name(type.Category),
        type.Description,
        type.Color,
        type.Minutes,
        type.IsStandard,
        definitions.Catalog(type.FieldOwner).Fields.Responses());
}
