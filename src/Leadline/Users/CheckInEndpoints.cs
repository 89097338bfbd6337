using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>When users come and leave, in Leadline's own API.</summary>
internal sealed class CheckInEndpoints(CheckInOperations checkIns)
{
    private const int MostListed = 200;

    private static readonly Failure BadKind = new(ErrorCode.InvalidOption, "'kind' is in or out.") { Field = "kind" };

    public async Task<Failure?> Record(Call call)
    {
        var body = call.Read<CheckInRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (request.Kind is not ("in" or "out"))
            return BadKind;
        var said = new CheckIn
        {
            UserId = call.Caller.User.Id,
            IsIn = request.Kind == "in",
            Source = request.Source ?? "",
            Location = request.Location,
            Latitude = request.Latitude,
            Longitude = request.Longitude,
            Address = call.Http.Connection.RemoteIpAddress?.ToString(),
        };
        return call.Answer(
            await checkIns.Record(call.Caller, call.Transaction, said, request.Availability),
            Response,
            OwnJson.Default.CheckInResponse);
    }

    /// <summary><c>GET users/{user}/check-ins?before=&amp;limit=</c>: the newest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        if (UserEndpoints.Named(call) is not { } user)
            return UserRules.Unknown;
        var found = await checkIns.History(
            call.Caller.AccountId,
            [user.Id],
            from: null,
            to: null,
            call.QueryId("before"),
            call.QueryLimit(MostListed));
        return call.Answer(new CheckInsResponse([.. found.Select(Response)]), OwnJson.Default.CheckInsResponse);
    }

    private static CheckInResponse Response(CheckIn one) => new(
        one.Id,
        one.UserId,
        one.IsIn ? "in" : "out",
        one.OccurredOn,
        one.Source,
        one.Location,
        one.Latitude,
        one.Longitude,
        one.Availability);
}
