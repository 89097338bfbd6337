using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Activity types in Leadline's own API.</summary>
internal sealed class ActivityTypeEndpoints(ActivityTypeOperations types, FieldOperations fields)
{
    public async Task<Failure?> List(Call call)
    {
        var definitions = await fields.Get(call.Caller.AccountId);
        var all = (await types.Get(call.Caller.AccountId)).Listed.Where(type => !type.IsOpportunity);
        return call.Answer(
            new ActivityTypesResponse([.. all.Select(type => Response(type, definitions))]),
            OwnJson.Default.ActivityTypesResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        (await types.Get(call.Caller.AccountId)).Find(Code(call)) is { IsOpportunity: false, IsInternal: false } type
            ? await Answer(call, type)
            : ActivityRules.UnknownType;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<ActivityTypeBody>();
        return body.Failure ?? await Answer(call, await types.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<ActivityTypeBody>();
        return body.Failure
            ?? await Answer(call, await types.Update(call.Caller, call.Transaction, Code(call), body.Value));
    }

    private static int Code(Call call) => int.TryParse(call.Route("code"), out var code) ? code : 0;

    /// <summary>The fields as this call's own transaction left them.</summary>
    private async Task<Failure?> Answer(Call call, Result<ActivityType> type)
    {
        if (type.Failure is { } failure)
            return failure;
        var definitions = call.Transaction is { } within
            ? await fields.Load(within, call.Caller.AccountId)
            : await fields.Get(call.Caller.AccountId);
        return call.Answer(Response(type.Value, definitions), OwnJson.Default.ActivityTypeResponse);
    }

    private static ActivityTypeResponse Response(ActivityType type, AccountFields definitions) => new(
        type.EventCode,
        type.Name,
        type.Description,
        type.DirectionName.ToLowerInvariant(),
        type.Score,
        type.CanDelete,
        type.IsSystem,
        definitions.OfActivity(type.EventCode).Fields.Responses());
}
