using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Http;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Webhooks;

/// <summary>
/// What webhooks are told: records as they are now, and of a change what was before and after it.
/// </summary>
internal sealed class WebhookBodies(
    AccountOperations accounts,
    FieldOperations fields,
    LeadReadStore leads,
    ActivityReadOperations activities,
    ActivityTypeOperations types)
{
    private static readonly string[] Sides = ["Before", "After"];

    /// <summary>The body of each event that the webhook asks for.</summary>
    public async Task<List<(LoggedEvent Logged, string Body)>> Of(
        Webhook webhook, IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        var page = await Read(webhook, events, cancellation);
        var bodies = new List<(LoggedEvent, string)>(events.Count);
        foreach (var logged in events)
            if (Body(webhook, logged.Event, page) is { } body)
                bodies.Add((logged, body));
        return bodies;
    }

    private async Task<Records> Read(
        Webhook webhook, IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        var accountId = webhook.AccountId;
        var account = await accounts.Find(accountId) ?? throw new InvalidOperationException("The account is gone.");
        Guid[] leadIds = [.. events.Select(logged => logged.Event.LeadId).OfType<Guid>().Distinct()];
        Guid[] recordIds =
        [
            .. events.Where(logged => IsActivity(logged.Event.Kind))
                .Select(logged => logged.Event.RecordId).OfType<Guid>().Distinct(),
        ];
        var ofLeads = leadIds.Length == 0 ? [] : await leads.ByIds(accountId, leadIds, cancellation);
        var ofActivities = recordIds.Length == 0 ? [] : await activities.FindAll(accountId, recordIds, cancellation);
        var definitions = await fields.Get(accountId);
        return new Records(
            account,
            LeadColumns.For(definitions.Lead).All,
            new LeadSquaredActivityRows(account, await types.Get(accountId), definitions),
            ofLeads.ToDictionary(lead => lead.Id),
            ofActivities.ToDictionary(activity => activity.Id));
    }

    /// <summary>Null where the webhook does not ask for the event, or must not be told of it (core §2.3).</summary>
    private static string? Body(Webhook webhook, Event one, Records records)
    {
        var isWire = webhook.WireEvent is not null;
        if (one.IsQuiet && isWire)
            return null;
        var hasSides = isWire && one.Kind == LeadEvents.Updated;
        using var changes = one.Data is not null && (hasSides || webhook.Field is not null)
            ? JsonDocument.Parse(one.Data)
            : null;
        if (webhook.Field is { } field && !(changes?.RootElement is { ValueKind: JsonValueKind.Object } changed
            && changed.TryGetProperty(field, out _)))
            return null;
        var activity = one.RecordId is { } id ? records.Activities.GetValueOrDefault(id) : null;
        if (webhook.ActivityCode is { } code && activity?.EventCode != code)
            return null;
        if (isWire && activity is not null)
            return JsonSerializer.Serialize(
                [records.Rows.OfWebhook(activity)], LeadSquaredJson.Default.WebhookActivityRowArray);
        var buffer = JsonBuffer.Rent();
        if (isWire && one.Kind == LeadEvents.Created)
            WriteLead(buffer.Writer, one, records);
        else if (hasSides)
            WriteSides(buffer.Writer, one, changes, records);
        else
            WriteOwn(buffer.Writer, one, records);
        var body = Encoding.UTF8.GetString(buffer.Written().Span);
        buffer.Return();
        return body;
    }

    private static void WriteOwn(Utf8JsonWriter json, Event one, Records records)
    {
        json.WriteStartObject();
        json.WriteString("id", one.Id);
        json.WriteString("kind", one.Kind);
        json.WriteString("occurredOn", one.OccurredOn);
        json.WriteString("userId", one.UserId);
        if (one.RecordId is { } recordId)
            json.WriteString("recordId", recordId);
        if (one.Data is not null)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(one.Data, skipInputValidation: true);
        }

        if (one.LeadId is { } leadId)
        {
            json.WriteString("leadId", leadId);
            if (records.Leads.ContainsKey(leadId))
            {
                json.WritePropertyName("lead");
                WriteLead(json, one, records);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>The lead of an event as one flat object; of one that is gone, its id.</summary>
    private static void WriteLead(Utf8JsonWriter json, Event one, Records records)
    {
        if (records.Leads.TryGetValue(one.LeadId ?? Guid.Empty, out var lead))
        {
            records.View.WriteFlat(json, lead, records.Account);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName(LeadFieldNames.ProspectId);
        if (one.LeadId is { } leadId)
            json.WriteStringValue(leadId);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }

    private static void WriteSides(Utf8JsonWriter json, Event one, JsonDocument? changes, Records records)
    {
        JsonProperty[] changed = changes is null ? [] : [.. changes.RootElement.EnumerateObject()];
        var lead = JsonBuffer.Rent();
        WriteLead(lead.Writer, one, records);
        json.WriteStartObject();
        foreach (var side in Sides)
        {
            json.WritePropertyName(side);
            WriteSide(json, lead.Written().Span, changed, side);
        }

        json.WriteEndObject();
        lead.Return();
    }

    /// <summary>The lead as it is now, but for the fields that changed; those that it has no more come last.</summary>
    private static void WriteSide(Utf8JsonWriter json, ReadOnlySpan<byte> lead, JsonProperty[] changed, string side)
    {
        var isWritten = new bool[changed.Length];
        var reader = new Utf8JsonReader(lead);
        json.WriteStartObject();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = changed.Length;
            while (--at >= 0 && !reader.ValueTextEquals(changed[at].Name))
            {
            }

            // A field's name holds nothing that is escaped.
            json.WritePropertyName(reader.ValueSpan);
            reader.Read();
            if (at < 0)
            {
                json.WriteRawValue(
                    lead[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], skipInputValidation: true);
                continue;
            }

            WriteValue(json, changed[at].Value, side);
            isWritten[at] = true;
        }

        foreach (var (at, change) in changed.Index())
            if (!isWritten[at])
            {
                json.WritePropertyName(change.Name);
                WriteValue(json, change.Value, side);
            }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement change, string side)
    {
        if (change.ValueKind == JsonValueKind.Object && change.TryGetProperty(side, out var value)
            && value.ValueKind == JsonValueKind.String)
            value.WriteTo(json);
        else
            json.WriteNullValue();
    }

    private static bool IsActivity(string kind) =>
        kind.StartsWith("activity.", StringComparison.Ordinal)
        || kind.StartsWith("opportunity.", StringComparison.Ordinal);

    private sealed record Records(
        Account Account,
        LeadView View,
        LeadSquaredActivityRows Rows,
        IReadOnlyDictionary<Guid, StoredLead> Leads,
        IReadOnlyDictionary<Guid, Activity> Activities);
}
