using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Webhooks;

/// <summary>LeadSquared's <c>Webhook.svc</c> (core §7, §7.1; extended §6.7).</summary>
internal sealed class LeadSquaredWebhookEndpoints(WebhookOperations webhooks)
{
    private const int LargestPage = 100;
    private const int UsualPage = 25;

    private static readonly Failure NoId = new(ErrorCode.MissingArgument, "WebhookId is mandatory.");

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<WebhookBody>();
        return body.Failure ?? Answer(
            call,
            await webhooks.Create(call.Caller, call.Transaction, empty => WebhookInput.Fill(empty, body.Value)));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<WebhookBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(body.Value.WebhookId, out var id))
            return NoId;
        return Answer(
            call,
            await webhooks.Change(
                call.Caller, call.Transaction, id, version: null, before => WebhookInput.Fill(before, body.Value)));
    }

    // A call that changes something by GET (core §7.1).
    public async Task<Failure?> Delete(Call call)
    {
        if (call.QueryId("webhookId") is not { } id)
            return NoId;
        return await webhooks.Remove(call.Caller, call.Transaction, id)
            ?? call.Answer(new StatusResponse(), LeadSquaredJson.Default.StatusResponse);
    }

    /// <summary>A page of the webhooks that meet all conditions; the list is called Response (core §7.2).</summary>
    public async Task<Failure?> Retrieve(Call call)
    {
        var body = call.ReadOrDefault<WebhookSearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var all = await webhooks.All(call.Caller);
        if (all.Failure is { } refusal)
            return refusal;
        var (paging, isDescending) = (body.Value.Paging, body.Value.Sorting?.Direction == "1");
        var found = all.Value.Where(webhook => webhook.WireEvent is not null && Fits(webhook, body.Value.Parameter));
        var sorted = body.Value.Sorting?.ColumnName == nameof(Webhook.CreatedOn)
            ? found.OrderBy(webhook => webhook.CreatedOn)
            : found.OrderBy(webhook => webhook.ModifiedOn);
        Webhook[] ordered = [.. isDescending ? sorted.Reverse() : sorted];
        var size = Math.Clamp(paging?.PageSize ?? UsualPage, 1, LargestPage);
        var skipped = Math.Max(paging?.PageIndex ?? 1, 1) - 1L;
        var page = skipped * size < ordered.Length ? ordered.Skip((int)skipped * size).Take(size) : [];
        return call.Answer(
            new WebhooksResponse(ordered.Length, [.. page.Select(Response)]), LeadSquaredJson.Default.WebhooksResponse);
    }

    private static bool Fits(Webhook webhook, WebhookSearchParameter? asked) =>
        asked is null
        || (asked.Type is null or "" or "Webhook"
            && (string.IsNullOrEmpty(asked.WebhookEvent) || CodeOf(webhook) == asked.WebhookEvent)
            && (asked.StatusCode is not { } status || (int)webhook.Status == status)
            && (string.IsNullOrEmpty(asked.WebhookId)
                || asked.WebhookId.Equals(webhook.Id.ToString(), StringComparison.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(asked.SearchText)
                || webhook.Description.Contains(asked.SearchText, StringComparison.OrdinalIgnoreCase)
                || webhook.Url.Contains(asked.SearchText, StringComparison.OrdinalIgnoreCase)));

    private static string CodeOf(Webhook webhook) => WireEvent.Find(webhook.WireEvent)!.Code;

    private static WebhookResponse Response(Webhook webhook) => new()
    {
        WebhookId = webhook.Id,
        EventName = WireEvent.Find(webhook.WireEvent)!.Name,
        EventCode = CodeOf(webhook),
        Description = webhook.Description,
        URL = webhook.Url,
        ContentType = webhook.ContentType,
        StatusCode = (int)webhook.Status,
        StatusReason = webhook.StatusReason,
        NotifyOnFailure = webhook.NotifyOnFailure,
        WebhookProperties = webhook.Properties,
        CustomHeaders = [.. webhook.Headers.Select(header => new KeyValue(header.Key, header.Value))],
        CreatedOn = LeadSquaredDates.Text(webhook.CreatedOn),
        ModifiedOn = LeadSquaredDates.Text(webhook.ModifiedOn),
    };

    private static Failure? Answer(Call call, Result<Webhook> outcome) => call.Answer(
        outcome,
        webhook => new SuccessResponse<IdMessage>(new IdMessage(webhook.Id.ToString())),
        LeadSquaredJson.Default.SuccessResponseIdMessage);
}
