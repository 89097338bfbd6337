using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Notifications;

/// <summary>What each user is told of: work that is given, answers, mentions, reminders, promises in danger.</summary>
internal static class NotificationsFeature
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationMaker>();
        services.AddSingleton<NotificationRun>();
        services.AddSingleton<NotificationOperations>();
        services.AddHostedService<NotificationWorker>();
    }

    public static void MapNotifications(this SurfaceRoutes routes)
    {
        var (own, notifications) = (routes.Leadline, routes.Create<NotificationEndpoints>());
        own.Get("notifications", notifications.List)
            .Describe("What the caller is told of, the newest first", null, "unread", "after", "limit")
            .Answers<NotificationsResponse>();
        own.Post("notifications/read", notifications.Read)
            .Describe(
                "Marks notifications as read: some, those of a record, or all", typeof(ReadNotificationsRequest))
            .Answers<UnreadResponse>();
        own.Post("notifications/clear", notifications.Clear)
            .Describe("Removes what is read and not pinned")
            .Answers<UnreadResponse>();
        own.Patch("notifications/{notification}", notifications.Change)
            .Describe("Pins a notification, or marks it as read or not", typeof(NotificationRequest))
            .Answers<NotificationResponse>();
        own.Delete("notifications/{notification}", notifications.Remove)
            .Describe("Removes a notification")
            .Answers<DoneResponse>();
    }
}
