using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Companies;

/// <summary>The kinds of companies and their fields in Leadline's own API.</summary>
internal sealed class CompanyTypeEndpoints(CompanyTypeOperations types, CompanyReadOperations reads)
{
    public async Task<Failure?> List(Call call) => call.Answer(
        new CompanyTypesResponse([.. (await reads.Types(call.Caller)).Select(Response)]),
        OwnJson.Default.CompanyTypesResponse);

    public Task<Failure?> Create(Call call) => Save(call, id: null);

    public Task<Failure?> Rename(Call call) => Save(call, IdOf(call));

    public async Task<Failure?> Delete(Call call) =>
        await types.Delete(call.Caller, call.Transaction, IdOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Fields(Call call) => call.Answer(
        new CompanyFieldsResponse((await types.Fields(call.Caller)).Fields.Responses()),
        OwnJson.Default.CompanyFieldsResponse);

    public async Task<Failure?> AddField(Call call)
    {
        var body = call.Read<FieldBody>();
        return body.Failure ?? call.Answer(
            await types.AddField(call.Caller, call.Transaction, body.Value),
            FieldResponses.Response,
            OwnJson.Default.FieldResponse);
    }

    private async Task<Failure?> Save(Call call, Guid? id)
    {
        var body = call.Read<CompanyTypeRequest>();
        return body.Failure ?? call.Answer(
            await types.Save(call.Caller, call.Transaction, id, body.Value.Name),
            Response,
            OwnJson.Default.CompanyTypeResponse);
    }

    private static CompanyTypeResponse Response(CompanyType type) => new(type.Id, type.Name, type.CreatedOn);

    private static Guid IdOf(Call call) => call.RouteId("id") ?? Guid.Empty;
}
