using System.Net.Http.Headers;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Http;
using StandardWebhooks;

namespace Leadline.Webhooks;

/// <summary>
/// Calls a webhook: the documented query and headers, and beside them a signature as Standard Webhooks has it.
/// </summary>
internal sealed class WebhookSender(OutboundHttp http, ServerKey key, TimeProvider clock)
{
    private const string SecretPrefix = "whsec_";

    private static readonly string Product =
        $"Leadline/{typeof(WebhookSender).Assembly.GetName().Version?.ToString(2)}";

    /// <summary>What the signatures of a webhook are made with. It follows from the server's key.</summary>
    public string SecretOf(Webhook webhook) => SecretPrefix + Convert.ToBase64String(Secret(webhook));

    /// <summary>Sends a body; only 200 is a success (core §7).</summary>
    /// <param name="webhook">Who is told.</param>
    /// <param name="messageId">Stays the same when the body is sent again.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<OutboundAnswer> Send(
        Webhook webhook, Guid messageId, string body, CancellationToken cancellation)
    {
        var id = $"msg_{messageId:N}";
        var now = clock.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(webhook));
        request.Content = Content(webhook, body);
        request.Headers.TryAddWithoutValidation("User-Agent", Product);
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", now.ToUnixTimeSeconds().ToString());
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", new StandardWebhook(Secret(webhook)).Sign(id, now, body));
        foreach (var header in webhook.Headers)
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return await http.Send(request, cancellation);
    }

    /// <summary>Tells a webhook of an event, and says how that went.</summary>
    /// <param name="webhook">Who is told.</param>
    /// <param name="one">The event and its body; the attempt is the one before this.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<WebhookDelivery> Deliver(
        Webhook webhook, WebhookDelivery one, CancellationToken cancellation)
    {
        var sentOn = clock.Now();
        var answer = await Send(webhook, one.EventId, one.Body, cancellation);
        return one with
        {
            Id = Ids.New(),
            Attempt = one.Attempt + 1,
            SentOn = sentOn,
            Milliseconds = (int)answer.Took.TotalMilliseconds,
            Status = answer.Status,
            Problem = answer.Problem,
            Answer = answer.Text,
            IsGivenUp = false,
        };
    }

    private byte[] Secret(Webhook webhook) => key.Derive($"webhook {webhook.AccountId} {webhook.Id}");

    private static Uri Address(Webhook webhook)
    {
        if (WireEvent.Find(webhook.WireEvent) is not { } wire)
            return new Uri(webhook.Url);
        var builder = new UriBuilder(webhook.Url);
        var own = $"entityType=webhook&entityId={webhook.Id}&eventType={wire.Code}";
        builder.Query = builder.Query.Length > 1 ? $"{builder.Query}&{own}" : own;
        return builder.Uri;
    }

    // What a form's member is called is not known; the JSON is one of its values.
    private static StringContent Content(Webhook webhook, string body)
    {
        var text = webhook.ContentType == WebhookInput.Form ? $"data={Uri.EscapeDataString(body)}" : body;
        var content = new StringContent(text, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(webhook.ContentType, "utf-8");
        return content;
    }
}
