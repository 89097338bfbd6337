using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Activities;

/// <summary>An account's activity types: read on every activity call, changed rarely.</summary>
internal sealed class ActivityTypeOperations
{
    private const int LongestName = 200;

    private const string Deed = "change activity types";

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
    public Task<Result<ActivityType>> Create(Caller caller, NpgsqlConnection? within, CreateTypeBody body) =>
        Create(caller, within, body, ActivityTypeFields.Read(body.Fields));

    /// <summary>As Leadline's own API defines it.</summary>
    public async Task<Result<ActivityType>> Create(Caller caller, NpgsqlConnection? within, ActivityTypeBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (string.IsNullOrWhiteSpace(body.Name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.");
        return await Create(
            caller,
            within,
            new CreateTypeBody
            {
                ActivityEventName = body.Name,
                Description = body.Description,
                Direction = ActivityDirections.Read(body.Direction),
                Score = body.Score,
                CanDeleteActivity = body.CanDelete,
            },
            FieldBodies.ReadAll(body.Fields, ActivityTypeFields.Naming));
    }

    /// <summary>Changes what is passed of a type that is not the system's, and changes or adds its fields.</summary>
    public async Task<Result<ActivityType>> Update(Caller caller, NpgsqlConnection? within, UpdateTypeBody body)
    {
        var read = ActivityTypeFields.Read(body.Fields);
        return read.Failure is { } unfit
            ? unfit
            : await Update(
                caller,
                within,
                types => Guid.TryParse(body.ID, out var id) ? types.Find(id) : null,
                body,
                [
                    .. read.Value.Select(field => new FieldEdit(
                        field.SchemaName,
                        known => known is null
                            ? FieldSets.WithParts(field)
                            : ActivityTypeFields.Change(known, field))),
                ]);
    }

    /// <summary>As Leadline's own API defines it; what is absent stays as it is.</summary>
    public async Task<Result<ActivityType>> Update(
        Caller caller, NpgsqlConnection? within, int eventCode, ActivityTypeBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await Update(
            caller,
            within,
            types => types.Find(eventCode) is { IsOpportunity: false, IsInternal: false } type ? type : null,
            new UpdateTypeBody
            {
                ActivityEventName = body.Name,
                Description = body.Description,
                EventDirection = ActivityDirections.Read(body.Direction),
                Score = body.Score,
                CanDeleteActivity = body.CanDelete,
            },
            [
                .. (body.Fields ?? []).Select(field => new FieldEdit(
                    field.SchemaName ?? "",
                    known => known is null
                        ? FieldBodies.Read(field, ActivityTypeFields.Naming)
                        : FieldBodies.Change(known, field, ActivityTypeFields.Naming))),
            ]);
    }

    private async Task<Result<ActivityType>> Create(
        Caller caller, NpgsqlConnection? within, CreateTypeBody body, Result<IReadOnlyList<FieldDefinition>> made)
    {
        if (string.IsNullOrWhiteSpace(body.ActivityEventName))
            return Failure.InvalidParameter("activity");
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
            await Add(connection, caller.AccountId, type, [.. made.Value.Select(FieldSets.WithParts)]);
            return type;
        });
    }

    private async Task<Result<ActivityType>> Update(
        Caller caller,
        NpgsqlConnection? within,
        Func<ActivityTypeCatalog, ActivityType?> find,
        UpdateTypeBody body,
        IReadOnlyList<FieldEdit> edits)
    {
        var name = string.IsNullOrWhiteSpace(body.ActivityEventName) ? null : body.ActivityEventName.Trim();
        if (Refusal(name, body.Description, body.EventDirection) is { } refusal)
            return refusal;

        return await fields.Change<ActivityType>(caller.AccountId, within, async connection =>
        {
            var types = await store.Load(connection, caller.AccountId);
            if (find(types) is not { } type)
                return ActivityRules.UnknownType;
            if (type.IsSystem)
                return new Failure(ErrorCode.InvalidInput, "System activity types can not be changed.");
            if (name is not null && types.Find(name) is { } other && other.Id != type.Id)
                return Duplicate(name);
            var catalog = (await fields.Load(connection, caller.AccountId)).OfActivity(type.EventCode);
            var puts = Puts(catalog, edits);
            if (puts.Failure is { } unfit)
                return unfit;
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
            var owner = AccountFields.ActivityOwner(type.EventCode);
            foreach (var field in puts.Value)
                await (catalog.Find(field.SchemaName) is null
                    ? fields.Add(caller.AccountId, connection, owner, field)
                    : fields.Edit(caller.AccountId, connection, owner, field.SchemaName, _ => field));
            return type;
        });
    }

    /// <summary>What the edits come to, before any of them is written.</summary>
    private static Result<IReadOnlyList<FieldDefinition>> Puts(FieldCatalog catalog, IReadOnlyList<FieldEdit> edits)
    {
        var puts = new List<FieldDefinition>();
        foreach (var edit in edits)
        {
            var made = edit.Make(catalog.Find(edit.SchemaName));
            if (made.Failure is { } failure)
                return failure;
            if (puts.Exists(put => put.SchemaName == edit.SchemaName))
                return new Failure(ErrorCode.Duplicate, $"The field {edit.SchemaName} is passed twice.");
            puts.Add(made.Value);
        }

        return puts;
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

    /// <summary>What becomes of a field, null where there is none of the name yet.</summary>
    private sealed record FieldEdit(string SchemaName, Func<FieldDefinition?, Result<FieldDefinition>> Make);
}
