using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Administration: portals, webhooks, and the queue of asynchronous requests.</content>
public sealed partial class LeadlineClient
{
    /// <summary>The portals.</summary>
    public Task<PortalsResponse> Portals(CancellationToken cancellation = default) =>
        Get<PortalsResponse>("portals", cancellation);

    /// <summary>A portal.</summary>
    public Task<PortalResponse> Portal(Guid portal, CancellationToken cancellation = default) =>
        Get<PortalResponse>($"portals/{portal}", cancellation);

    /// <summary>Makes a portal.</summary>
    public Task<PortalResponse> CreatePortal(PortalRequest request, CancellationToken cancellation = default) =>
        Post<PortalRequest, PortalResponse>("portals", request, cancellation);

    /// <summary>Replaces a portal's name and settings.</summary>
    public Task<PortalResponse> ReplacePortal(
        Guid portal, PortalRequest request, CancellationToken cancellation = default) =>
        Put<PortalRequest, PortalResponse>($"portals/{portal}", request, cancellation);

    /// <summary>Removes a portal and its users; the leads stay.</summary>
    public Task RemovePortal(Guid portal, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"portals/{portal}", cancellation);

    /// <summary>The live tokens of the Portal API.</summary>
    public Task<PortalTokensResponse> PortalTokens(CancellationToken cancellation = default) =>
        Get<PortalTokensResponse>("portal-tokens", cancellation);

    /// <summary>Makes a token of the Portal API: public or register.</summary>
    public Task<PortalTokenResponse> CreatePortalToken(string kind, CancellationToken cancellation = default) =>
        Post<PortalTokenResponse>($"portal-tokens?kind={Escape(kind)}", cancellation);

    /// <summary>Revokes a token of the Portal API.</summary>
    public Task RevokePortalToken(string token, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"portal-tokens/{Escape(token)}", cancellation);

    /// <summary>The webhooks.</summary>
    public Task<OwnWebhooksResponse> Webhooks(CancellationToken cancellation = default) =>
        Get<OwnWebhooksResponse>("webhooks", cancellation);

    /// <summary>A webhook, and how it fares.</summary>
    public Task<OwnWebhookResponse> Webhook(Guid webhook, CancellationToken cancellation = default) =>
        Get<OwnWebhookResponse>($"webhooks/{webhook}", cancellation);

    /// <summary>Has events told to an address from now on.</summary>
    public Task<OwnWebhookResponse> CreateWebhook(WebhookRequest request, CancellationToken cancellation = default) =>
        Post<WebhookRequest, OwnWebhookResponse>("webhooks", request, cancellation);

    /// <summary>Changes a webhook; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<OwnWebhookResponse>> ChangeWebhook(
        Guid webhook, WebhookRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<WebhookRequest, OwnWebhookResponse>($"webhooks/{webhook}", request, version, cancellation);

    /// <summary>Removes a webhook and the record of its deliveries.</summary>
    public Task RemoveWebhook(Guid webhook, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"webhooks/{webhook}", cancellation);

    /// <summary>Calls a webhook at once with a body that says it is a test.</summary>
    public Task<WebhookTestResponse> TestWebhook(Guid webhook, CancellationToken cancellation = default) =>
        Post<WebhookTestResponse>($"webhooks/{webhook}/test", cancellation);

    /// <summary>Tells a webhook again of all that has happened since a moment.</summary>
    public Task ReplayWebhook(Guid webhook, WebhookReplayRequest request, CancellationToken cancellation = default) =>
        Post<WebhookReplayRequest, DoneResponse>($"webhooks/{webhook}/replay", request, cancellation);

    /// <summary>What was sent to a webhook, the newest first.</summary>
    /// <param name="webhook">The webhook's id.</param>
    /// <param name="before">The id of the last one of the page before.</param>
    /// <param name="failed">Only what failed.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<WebhookDeliveriesResponse> Deliveries(
        Guid webhook, Guid? before = null, bool failed = false, CancellationToken cancellation = default) =>
        Get<WebhookDeliveriesResponse>(
            $"webhooks/{webhook}/deliveries?limit=50" + (failed ? "&failed=true" : "")
                + (before is null ? "" : $"&before={before}"),
            cancellation);

    /// <summary>Sends what was sent once more, at once.</summary>
    public Task<WebhookDeliveryResponse> Resend(
        Guid webhook, Guid delivery, CancellationToken cancellation = default) =>
        Post<WebhookDeliveryResponse>($"webhooks/{webhook}/deliveries/{delivery}/resend", cancellation);

    /// <summary>How the queue of asynchronous requests stands.</summary>
    public Task<IntakeResponse> Intake(CancellationToken cancellation = default) =>
        Get<IntakeResponse>("intake", cancellation);

    /// <summary>What failed for good, the newest first.</summary>
    public Task<IntakeFailuresResponse> IntakeFailures(
        Guid? before = null, CancellationToken cancellation = default) =>
        Get<IntakeFailuresResponse>(
            "intake/failures?limit=50" + (before is null ? "" : $"&before={before}"), cancellation);

    /// <summary>An asynchronous request, how it stands, what it said and what it was answered.</summary>
    public Task<IntakeRequestDetailResponse> IntakeRequest(Guid request, CancellationToken cancellation = default) =>
        Get<IntakeRequestDetailResponse>($"intake/requests/{request}", cancellation);

    /// <summary>Runs a request again that failed for good.</summary>
    public Task<IntakeReplayedResponse> ReplayIntake(Guid request, CancellationToken cancellation = default) =>
        Post<IntakeReplayedResponse>($"intake/requests/{request}/replay", cancellation);

    /// <summary>Runs everything again that failed for good.</summary>
    public Task<IntakeReplayedResponse> ReplayIntakeFailures(CancellationToken cancellation = default) =>
        Post<IntakeReplayedResponse>("intake/failures/replay", cancellation);

    /// <summary>Stops work on the queue, or takes it up again.</summary>
    public Task<IntakePausedResponse> PauseIntake(bool paused, CancellationToken cancellation = default) =>
        Post<IntakePausedResponse>(paused ? "intake/pause" : "intake/resume", cancellation);
}
