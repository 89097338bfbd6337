using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Notifications;

/// <summary>The caller's notifications in Leadline's own API.</summary>
internal sealed class NotificationEndpoints(NotificationOperations notifications)
{
    private const int MostListed = 100;

    /// <summary><c>GET notifications?unread=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var page = await notifications.Page(
            call.Caller,
            call.Query("unread") is "true" or "1",
            call.QueryId("after"),
            call.QueryLimit(MostListed),
            call.Cancelled);
        return call.Answer(
            new NotificationsResponse([.. page.Found.Select(one => Response(call, one))], page.Unread, page.Next),
            OwnJson.Default.NotificationsResponse);
    }

    public async Task<Failure?> Read(Call call)
    {
        var body = call.ReadStrictly<ReadNotificationsRequest>();
        return body.Failure ?? call.Answer(
            await notifications.Read(
                call.Caller, body.Value.Ids, body.Value.Record, body.Value.All == true, call.Cancelled),
            unread => new UnreadResponse(unread),
            OwnJson.Default.UnreadResponse);
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<NotificationRequest>();
        return body.Failure ?? call.Answer(
            await notifications.Change(
                call.Caller, Id(call), body.Value.IsRead, body.Value.IsPinned, call.Cancelled),
            one => Response(call, one),
            OwnJson.Default.NotificationResponse);
    }

    public async Task<Failure?> Remove(Call call) =>
        await notifications.Remove(call.Caller, Id(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Clear(Call call) => call.Answer(
        new UnreadResponse(await notifications.Clear(call.Caller)), OwnJson.Default.UnreadResponse);

    private static Guid? Id(Call call) => call.RouteId("notification");

    private static NotificationResponse Response(Call call, NamedNotification named) => new(
        named.One.Id,
        named.One.Kind,
        named.One.Record.ToString(),
        named.Record?.Number,
        named.Record?.LeadId,
        named.Title,
        named.One.By,
        named.One.By is { } by ? call.Caller.Account.Users.GetValueOrDefault(by)?.Name : null,
        named.One.OccurredOn,
        named.One.IsRead,
        named.One.IsPinned);
}
