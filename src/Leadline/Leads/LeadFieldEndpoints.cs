using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>
/// Lead fields in Leadline's own API, and the one thing that no other API can do: say what identifies a lead.
/// </summary>
internal sealed class LeadFieldEndpoints(FieldOperations fields, UniqueFields uniqueFields)
{
    public async Task<Failure?> List(Call call)
    {
        var catalog = (await fields.Get(call.Caller.AccountId)).Lead;
        return call.Answer(new LeadFieldsResponse(catalog.Fields.Responses()), OwnJson.Default.LeadFieldsResponse);
    }

    public async Task<Failure?> MarkUnique(Call call) =>
        Answer(call, await uniqueFields.Mark(call.Caller, call.Route("schemaName")));

    public async Task<Failure?> UnmarkUnique(Call call) =>
        Answer(call, await uniqueFields.Unmark(call.Caller, call.Route("schemaName")));

    private static Failure? Answer(Call call, Result<FieldDefinition> field) =>
        call.Answer(field, FieldResponses.Response, OwnJson.Default.FieldResponse);
}
