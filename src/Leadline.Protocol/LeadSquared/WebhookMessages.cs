using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of Webhook.svc/Create and Update (core §7).</summary>
public sealed record WebhookBody
{
    /// <summary>The webhook to change; of Update only.</summary>
    public string? WebhookId { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is told.</summary>
    public string? URL { get; init; }

    /// <summary>POST, whatever is sent.</summary>
    public string? Method { get; init; }

    /// <summary>application/json, application/x-www-form-urlencoded or text/plain.</summary>
    public string? ContentType { get; init; }

    /// <summary>The number of the event.</summary>
    public int? WebhookEvent { get; init; }

    /// <summary>Code of the activity type; events 2 and 15 need it (core §7.1).</summary>
    public int? ActivityEvent { get; init; }

    /// <summary>There are no landing pages.</summary>
    public bool? IsSpecificLandingPage { get; init; }

    /// <summary>Mails whoever made it when it is switched off after failures.</summary>
    public bool? NotifyOnFailure { get; init; }

    /// <summary>JSON within a text; for event 26 it names the field.</summary>
    [Limit(LimitAttribute.Value)]
    public string? WebhookProperties { get; init; }

    /// <summary>Headers that calls carry, at most ten.</summary>
    public List<WebhookHeaderBody>? CustomHeaders { get; init; }
}

/// <summary>A header that a webhook's calls carry.</summary>
public sealed record WebhookHeaderBody
{
    /// <summary>Its name.</summary>
    public string? Key { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }
}

/// <summary>Body of Webhook.svc/Retrieve (core §7).</summary>
public sealed record WebhookSearchBody
{
    /// <summary>Which webhooks.</summary>
    public WebhookSearchParameter? Parameter { get; init; }

    /// <summary>The order.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Which webhooks to retrieve; all conditions hold.</summary>
public sealed record WebhookSearchParameter
{
    /// <summary>Webhook, or Lapp: there are none of these.</summary>
    public string? Type { get; init; }

    /// <summary>Name of the event, such as Lead_Post_Create.</summary>
    public string? WebhookEvent { get; init; }

    /// <summary>0 on, 1 switched off by hand, 2 switched off after failures.</summary>
    public int? StatusCode { get; init; }

    /// <summary>One of this id.</summary>
    public string? WebhookId { get; init; }

    /// <summary>A part of the description or the address.</summary>
    public string? SearchText { get; init; }
}

/// <summary>Webhooks (core §7.2).</summary>
/// <param name="RecordCount">How many there are over all pages.</param>
/// <param name="Response">Those of the page.</param>
public sealed record WebhooksResponse(int RecordCount, IReadOnlyList<WebhookResponse> Response);

/// <summary>A webhook (extended §6.7).</summary>
public sealed record WebhookResponse
{
    /// <summary>Its id.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>The event's name for people.</summary>
    public required string EventName { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventCode { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Where it is told.</summary>
    public required string URL { get; init; }

    /// <summary>POST.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The form of the body.</summary>
    public required string ContentType { get; init; }

    /// <summary>0 on, 1 switched off by hand, 2 switched off after failures.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Why it was switched off.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Mails whoever made it when it is switched off after failures.</summary>
    public required bool NotifyOnFailure { get; init; }

    /// <summary>As it was sent.</summary>
    public string? WebhookProperties { get; init; }

    /// <summary>Headers that calls carry.</summary>
    public required IReadOnlyList<KeyValue> CustomHeaders { get; init; }

    /// <summary>UTC.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>UTC.</summary>
    public required string ModifiedOn { get; init; }
}

/// <summary>An activity as webhooks are told of it (core §7.1, §7.2).</summary>
public sealed record WebhookActivityRow
{
    /// <summary>Its id.</summary>
    public required Guid ProspectActivityId { get; init; }

    /// <summary>Its lead.</summary>
    public required Guid RelatedProspectId { get; init; }

    /// <summary>Code of its type.</summary>
    public required string ActivityEvent { get; init; }

    /// <summary>Name of its type.</summary>
    public required string? ActivityEventName { get; init; }

    /// <summary>Kind of its type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Who made it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Points of its type.</summary>
    public required decimal Score { get; init; }

    /// <summary>Its fields, the note among them.</summary>
    public required IReadOnlyDictionary<string, string?> Data { get; init; }
}
