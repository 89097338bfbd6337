using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Webhooks;

/// <summary>An account's webhooks: made, changed, tried, told again, removed. Administrators look after them.</summary>
internal sealed class WebhookOperations(
    WebhookStore store,
    WebhookDeliveryStore deliveries,
    WebhookSender sender,
    Database database,
    TimeProvider clock)
{
    private const int Most = 100;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such webhook.");

    private static readonly Failure UnknownDelivery = new(ErrorCode.UnknownRecord, "There is no such delivery.");

    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"An account has at most {Most} webhooks.");

    private static readonly Failure Changed = new(
        ErrorCode.VersionMismatch, "The webhook has changed since it was read.");

    public async Task<Result<IReadOnlyList<Webhook>>> All(Caller caller) => Refuse(caller) is { } refusal
        ? refusal
        : Result<IReadOnlyList<Webhook>>.Success(await store.All(caller.AccountId));

    public async Task<Result<Webhook>> Find(Caller caller, Guid id)
    {
        var all = await All(caller);
        if (all.Failure is { } refusal)
            return refusal;
        return all.Value.FirstOrDefault(webhook => webhook.Id == id) is { } found ? found : Unknown;
    }

    /// <summary>A webhook that is told of what happens from now on.</summary>
    public async Task<Result<Webhook>> Create(
        Caller caller, NpgsqlConnection? within, Func<Webhook, Result<Webhook>> fill)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var (now, user) = (clock.Now(), caller.User.Id);
        var filled = fill(new Webhook
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            DueOn = now,
            CreatedBy = user,
            CreatedOn = now,
            ModifiedBy = user,
            ModifiedOn = now,
            Version = 1,
        });
        if (filled.Failure is { } wrong)
            return wrong;
        return await database.Transaction<Result<Webhook>>(caller.AccountId, within, async connection =>
        {
            var all = await WebhookStore.Lock(connection, caller.AccountId);
            if (all.Count >= Most)
                return TooMany;
            if (Clash(all, filled.Value) is { } clash)
                return clash;
            await store.Add(connection, filled.Value);
            return filled.Value;
        });
    }

    /// <summary>Changes a webhook, of the version that the caller has read where it names one.</summary>
    public async Task<Result<Webhook>> Change(
        Caller caller, NpgsqlConnection? within, Guid id, int? version, Func<Webhook, Result<Webhook>> fill)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await database.Transaction<Result<Webhook>>(caller.AccountId, within, async connection =>
        {
            var all = await WebhookStore.Lock(connection, caller.AccountId);
            if (all.FirstOrDefault(webhook => webhook.Id == id) is not { } before)
                return Unknown;
            if (version is { } read && read != before.Version)
                return Changed;
            var now = clock.Now();
            var filled = fill(before with { ModifiedBy = caller.User.Id, ModifiedOn = now, DueOn = now });
            if (filled.Failure is { } wrong)
                return wrong;
            if (Clash(all, filled.Value) is { } clash)
                return clash;
            await WebhookStore.Replace(connection, filled.Value);
            Wakes.Tell(Wake.Webhook);
            return filled.Value with { Version = before.Version + 1 };
        });
    }

    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, Guid id) => Refuse(caller) ?? (
        await database.Transaction(
            caller.AccountId, within, connection => WebhookStore.Remove(connection, caller.AccountId, id))
            ? null
            : Unknown);

    /// <summary>Tells a webhook again of all that has happened since a moment.</summary>
    public async Task<Failure?> Replay(Caller caller, NpgsqlConnection? within, Guid id, DateTime from)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var rewound = await database.Transaction(
            caller.AccountId, within, connection => WebhookStore.Rewind(connection, caller.AccountId, id, from));
        Wakes.Tell(Wake.Webhook);
        return rewound > 0 ? null : Unknown;
    }

    /// <summary>Calls a webhook at once with a body that says it is a test; no event is passed over for it.</summary>
    public async Task<Result<OutboundAnswer>> Test(Caller caller, Guid id, CancellationToken cancellation)
    {
        var found = await Find(caller, id);
        return found.Failure is { } refusal
            ? refusal
            : await sender.Send(found.Value, Ids.New(), """{"kind":"test"}""", cancellation);
    }

    /// <summary>
    /// Sends a delivery's body again at once, under its event's id, whether or not the webhook is on. Where the webhook
    /// stands in the log stays.
    /// </summary>
    public async Task<Result<WebhookDelivery>> Resend(
        Caller caller, Guid id, Guid deliveryId, CancellationToken cancellation)
    {
        var found = await Find(caller, id);
        if (found.Failure is { } refusal)
            return refusal;
        if (await deliveries.Find(caller.AccountId, id, deliveryId) is not { } before)
            return UnknownDelivery;
        var again = await sender.Deliver(found.Value, before, cancellation);
        await database.Transaction(
            caller.AccountId, connection => WebhookDeliveryStore.Add(connection, found.Value, [again]), cancellation);
        return again;
    }

    /// <summary>What was sent before a delivery, the newest first.</summary>
    public async Task<Result<IReadOnlyList<WebhookDelivery>>> Deliveries(
        Caller caller, Guid id, Guid? before, bool onlyFailed, int most)
    {
        var found = await Find(caller, id);
        return found.Failure is { } refusal
            ? refusal
            : Result<IReadOnlyList<WebhookDelivery>>.Success(
                await deliveries.List(caller.AccountId, id, before, onlyFailed, most));
    }

    /// <summary>What a receiver checks signatures with.</summary>
    public string SecretOf(Webhook webhook) => sender.SecretOf(webhook);

    private static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator("look after webhooks");

    // Of the changes of a field one webhook can be told (extended §6.7).
    private static Failure? Clash(IReadOnlyList<Webhook> all, Webhook one) =>
        one.WireEvent == WireEvent.FieldChanged
        && all.Any(other => other.Id != one.Id && other.WireEvent == one.WireEvent && other.Field == one.Field)
            ? new Failure(ErrorCode.Conflict, $"There is a webhook for changes of '{one.Field}' already.")
            : null;
}
