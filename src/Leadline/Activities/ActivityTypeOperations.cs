using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Activities;

/// <summary>An account's activity types: read on every activity call, changed rarely.</summary>
internal sealed class ActivityTypeOperations
{
    private const int LongestName = 200;

    private readonly ActivityTypeStore store;
    private readonly FieldOperations fields;
    private readonly SystemActivityType[] systemTypes;
    private readonly AccountCache<ActivityTypeCatalog> cache;

    public ActivityTypeOperations(
        ActivityTypeStore store,
        FieldOperations fields,
        AccountChanges changes,
        IEnumerable<SystemActivityType> systemTypes)
    {
        (this.store, this.fields, this.systemTypes) = (store, fields, [.. systemTypes]);
        cache = new AccountCache<ActivityTypeCatalog>(changes, store.Load);
    }

    public async ValueTask<ActivityTypeCatalog> Get(int accountId) =>
        await cache.Get(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>Gives a new account the system's types, in the transaction that makes the account.</summary>
    public async Task Seed(NpgsqlConnection connection, int accountId)
    {
        foreach (var system in systemTypes)
            await Add(connection, accountId, system.Type, system.Fields);
    }

    /// <summary>Adds a type with its fields, in the transaction of a change of definitions.</summary>
    public async Task Add(
        NpgsqlConnection connection, int accountId, ActivityType type, IReadOnlyList<FieldDefinition> typeFields)
    {
        await store.Add(connection, accountId, type);
        await fields.Seed(connection, accountId, AccountFields.ActivityOwner(type.EventCode), typeFields);
    }

    /// <summary>As seen by the connection, the changes of its own transaction included.</summary>
    public Task<ActivityTypeCatalog> Load(NpgsqlConnection connection, int accountId) =>
        store.Load(connection, accountId);

    /// <summary>Replaces a type's own members, in the transaction of a change of definitions.</summary>
    public Task Replace(NpgsqlConnection connection, int accountId, ActivityType type) =>
        store.Replace(connection, accountId, type);

    /// <summary>Makes a type with its fields under the next free code of the account's own (core §3.3).</summary>
    public async Task<Result<ActivityType>> Create(Caller caller, NpgsqlConnection? within, CreateTypeBody body)
    {
        if (string.IsNullOrWhiteSpace(body.ActivityEventName))
            return Failure.InvalidParameter("activity");
        var made = ActivityTypeFields.Read(body.Fields ?? []);
        if (made.Failure is { } unfit)
            return unfit;
        var name = body.ActivityEventName.Trim();
        if (Refusal(name, body.Description, body.Direction) is { } refusal)
            return refusal;

        return await fields.Change<ActivityType>(caller.AccountId, within, async connection =>
        {
            var types = await store.Load(connection, caller.AccountId);
            if (types.Find(name) is not null)
                return Duplicate(name);
            var type = new ActivityType
            {
                EventCode = types.NextCustomCode(),
                Id = Ids.New(),
                Name = name,
                DisplayName = name,
                Description = body.Description,
                Direction = body.Direction ?? ActivityDirections.Inbound,
                Score = body.Score ?? 0,
                TrackLocation = body.TrackLocation is > 0,
                AllowAttachments = body.AllowAttachments is > 0,
                ShowInGrid = body.ShowInActivityGrid is not 0,
                CanDelete = body.CanDeleteActivity == true,
            };
            await Add(connection, caller.AccountId, type, made.Value);
            return type;
        });
    }

    /// <summary>Changes what is passed of a type that is not the system's, and changes or adds its fields.</summary>
    public async Task<Result<ActivityType>> Update(Caller caller, NpgsqlConnection? within, UpdateTypeBody body)
    {
        var made = ActivityTypeFields.Read(body.Fields ?? []);
        if (made.Failure is { } unfit)
            return unfit;
        var name = string.IsNullOrWhiteSpace(body.ActivityEventName) ? null : body.ActivityEventName.Trim();
        if (Refusal(name, body.Description, body.EventDirection) is { } refusal)
            return refusal;

        return await fields.Change<ActivityType>(caller.AccountId, within, async connection =>
        {
            var types = await store.Load(connection, caller.AccountId);
            if (!Guid.TryParse(body.ID, out var id) || types.Find(id) is not { } type)
                return ActivityRules.UnknownType;
            if (type.IsSystem)
                return new Failure(ErrorCode.InvalidInput, "System activity types can not be changed.");
            if (name is not null && types.Find(name) is { } other && other.Id != id)
                return Duplicate(name);
            type = type with
            {
                Name = name ?? type.Name,
                DisplayName = name ?? type.DisplayName,
                Description = body.Description ?? type.Description,
                Direction = body.EventDirection ?? type.Direction,
                Score = body.Score ?? type.Score,
                CanDelete = body.CanDeleteActivity ?? type.CanDelete,
            };
            await store.Replace(connection, caller.AccountId, type);
            foreach (var field in made.Value)
                await Put(connection, caller.AccountId, AccountFields.ActivityOwner(type.EventCode), field);
            return type;
        });
    }

    private async Task Put(NpgsqlConnection connection, int accountId, string owner, FieldDefinition field)
    {
        var edited = await fields.Edit(
            accountId, connection, owner, field.SchemaName, existing => ActivityTypeFields.Change(existing, field));
        if (edited.Failure is not null)
            await fields.Add(accountId, connection, owner, field);
    }

    private static Failure? Refusal(string? name, string? description, int? direction)
    {
        if (name is not null && (name.Length > LongestName || !FieldRules.IsStorable(name)))
            return Failure.InvalidParameter("ActivityEventName");
        if (description is not null && !FieldRules.IsStorable(description))
            return Failure.InvalidParameter("Description");
        return direction is null or ActivityDirections.Inbound or ActivityDirections.Outbound
            ? null
            : Failure.InvalidParameter("Direction");
    }

    private static Failure Duplicate(string name) =>
        new(ErrorCode.Duplicate, $"An activity type with the name '{name}' already exists.");
}
