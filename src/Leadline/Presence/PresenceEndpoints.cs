using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Presence;

/// <summary>Who looks at a record, in Leadline's own API.</summary>
internal sealed class PresenceEndpoints(PresenceOperations presence)
{
    /// <summary>To be sent again each 20 seconds; who is not heard of for 40 is gone.</summary>
    public async Task<Failure?> Put(Call call)
    {
        var body = call.ReadStrictly<PresenceRequest>();
        return body.Failure ?? Answer(call, await presence.Put(
            call.Caller, body.Value.Record, body.Value.State, body.Value.Tab, call.Cancelled));
    }

    public async Task<Failure?> Get(Call call) =>
        Answer(call, await presence.At(call.Caller, call.Query("record"), call.Cancelled));

    private static Failure? Answer(Call call, Result<IReadOnlyList<Onlooker>> people) => call.Answer(
        people,
        found => new PresencesResponse(
        [
            .. found.Select(one => new PresenceResponse(
                one.UserId, one.Name, PresenceStates.Word(one.State), one.Since, one.Until)),
        ]),
        OwnJson.Default.PresencesResponse);
}
