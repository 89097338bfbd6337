using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>
/// Lead fields in Leadline's own API, and the one thing that no other API can do: say what identifies a lead.
/// </summary>
internal sealed class LeadFieldEndpoints(
    FieldOperations fields, LeadFieldOperations leadFields, UniqueFields uniqueFields)
{
    public async Task<Failure?> List(Call call)
    {
        var catalog = (await fields.Get(call.Caller.AccountId)).Lead;
        return call.Answer(new LeadFieldsResponse(catalog.Fields.Responses()), OwnJson.Default.LeadFieldsResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<FieldBody>();
        return body.Failure ?? Answer(call, await leadFields.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<FieldBody>();
        return body.Failure
            ?? Answer(
                call, await leadFields.Change(call.Caller, call.Transaction, call.Route("schemaName"), body.Value));
    }

    public async Task<Failure?> MarkUnique(Call call) =>
        Answer(call, await uniqueFields.Mark(call.Caller, call.Route("schemaName")));

    public async Task<Failure?> UnmarkUnique(Call call) =>
        Answer(call, await uniqueFields.Unmark(call.Caller, call.Route("schemaName")));

    private static Failure? Answer(Call call, Result<FieldDefinition> field) =>
        call.Answer(field, FieldResponses.Response, OwnJson.Default.FieldResponse);
}
