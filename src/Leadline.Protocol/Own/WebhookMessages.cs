using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>A webhook, or what is to change of one: what is absent stays as it is.</summary>
/// <remarks>Members have setters: generated code would pass over the defaults of init-only ones.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WebhookRequest
{
    /// <summary>Where it is told: an http or https address.</summary>
    public string? Url { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Kinds of events, such as lead.created, ticket.* or *; at most 50.</summary>
    public List<string>? Events { get; set; }

    /// <summary>Of changes those of this field alone; an empty text takes all again.</summary>
    public string? Field { get; set; }

    /// <summary>Of activities those of this type alone.</summary>
    public int? ActivityCode { get; set; }

    /// <summary>Headers that calls carry, at most ten.</summary>
    public Dictionary<string, string>? Headers { get; set; }

    /// <summary>Mails whoever made it when it is switched off after failures.</summary>
    public bool? NotifyOnFailure { get; set; }

    /// <summary>False switches it off, true on; what happened meanwhile is told then.</summary>
    public bool? IsActive { get; set; }
}

/// <summary>Webhooks of the account, the oldest first.</summary>
public sealed record OwnWebhooksResponse(IReadOnlyList<OwnWebhookResponse> Webhooks);

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Events">Kinds of events that it is told of.</param>
/// <param name="LeadSquaredEvent">The LeadSquared event in whose form it is told; null for Leadline's own form.</param>
/// <param name="Field">Of changes those of this field alone.</param>
/// <param name="ActivityCode">Of activities those of this type alone.</param>
/// <param name="ContentType">The form of its bodies.</param>
/// <param name="Headers">Headers that calls carry.</param>
/// <param name="NotifyOnFailure">Mails whoever made it when it is switched off after failures.</param>
/// <param name="IsActive">False while it is switched off.</param>
/// <param name="Reason">Why it was switched off after failures.</param>
/// <param name="Failures">Tries in a row of which none succeeded; at ten it is switched off.</param>
/// <param name="NextTryOn">When it is tried again, after failures.</param>
/// <param name="Secret">Signatures are made with it, as Standard Webhooks has it.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When its settings were changed last.</param>
/// <param name="Version">For If-Match.</param>
public sealed record OwnWebhookResponse(
    Guid Id,
    string Url,
    string Description,
    IReadOnlyList<string> Events,
    string? LeadSquaredEvent,
    string? Field,
    int? ActivityCode,
    string ContentType,
    IReadOnlyDictionary<string, string> Headers,
    bool NotifyOnFailure,
    bool IsActive,
    string? Reason,
    int Failures,
    DateTime? NextTryOn,
    string Secret,
    DateTime CreatedOn,
    DateTime ModifiedOn,
    int Version);

/// <summary>From when on a webhook is to be told again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WebhookReplayRequest
{
    /// <summary>The moment, with its offset.</summary>
    public DateTimeOffset? From { get; set; }
}

/// <summary>How a test call went.</summary>
/// <param name="Succeeded">The receiver answered 200.</param>
/// <param name="Status">HTTP status of the answer; null where there was none.</param>
/// <param name="Problem">
/// Why there was none: unknownHost, addressNotAllowed, connection, certificate, timeout, or malformedAnswer.
/// </param>
/// <param name="Answer">The beginning of the answer.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record WebhookTestResponse(
    bool Succeeded, int? Status, string? Problem, string? Answer, int Milliseconds);

/// <summary>What was sent to a webhook, the newest first.</summary>
public sealed record WebhookDeliveriesResponse(IReadOnlyList<WebhookDeliveryResponse> Deliveries);

/// <summary>A try to tell a webhook of an event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EventId">The event.</param>
/// <param name="Kind">What happened.</param>
/// <param name="LeadId">Whose lead it is.</param>
/// <param name="Attempt">1 for the first try.</param>
/// <param name="SentOn">When it was sent.</param>
/// <param name="Milliseconds">How long the answer took.</param>
/// <param name="Status">HTTP status of the answer; null where there was none.</param>
/// <param name="Problem">Why there was none.</param>
/// <param name="Answer">The beginning of the answer.</param>
/// <param name="Body">What was sent.</param>
/// <param name="IsGivenUp">The event was left after this try, since others got through.</param>
public sealed record WebhookDeliveryResponse(
    Guid Id,
    Guid EventId,
    string Kind,
    Guid? LeadId,
    int Attempt,
    DateTime SentOn,
    int Milliseconds,
    int? Status,
    string? Problem,
    string? Answer,
    string Body,
    bool IsGivenUp);

/// <summary>A piece of the account's log of events.</summary>
/// <param name="Events">What has happened, in the order in which it became visible.</param>
/// <param name="Next">Where the next piece begins; there may be nothing yet.</param>
/// <param name="HasMore">True where the next piece is there already.</param>
public sealed record EventsResponse(IReadOnlyList<EventResponse> Events, string Next, bool HasMore);

/// <summary>One thing that happened.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What happened, such as lead.created.</param>
/// <param name="LeadId">Whose lead it is.</param>
/// <param name="RecordId">The activity, opportunity, ticket or task.</param>
/// <param name="UserId">Who brought it about.</param>
/// <param name="OccurredOn">When.</param>
/// <param name="Data">
/// What changed: each field with its value before and after; null when the record says it all.
/// </param>
public sealed record EventResponse(
    Guid Id,
    string Kind,
    Guid? LeadId,
    Guid? RecordId,
    Guid UserId,
    DateTime OccurredOn,
    JsonElement? Data);
