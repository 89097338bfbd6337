using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.SavedViews;

/// <summary>Saved views in Leadline's own API.</summary>
internal sealed class SavedViewEndpoints(SavedViewOperations views)
{
    /// <summary><c>GET saved-views?list=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var found = await views.List(call.Caller, call.Query("list"), call.Cancelled);
        return call.Answer(
            new SavedViewsResponse([.. found.Select(view => Response(call, view))]),
            OwnJson.Default.SavedViewsResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<SavedViewRequest>();
        return body.Failure ?? Answer(call, await views.Create(call.Caller, call.Transaction, Change(body.Value)));
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await views.Find(call.Caller, Id(call), call.Cancelled));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.ReadStrictly<SavedViewRequest>();
        return body.Failure ?? Answer(call, await views.Update(
            call.Caller,
            call.Transaction,
            Id(call),
            Change(body.Value) with { ExpectedVersion = IfMatch.Version(call) }));
    }

    public async Task<Failure?> Place(Call call)
    {
        var body = call.ReadStrictly<SavedViewPlaceRequest>();
        return body.Failure ?? Answer(call, await views.Place(
            call.Caller, call.Transaction, Id(call), body.Value.IsPinned, body.Value.Position));
    }

    public async Task<Failure?> Delete(Call call) =>
        await views.Delete(call.Caller, call.Transaction, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static Guid? Id(Call call) => call.RouteId("view");

    private static SavedViewChange Change(SavedViewRequest request) => new()
    {
        List = request.List,
        Name = request.Name,
        Filter = request.Filter?.GetRawText(),
        Sort = request.Sort,
        Columns = request.Columns is { } columns ? [.. columns] : null,
        Layout = request.Layout,
        Sharing = request.SharedWith is { } with
            ? (with.Everyone, [.. with.Users.Distinct()], [.. with.Groups.Distinct()])
            : null,
        IsPinned = request.IsPinned,
        Position = request.Position,
    };

    private static Failure? Answer(Call call, Result<SavedView> view)
    {
        if (view.Failure is null)
            IfMatch.Tell(call, view.Value.Version);
        return call.Answer(view, one => Response(call, one), OwnJson.Default.SavedViewResponse);
    }

    private static SavedViewResponse Response(Call call, SavedView view) => new(
        view.Id,
        view.List,
        view.Name,
        view.Filter is { } filter ? JsonSerializer.Deserialize<JsonElement>(filter) : null,
        view.Sort,
        view.Columns,
        view.Layout,
        new SharedWith { Everyone = view.IsForAll, Users = [.. view.Users], Groups = [.. view.Groups] },
        view.OwnerId,
        call.Caller.Account.Users.GetValueOrDefault(view.OwnerId)?.Name,
        view.OwnerId == call.Caller.User.Id,
        SavedViewOperations.MayChange(call.Caller, view),
        view.IsPinned,
        view.Position,
        view.Version,
        view.CreatedOn,
        view.ModifiedOn);
}
