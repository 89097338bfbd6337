using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Webhooks;

/// <summary>Webhooks in Leadline's own API.</summary>
internal sealed class WebhookEndpoints(WebhookOperations webhooks)
{
    private const int MostDeliveries = 100;
    private const int Success = 200;

    private static readonly Failure NoMoment = new(
        ErrorCode.MissingAttribute, "'from' is missing: the moment from which on it is to be told again.");

    public async Task<Failure?> List(Call call) => call.Answer(
        await webhooks.All(call.Caller),
        all => new OwnWebhooksResponse([.. all.Select(Response)]),
        OwnJson.Default.OwnWebhooksResponse);

    public async Task<Failure?> Get(Call call) => Answer(call, await webhooks.Find(call.Caller, Id(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<WebhookRequest>();
        return body.Failure ?? Answer(
            call,
            await webhooks.Create(call.Caller, call.Transaction, empty => WebhookInput.Fill(empty, body.Value)));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.ReadStrictly<WebhookRequest>();
        return body.Failure ?? Answer(
            call,
            await webhooks.Change(
                call.Caller,
                call.Transaction,
                Id(call),
                IfMatch.Version(call),
                before => WebhookInput.Fill(before, body.Value)));
    }

    public async Task<Failure?> Remove(Call call) =>
        await webhooks.Remove(call.Caller, call.Transaction, Id(call)) ?? Done(call);

    public async Task<Failure?> Test(Call call) => call.Answer(
        await webhooks.Test(call.Caller, Id(call), call.Cancelled), Response, OwnJson.Default.WebhookTestResponse);

    public async Task<Failure?> Replay(Call call)
    {
        var body = call.ReadStrictly<WebhookReplayRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return body.Value.From is not { } from
            ? NoMoment
            : await webhooks.Replay(call.Caller, call.Transaction, Id(call), from.UtcDateTime) ?? Done(call);
    }

    /// <summary><c>GET webhooks/{webhook}/deliveries?before=&amp;failed=&amp;limit=</c></summary>
    public async Task<Failure?> Deliveries(Call call) => call.Answer(
        await webhooks.Deliveries(
            call.Caller,
            Id(call),
            call.QueryId("before"),
            bool.TryParse(call.Query("failed"), out var onlyFailed) && onlyFailed,
            call.QueryLimit(MostDeliveries)),
        all => new WebhookDeliveriesResponse([.. all.Select(Response)]),
        OwnJson.Default.WebhookDeliveriesResponse);

    public async Task<Failure?> Resend(Call call) => call.Answer(
        await webhooks.Resend(call.Caller, Id(call), call.RouteId("delivery") ?? Guid.Empty, call.Cancelled),
        Response,
        OwnJson.Default.WebhookDeliveryResponse);

    private Failure? Answer(Call call, Result<Webhook> webhook)
    {
        if (webhook.Failure is null)
            IfMatch.Tell(call, webhook.Value.Version);
        return call.Answer(webhook, Response, OwnJson.Default.OwnWebhookResponse);
    }

    private static Failure? Done(Call call) => call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private OwnWebhookResponse Response(Webhook webhook) => new(
        webhook.Id,
        webhook.Url,
        webhook.Description,
        webhook.Kinds,
        WireEvent.Find(webhook.WireEvent)?.Code,
        webhook.Field,
        webhook.ActivityCode,
        webhook.ContentType,
        webhook.Headers.GroupBy(header => header.Key)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Select(one => one.Value))),
        webhook.NotifyOnFailure,
        webhook.Status == WebhookStatus.On,
        webhook.StatusReason,
        webhook.Failures,
        webhook is { Status: WebhookStatus.On, Failures: > 0 } ? webhook.DueOn : null,
        webhooks.SecretOf(webhook),
        webhook.CreatedOn,
        webhook.ModifiedOn,
        webhook.Version);

    private static WebhookTestResponse Response(OutboundAnswer answer) => new(
        answer.Status == Success, answer.Status, answer.Problem, answer.Text, (int)answer.Took.TotalMilliseconds);

    private static WebhookDeliveryResponse Response(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.EventId,
        delivery.Kind,
        delivery.LeadId,
        delivery.Attempt,
        delivery.SentOn,
        delivery.Milliseconds,
        delivery.Status,
        delivery.Problem,
        delivery.Answer,
        delivery.Body,
        delivery.IsGivenUp);

    private static Guid Id(Call call) => call.RouteId("webhook") ?? Guid.Empty;
}
