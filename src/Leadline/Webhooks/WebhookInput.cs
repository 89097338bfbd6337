using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;

namespace Leadline.Webhooks;

/// <summary>Webhooks as callers send them, checked.</summary>
internal static class WebhookInput
{
    public const string Form = "application/x-www-form-urlencoded";

    private const int LongestUrl = 2_000;
    private const int LongestDescription = 1_000;
    private const int LongestHeader = 2_000;
    private const int LongestProperties = 10_000;
    private const int MostHeaders = 10;
    private const int MostKinds = 50;

    private static readonly string[] ContentTypes = ["application/json", Form, "text/plain"];

    // What the call itself is made of, and what names another host or sender.
    private static readonly HashSet<string> ReservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade", "webhook-id", "webhook-timestamp", "webhook-signature",
    };

    /// <summary>A webhook with what a client of the LeadSquared API says of it (core §7, §7.1).</summary>
    public static Result<Webhook> Fill(Webhook before, WebhookBody body)
    {
        if (WireEvent.Find(body.WebhookEvent) is not { } wire)
            return new Failure(ErrorCode.InvalidInput, "'WebhookEvent' is not the number of an event.");
        var isOfActivity = wire.Number is WireEvent.ActivityCreated or WireEvent.ActivityUpdated;
        if (isOfActivity && body.ActivityEvent is null)
            return new Failure(ErrorCode.InvalidDataType, "You have not passed ActivityEvent.");
        var properties = Properties(body.WebhookProperties);
        if (properties.Failure is { } unreadable)
            return unreadable;
        var field = wire.Field ?? (wire.Number == WireEvent.FieldChanged ? properties.Value : null);
        if (wire.Number == WireEvent.FieldChanged && field is null)
            return Invalid("'WebhookProperties' does not name the field.");
        return Checked(before with
        {
            Url = (body.URL ?? "").Trim(),
            Description = body.Description ?? "",
            ContentType = string.IsNullOrEmpty(body.ContentType) ? ContentTypes[0] : body.ContentType.Trim(),
            Kinds = wire.Kind is { } kind ? [kind] : [],
            WireEvent = wire.Number,
            ActivityCode = isOfActivity ? body.ActivityEvent : null,
            Field = field,
            Properties = body.WebhookProperties,
            Headers = [.. (body.CustomHeaders ?? []).Select(one => new WebhookHeader(one.Key ?? "", one.Value ?? ""))],
            NotifyOnFailure = body.NotifyOnFailure == true,
        });
    }

    /// <summary>A webhook with what a caller of Leadline's own API says of it; the rest is as before.</summary>
    public static Result<Webhook> Fill(Webhook before, WebhookRequest request)
    {
        var status = request.IsActive switch
        {
            null => before.Status,
            true => WebhookStatus.On,
            false => WebhookStatus.OffByHand,
        };
        return Checked(before with
        {
            Url = (request.Url ?? before.Url).Trim(),
            Description = request.Description ?? before.Description,
            Kinds = request.Events ?? before.Kinds,
            Field = request.Field is { } field ? (field.Length > 0 ? field : null) : before.Field,
            ActivityCode = request.ActivityCode ?? before.ActivityCode,
            Headers = request.Headers is { } headers
                ? [.. headers.Select(header => new WebhookHeader(header.Key, header.Value))]
                : before.Headers,
            NotifyOnFailure = request.NotifyOnFailure ?? before.NotifyOnFailure,
            Status = status,
            StatusReason = status == before.Status ? before.StatusReason : null,
            Failures = status == WebhookStatus.On && before.Status != status ? 0 : before.Failures,
        });
    }

    private static Result<Webhook> Checked(Webhook webhook) =>
        !Uri.TryCreate(webhook.Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || webhook.Url.Length > LongestUrl
            ? Invalid($"The URL is an http or https address of at most {LongestUrl} characters, without a user in it.")
        : webhook.Description.Length > LongestDescription
            ? Invalid($"The description has at most {LongestDescription} characters.")
        : !ContentTypes.Contains(webhook.ContentType)
            ? Invalid($"The content type is one of {string.Join(", ", ContentTypes)}.")
        : webhook.Kinds.Count > MostKinds || webhook.Kinds.Any(kind => !IsKind(kind))
            ? Invalid("Events are named as the log names them, such as lead.created, ticket.* or *.")
        : webhook is { Kinds.Count: 0, WireEvent: null }
            ? Invalid("'events' is missing.")
        : webhook.Properties?.Length > LongestProperties
            ? Invalid($"The properties have at most {LongestProperties} characters.")
        : webhook.Headers.Count > MostHeaders || webhook.Headers.Any(header => !IsHeader(header))
            ? Invalid(
                $"There are at most {MostHeaders} headers of at most {LongestHeader} characters, and none that the "
                + "call sets itself.")
        : webhook;

    private static bool IsKind(string kind) =>
        kind.Length is > 0 and <= 60
        && kind[..^1].All(IsOfKind) && (IsOfKind(kind[^1]) || kind[^1] == '*');

    private static bool IsOfKind(char letter) => char.IsAsciiLetterLower(letter) || letter is '.' or '-';

    private static bool IsHeader(WebhookHeader header) =>
        header.Key.Length is > 0 and <= 100
        && header.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && !ReservedHeaders.Contains(header.Key)
        && header.Value.Length <= LongestHeader
        && header.Value.All(letter => letter is >= ' ' and < '\x7f');

    /// <summary>The field that properties name; they are JSON within a text.</summary>
    private static Result<string?> Properties(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (string?)null;
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return Invalid("Webhook Properties is not a valid JSON");
            return json.RootElement.EnumerateObject()
                .Where(one => one.Name is "Field" or "FieldName" or "LeadField" or "SchemaName"
                    && one.Value.ValueKind == JsonValueKind.String)
                .Select(one => one.Value.GetString())
                .FirstOrDefault();
        }
        catch (JsonException)
        {
            return Invalid("Webhook Properties is not a valid JSON");
        }
    }

    private static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message);
}
