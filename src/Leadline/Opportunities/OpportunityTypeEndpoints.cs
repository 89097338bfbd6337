using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Opportunity types in Leadline's own API: no other API can make or change them.</summary>
internal sealed class OpportunityTypeEndpoints(OpportunityTypeOperations types)
{
    public async Task<Failure?> List(Call call)
    {
        var all = await types.All(call.Caller.AccountId);
        return call.Answer(
            new OpportunityTypesResponse([.. all.Select(Response)]), OwnJson.Default.OpportunityTypesResponse);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await types.Find(call.Caller.AccountId, Code(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<OpportunityTypeBody>();
        return body.Failure ?? Answer(call, await types.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<OpportunityTypeBody>();
        return body.Failure ?? Answer(call, await types.Update(call.Caller, call.Transaction, Code(call), body.Value));
    }

    private static int Code(Call call) => int.TryParse(call.Route("code"), out var code) ? code : 0;

    private static Failure? Answer(Call call, Result<OpportunityType> type) =>
        call.Answer(type, Response, OwnJson.Default.OpportunityTypeResponse);

    private static OpportunityTypeResponse Response(OpportunityType type)
    {
        var definition = type.Definition;
        return new OpportunityTypeResponse(
            type.Type.EventCode,
            type.Type.Name,
            type.Type.DisplayName,
            type.PluralName,
            type.Type.Description,
            type.Type.CanDelete,
            definition.Status.Options,
            definition.Fields.Find(OpportunityFieldNames.Stage)?.Options ?? [],
            RequireComment: definition.RequiredComment is not null,
            [.. definition.DuplicateRule.Select(field => field.SchemaName)],
            definition.Fields.Fields.Responses());
    }
}
