using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.PersonalData;

/// <summary>The data of one person in Leadline's own API.</summary>
internal sealed class PersonalDataEndpoints(PersonalDataOperations data)
{
    private const int MostListed = 100;

    /// <summary><c>POST personal-data/search</c>: no address is ever part of a URL.</summary>
    public async Task<Failure?> Search(Call call)
    {
        var body = call.ReadStrictly<PersonalSearchRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return call.Answer(
            await data.Search(call.Caller, body.Value.EmailOrPhone, call.Cancelled),
            found => new PersonalSearchResponse(
                [.. found.Select(lead => new PersonalHoldingResponse(
                    lead.LeadId, lead.Name, lead.Email, lead.Phone, lead.Counts))],
                Kept(found.SelectMany(lead => lead.Counts.Keys).Distinct().ToDictionary(kind => kind, _ => 1L))),
            OwnJson.Default.PersonalSearchResponse);
    }

    /// <summary><c>POST personal-data/requests</c></summary>
    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<PersonalRequestRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        PersonalRequestKind? kind = body.Value.Kind switch
        {
            "export" => PersonalRequestKind.Export,
            "erase" => PersonalRequestKind.Erase,
            _ => null,
        };
        return Answer(
            call, await data.Add(call.Caller, call.Transaction, kind, body.Value.LeadIds, body.Value.Reason));
    }

    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        return call.Answer(
            await data.List(call.Caller, call.QueryId("after"), most),
            found => new PersonalRequestsResponse(
                [.. found.Select(request => Response(call, request))],
                found.Count == most ? found[^1].RequestId : null),
            OwnJson.Default.PersonalRequestsResponse);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await data.Find(call.Caller, call.RouteId("request")));

    /// <summary><c>GET personal-data/requests/{request}/file</c></summary>
    public async Task<Failure?> File(Call call)
    {
        var found = await data.FindFile(call.Caller, call.RouteId("request"));
        if (found.Failure is { } failure)
            return failure;
        var request = found.Value;
        call.File = new FileAnswer(
            $"personal-data-{request.RequestId}.zip", "application/zip", request.Bytes!.Value,
            (body, cancellation) => data.Send(request, body, cancellation));
        return null;
    }

    private Failure? Answer(Call call, Result<PersonalRequest> request) =>
        call.Answer(request, found => Response(call, found), OwnJson.Default.PersonalRequestResponse);

    private PersonalRequestResponse Response(Call call, PersonalRequest request)
    {
        var held = request.Held is { } json ? JsonSerializer.Deserialize<Dictionary<string, long>>(json) : null;
        return new PersonalRequestResponse(
            request.RequestId,
            Name(request.Kind),
            Name(request.State),
            request.Progress,
            request.LeadIds,
            request.Reason,
            request.UserId,
            call.Caller.Account.Users.GetValueOrDefault(request.UserId)?.Email,
            request.CreatedOn,
            request.FinishedOn,
            request.Failure,
            held,
            request.Kind == PersonalRequestKind.Erase && held is not null ? Kept(held) : [],
            data.HasFile(request) ? request.Bytes : null,
            data.HasFile(request) ? request.FileUntil : null);
    }

    private static List<KeptDataResponse> Kept(IReadOnlyDictionary<string, long> counts) =>
        [.. KeptData.Of(counts).Select(kept => new KeptDataResponse(kept.Code, kept.Text))];

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
