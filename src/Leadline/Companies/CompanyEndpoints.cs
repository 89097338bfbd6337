using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Companies;

/// <summary>Companies in Leadline's own API.</summary>
internal sealed class CompanyEndpoints(CompanyOperations companies, CompanyReadOperations reads)
{
    private const int MostListed = 200;

    /// <summary><c>GET companies?type=&amp;words=&amp;after=&amp;limit=</c>: the oldest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        var types = await reads.Types(call.Caller);
        var query = reads.Query(call.Caller, await reads.Columns(call.Caller));
        if (call.Query("type") is { } name)
        {
            var type = types.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (type is null)
                return CompanyRules.UnknownType;
            query.OfType(type.Id);
        }

        if (call.Query("words") is { } words)
            query.WithWords(words);
        if (call.QueryId("after") is { } after)
            query.After(after);
        var most = call.QueryLimit(MostListed);
        if (query.Page(sortBy: null, isDescending: false, skip: 0, most + 1) is { } refusal)
            return refusal;
        var found = await reads.Page(query);
        return call.Answer(
            new Protocol.Own.CompaniesResponse(
                [.. found.Take(most).Select(company => Response(company, types, leads: null))],
                found.Count > most ? found[most - 1].Id : null),
            OwnJson.Default.CompaniesResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        Guid.TryParse(call.Route("company"), out var id) && await reads.Find(call.Caller, id) is { } company
            ? await Answer(call, company)
            : CompanyRules.Unknown;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CompanyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(body.Value.Type))
            return new Failure(ErrorCode.MissingAttribute, "'type' is mandatory.") { Field = "type" };
        return await Answer(
            call,
            await companies.Create(call.Caller, call.Transaction, body.Value.Type, Properties(body.Value)));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<CompanyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(call.Route("company"), out var id))
            return CompanyRules.Unknown;
        return await Answer(call, await companies.Update(
            call.Caller, call.Transaction, id, Properties(body.Value), body.Value.Type, IfMatch.Version(call)));
    }

    /// <summary><c>DELETE companies/{company}?withLeads=</c>: with true, the company's leads go, too.</summary>
    public async Task<Failure?> Delete(Call call)
    {
        if (!Guid.TryParse(call.Route("company"), out var id))
            return CompanyRules.Unknown;
        return await companies.Delete(
                call.Caller, call.Transaction, id, call.Query("withLeads") is "true" or "1", call.Cancelled)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public Task<Failure?> AddLead(Call call) => Relate(call, isOf: true);

    public Task<Failure?> RemoveLead(Call call) => Relate(call, isOf: false);

    private async Task<Failure?> Relate(Call call, bool isOf)
    {
        if (!Guid.TryParse(call.Route("company"), out var id) || await reads.Find(call.Caller, id) is null)
            return CompanyRules.Unknown;
        if (!Guid.TryParse(call.Route("lead"), out var leadId))
            return new Failure(ErrorCode.UnknownLead, ErrorTexts.UnknownLead);
        return await companies.Relate(call.Caller, leadId, isOf ? id : null, call.Cancelled)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    private async Task<Failure?> Answer(Call call, Result<Company> company)
    {
        if (company.Failure is { } failure)
            return failure;
        IfMatch.Tell(call, company.Value.Version);
        var leads = await reads.LeadCount(call.Caller, company.Value.Id, call.Cancelled);
        return call.Answer(
            Response(company.Value, await reads.Types(call.Caller), leads), OwnJson.Default.CompanyResponse);
    }

    private static List<LeadProperty> Properties(CompanyRequest request) =>
        [.. (request.Fields ?? []).Select(field => new LeadProperty { Attribute = field.Key, Value = field.Value })];

    private static CompanyResponse Response(Company company, IReadOnlyList<CompanyType> types, int? leads) => new(
        company.Id,
        company.Number,
        types.FirstOrDefault(type => type.Id == company.TypeId)?.Name ?? "",
        company.OwnerId,
        company.Values,
        leads,
        company.Version,
        company.CreatedOn,
        company.ModifiedOn,
        company.LastActivityOn);
}
