using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Live;
using Leadline.Platform;
using Leadline.Profiles;
using Leadline.ServiceDesk;

namespace Leadline.Notifications;

/// <summary>Says of events whom they are to be told to, and why.</summary>
internal sealed class NotificationMaker(
    LiveRecords records, NotificationStore store, AccountOperations accounts, DeskOperations desks,
    ProfileOperations profiles)
{
    /// <summary>The kinds of events that anybody is told of, as the log is read by.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "lead.created", "lead.updated", "opportunity.created", "opportunity.updated", "task.created", "task.updated",
        "task.reminder", "task.completed", "ticket.created", "ticket.assigned", "ticket.conversation",
        "ticket.sla.reminder", "ticket.sla.breached", "webhook.off",
    ];

    /// <summary>What is to be told, each to a user who may see the record and wants to hear of it.</summary>
    public async Task<IReadOnlyList<Notification>> Make(
        int accountId, IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0 || await accounts.Find(accountId) is not { } account)
            return [];
        var names = events.Select(NameOf).OfType<RecordName>().ToList();
        var facts = await records.Find(accountId, names, cancellation);
        var notes = await store.Messages(
            accountId, [.. events.Select(NoteOf).OfType<long>()], cancellation);
        var desk = await desks.Get(accountId);
        var made = new List<Notification>();
        foreach (var logged in events)
        {
            var record = NameOf(logged) is { } name ? facts.GetValueOrDefault(name) : null;
            var text = NoteOf(logged) is { } number ? notes.GetValueOrDefault(number) : null;
            foreach (var (userId, kind) in Told(logged.Event, record, text, account, desk))
                if (await Wants(account, userId, kind, record))
                    made.Add(new Notification
                    {
                        Id = Ids.New(),
                        UserId = userId,
                        EventId = logged.Event.Id,
                        Kind = kind,
                        RecordKind = record?.Kind ?? Notification.Webhook,
                        RecordId = record?.Id ?? logged.Event.RecordId!.Value,
                        By = account.Users.ContainsKey(logged.Event.UserId) ? logged.Event.UserId : null,
                        OccurredOn = logged.Event.OccurredOn,
                    });
        }

        return made;
    }

    private static RecordName? NameOf(LoggedEvent logged)
    {
        var one = logged.Event;
        var kind = one.Kind[..one.Kind.IndexOf('.')];
        return (kind == LiveKinds.Lead ? one.LeadId : one.RecordId) is { } id && kind != Notification.Webhook
            ? new RecordName(kind, id)
            : null;
    }

    private static IEnumerable<(Guid UserId, string Kind)> Told(
        Event one, RecordFacts? record, string? note, Account account, Desk desk)
    {
        if (one.Kind == "webhook.off")
            return account.Users.Values.Where(user => user.IsAdministrator)
                .Select(user => (user.Id, Notification.WebhookOff));
        if (record is null)
            return [];
        return one.Kind switch
        {
            "task.reminder" => Owner(record, Notification.Reminder),
            "ticket.sla.reminder" => Desk(Notification.SlaReminder),
            "ticket.sla.breached" => Desk(Notification.SlaBreached),
            "ticket.conversation" when note is not null => Mentions.In(note, account.Users.Values)
                .Where(userId => userId != one.UserId)
                .Select(userId => (userId, Notification.Mention)),
            "ticket.conversation" => Said(one)?.Kind is "InboundEmail" or "PortalInbound"
                ? Owner(record, Notification.Reply)
                : [],
            "task.completed" => [],
            _ => GivenTo(one, record) is { } owner && owner != one.UserId ? [(owner, Notification.Assigned)] : [],
        };

        IEnumerable<(Guid, string)> Desk(string kind) => record.Owner is not null
            ? Owner(record, kind)
            : (desk.Group(record.GroupId)?.Agents ?? []).Select(agent => (agent.UserId, kind));
    }

    private static IEnumerable<(Guid UserId, string Kind)> Owner(RecordFacts record, string kind) =>
        record.Owner is { } owner ? [(owner, kind)] : [];

    /// <summary>Whom the event has given the record to; null where it has to nobody.</summary>
    public static Guid? GivenTo(Event one, RecordFacts record)
    {
        if (one.Kind.EndsWith(".created", StringComparison.Ordinal))
            return record.Owner;
        var member = one.Kind switch
        {
            "lead.updated" => "OwnerId",
            "ticket.assigned" => "agent",
            _ => "Owner",
        };
        using var json = one.Data is { } data ? JsonDocument.Parse(data) : null;
        return json is not null && json.RootElement.TryGetProperty(member, out var change)
            && change.ValueKind == JsonValueKind.Object && change.TryGetProperty("After", out var after)
            && after.ValueKind == JsonValueKind.String && Guid.TryParse(after.GetString(), out var owner)
            ? owner
            : null;
    }

    private static long? NoteOf(LoggedEvent logged) =>
        Said(logged.Event) is { Kind: "InternalNote" } said ? said.Conversation : null;

    private static SaidMessage? Said(Event one) => one is { Kind: "ticket.conversation", Data: { } data }
        ? JsonSerializer.Deserialize<SaidMessage>(data, JsonSerializerOptions.Web)
        : null;

    private async Task<bool> Wants(Account account, Guid userId, string kind, RecordFacts? record)
    {
        if (account.Users.GetValueOrDefault(userId) is not { IsActive: true } user)
            return false;
        if (record is not null)
        {
            var view = await records.ViewOf(await accounts.CallerOf(account, user));
            if (!view.Sees(record))
                return false;
        }

        var (settings, _) = await profiles.Get(account.Id, userId);
        return settings.ChoiceOf(Notification.TopicOf(kind)).Bell;
    }

    private sealed record SaidMessage(string Kind, long Conversation);
}

/// <summary>Who is meant by @ and an e-mail address or a full name.</summary>
internal static class Mentions
{
    public static IEnumerable<Guid> In(string text, IEnumerable<User> users) => users
        .Where(user => IsMentioned(text, user.Email) || IsMentioned(text, user.Name))
        .Select(user => user.Id);

    private static bool IsMentioned(string text, string name)
    {
        for (var at = 0; (at = text.IndexOf($"@{name}", at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + name.Length + 1;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }
}
