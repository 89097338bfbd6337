using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Telephony;

/// <summary>Calls that ring, in Leadline's own API.</summary>
internal sealed class CallPopupEndpoints(CallPopupOperations popups)
{
    private const int MostListed = 100;

    /// <summary><c>GET call-popups?after=&amp;limit=</c>: what the caller is to be shown, the oldest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        var found = await popups.List(call.Caller, call.QueryId("after"), call.QueryLimit(MostListed));
        return call.Answer(new CallPopupsResponse([.. found.Select(Response)]), OwnJson.Default.CallPopupsResponse);
    }

    private static CallPopupResponse Response(CallPopup popup) => new(
        popup.Id,
        popup.LeadId,
        popup.Direction.ToLowerInvariant(),
        popup.SourceNumber,
        popup.DestinationNumber,
        popup.DisplayNumber,
        popup.CallSessionId,
        popup.Tag,
        popup.CreatedOn);
}
