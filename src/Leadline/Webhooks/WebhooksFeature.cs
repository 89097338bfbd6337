using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Events;
using Leadline.Platform.Http;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Webhooks;

/// <summary>Whoever outside wants to know what happens: called, or reading the log.</summary>
internal static class WebhooksFeature
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<EventLogStore>();
        services.AddSingleton(provider => new OutboundHttp(new PublicNetworks(
            provider.GetRequiredService<ServerOptions>().WebhookNetworks.Select(AddressRules.Parse))));
        services.AddSingleton<EventFeed>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<EventStreamAnswer>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookBodies>();
        services.AddSingleton<WebhookNotices>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookDeliveryStore>();
        services.AddSingleton<WebhookOperations>();
        services.AddHostedService<WebhookWorker>();
        services.AddSingleton<WebhookSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSweep>());
    }

    public static void MapWebhooks(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var wire = routes.Create<LeadSquaredWebhookEndpoints>();
        v2.Post("Webhook.svc/Create", wire.Create)
            .Describe("Has events told to an address", typeof(WebhookBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("Webhook.svc/Update", wire.Update)
            .Describe("Replaces a webhook's settings", typeof(WebhookBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("Webhook.svc/Retrieve", wire.Retrieve)
            .Describe("Webhooks by event, status or text", typeof(WebhookSearchBody))
            .Answers<WebhooksResponse>();
        v2.Get("Webhook.svc/Delete", wire.Delete)
            .Describe("Removes a webhook", null, "webhookId")
            .Answers<StatusResponse>();

        var own = routes.Leadline;
        var webhooks = routes.Create<WebhookEndpoints>();
        own.Get("webhooks", webhooks.List).Describe("The account's webhooks").Answers<OwnWebhooksResponse>();
        own.Post("webhooks", webhooks.Create)
            .Describe("Has events told to an address from now on", typeof(WebhookRequest))
            .Answers<OwnWebhookResponse>();
        own.Get("webhooks/{webhook}", webhooks.Get)
            .Describe("A webhook, and how it fares")
            .Answers<OwnWebhookResponse>();
        own.Patch("webhooks/{webhook}", webhooks.Change)
            .Describe("Changes what is sent of a webhook, and switches it on or off", typeof(WebhookRequest))
            .Answers<OwnWebhookResponse>();
        own.Delete("webhooks/{webhook}", webhooks.Remove)
            .Describe("Removes a webhook and the record of its deliveries")
            .Answers<DoneResponse>();
        own.Post("webhooks/{webhook}/test", webhooks.Test)
            .Describe("Calls a webhook at once with a body that says it is a test")
            .Answers<WebhookTestResponse>();
        own.Post("webhooks/{webhook}/replay", webhooks.Replay)
            .Describe("Tells a webhook again of all that has happened since a moment", typeof(WebhookReplayRequest))
            .Answers<DoneResponse>();
        own.Get("webhooks/{webhook}/deliveries", webhooks.Deliveries)
            .Describe(
                "What was sent and answered, the newest first: the last 10,000, for seven days",
                null, "before", "failed", "limit")
            .Answers<WebhookDeliveriesResponse>();
        own.Post("webhooks/{webhook}/deliveries/{delivery}/resend", webhooks.Resend)
            .Describe("Sends what was sent once more, at once")
            .Answers<WebhookDeliveryResponse>();
        own.Get("events", routes.Create<EventEndpoints>().List)
            .Describe(
                "What has happened, in order, behind a place in the log; with Accept: text/event-stream, what goes on "
                    + "to happen, as server-sent events",
                null, "after", "kinds", "limit")
            .Answers<EventsResponse>();
    }
}
