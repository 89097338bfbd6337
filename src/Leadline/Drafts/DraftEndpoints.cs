using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Drafts;

/// <summary>Drafts in Leadline's own API, at <c>drafts/{kind}/{record}/{mode}</c>.</summary>
internal sealed class DraftEndpoints(DraftOperations drafts)
{
    public async Task<Failure?> Put(Call call) => Answer(call, await drafts.Keep(
        call.Caller, Key(call), call.Body, IfMatch.Version(call), call.Cancelled));

    public async Task<Failure?> Get(Call call) =>
        Answer(call, await drafts.Find(call.Caller, Key(call), call.Cancelled));

    public async Task<Failure?> Delete(Call call)
    {
        await drafts.Delete(call.Caller, Key(call), call.Cancelled);
        return call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary><c>GET drafts?kind=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var found = await drafts.List(call.Caller, call.Query("kind"), call.Cancelled);
        return call.Answer(
            new DraftsResponse([.. found.Select(one => new KeptDraftResponse(one.Key, one.Version, one.SavedOn))]),
            OwnJson.Default.DraftsResponse);
    }

    private static string Key(Call call) => $"{call.Route("kind")}/{call.Route("record")}/{call.Route("mode")}";

    private static Failure? Answer(Call call, Result<Draft> draft)
    {
        if (draft.Failure is null)
            IfMatch.Tell(call, draft.Value.Version);
        return call.Answer(
            draft,
            one => new DraftResponse(
                one.Key, one.Version, one.SavedOn, JsonSerializer.Deserialize<JsonElement>(one.Content)),
            OwnJson.Default.DraftResponse);
    }
}
