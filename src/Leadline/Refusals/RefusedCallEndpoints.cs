using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Refusals;

/// <summary>Refused calls in Leadline's own API.</summary>
internal sealed class RefusedCallEndpoints(RefusedCallOperations refusals)
{
    private const int MostListed = 100;

    /// <summary><c>GET refused-calls?before=&amp;limit=</c>: those before the id, at most 100 at a time.</summary>
    public async Task<Failure?> List(Call call)
    {
        return call.Answer(
            await refusals.List(call.Caller, call.QueryId("before"), call.QueryLimit(MostListed)),
            calls => new RefusedCallsResponse([.. calls.Select(one => Response(call, one))]),
            OwnJson.Default.RefusedCallsResponse);
    }

    private static RefusedCallResponse Response(Call call, RefusedCall refused) => new(
        refused.Id,
        refused.RefusedOn,
        refused.RequestId,
        refused.Method,
        refused.Route,
        refused.Status,
        refused.Code,
        refused.Reason,
        refused.UserId is { } id ? call.Caller.Account.Users.GetValueOrDefault(id)?.Email : null,
        refused.Address);
}
