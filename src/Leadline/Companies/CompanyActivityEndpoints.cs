using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Companies;

/// <summary>What happens with companies, in Leadline's own API.</summary>
internal sealed class CompanyActivityEndpoints(
    CompanyActivityOperations activities, CompanyReadOperations companies)
{
    private const int MostListed = 200;

    public async Task<Failure?> Types(Call call) => call.Answer(
        new CompanyActivityTypesResponse([.. (await activities.Types(call.Caller)).Select(Response)]),
        OwnJson.Default.CompanyActivityTypesResponse);

    public async Task<Failure?> AddType(Call call)
    {
        var body = call.Read<CompanyTypeRequest>();
        return body.Failure ?? call.Answer(
            await activities.AddType(call.Caller, call.Transaction, body.Value.Name),
            Response,
            OwnJson.Default.CompanyActivityTypeResponse);
    }

    /// <summary>
    /// <c>GET companies/{company}/activities?after=&amp;limit=</c>: the newest first; after is how many to pass over.
    /// </summary>
    public async Task<Failure?> List(Call call)
    {
        if (!Guid.TryParse(call.Route("company"), out var id) || await companies.Find(call.Caller, id) is null)
            return CompanyRules.Unknown;
        var skip = long.TryParse(call.Query("after"), out var after) && after > 0 ? after : 0;
        var most = call.QueryLimit(MostListed);
        var (total, page) = await activities.Between(call.Caller, id, from: null, to: null, skip, most);
        return call.Answer(
            new CompanyActivitiesResponse(
                [.. page.Select(Response)], skip + page.Count < total ? skip + page.Count : null),
            OwnJson.Default.CompanyActivitiesResponse);
    }

    public async Task<Failure?> Post(Call call)
    {
        var body = call.Read<CompanyActivityRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(call.Route("company"), out var id))
            return CompanyRules.Unknown;
        DateTime? on = null;
        if (body.Value.ActivityOn is { Length: > 0 } sent)
        {
            if (!FieldDates.TryReadMoment(sent, out var moment))
                return new Failure(ErrorCode.InvalidInput, "'activityOn' is a date and time.") { Field = "activityOn" };
            on = moment.UtcDateTime;
        }

        return call.Answer(
            await activities.Post(
                call.Caller, call.Transaction, id, body.Value.Type, body.Value.Note, on, body.Value.Fields ?? []),
            Response,
            OwnJson.Default.CompanyActivityResponse);
    }

    private static CompanyActivityTypeResponse Response(CompanyActivityType type) => new(type.Code, type.Name);

    private static CompanyActivityResponse Response(CompanyActivity activity) => new(
        activity.Id,
        activity.CompanyId,
        activity.EventCode,
        activity.TypeName,
        activity.Note,
        activity.Fields,
        activity.ActivityOn,
        activity.CreatedBy,
        activity.CreatedOn,
        activity.ModifiedOn);
}
