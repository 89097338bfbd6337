using Leadline.Accounts;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Fields;

/// <summary>
/// An account's field definitions: read on every call, changed rarely, and never in the middle of a write.
/// </summary>
internal sealed class FieldOperations
{
    private const int MostFields = 1_000;
    private const int MostOptions = 1_000;

    private readonly AccountOperations known;
    private readonly FieldStore store;
    private readonly AccountCache<AccountFields> cache;

    public FieldOperations(AccountOperations known, AccountChanges changes, FieldStore store)
    {
        (this.known, this.store) = (known, store);
        cache = new AccountCache<AccountFields>(changes, store.Load);
    }

    public async ValueTask<AccountFields> Get(int accountId) =>
        await cache.Get(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>The account and its fields, for a command to be made of.</summary>
    public async ValueTask<Definitions> Definitions(int accountId) => new(
        await known.Find(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone."),
        await Get(accountId));

    /// <summary>
    /// Looks whether the account has others by now, which a refusal may come from; see
    /// <see cref="AccountOperations.HasChanged"/>.
    /// </summary>
    public Task<bool> HaveChanged(Definitions definitions) =>
        known.HasChanged(definitions.Account.Id, definitions.Version);

    /// <summary>The definitions as they stand in the database, past what this node remembers.</summary>
    public async Task<AccountFields> Fresh(int accountId) =>
        await store.Load(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>
    /// As seen by a connection. Under the definitions lock nobody else changes them, so what is read stays true until
    /// the commit; and those that wait for the lock may have taken all other connections.
    /// </summary>
    public async Task<AccountFields> Load(NpgsqlConnection connection, int accountId) =>
        await store.Load(connection, accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>Gives a new account its first fields, in the transaction that makes the account.</summary>
    public Task Seed(NpgsqlConnection connection, int accountId, string owner, IReadOnlyList<FieldDefinition> fields) =>
        store.Add(connection, accountId, owner, fields);

    /// <summary>Adds fields to leads or to an activity type. An existing schema name is a duplicate.</summary>
    public Task<Result<FieldDefinition>> Add(
        int accountId,
        NpgsqlConnection? within,
        string owner,
        FieldDefinition field) =>
        Change<FieldDefinition>(
            accountId,
            within,
            async connection =>
            {
                var catalog = (await Load(connection, accountId)).Catalog(owner);
                if (catalog.FindAnyCase(field.SchemaName) is not null)
                    return new Failure(
                        ErrorCode.Duplicate, $"A field with the schema name {field.SchemaName} already exists.");
                if (catalog.Fields.Count >= MostFields)
                    return new Failure(ErrorCode.LimitExceeded, $"There are at most {MostFields} fields.");
                await store.Add(connection, accountId, owner, [field]);
                return field;
            });

    /// <summary>Replaces a field by what <paramref name="change"/> makes of it.</summary>
    public Task<Result<FieldDefinition>> Edit(
        int accountId,
        NpgsqlConnection? within,
        string owner,
        string schemaName,
        Func<FieldDefinition, Result<FieldDefinition>> change) =>
        Edit(accountId, within, owner, schemaName, (field, _) => change(field));

    /// <summary>As above, of a field that has to do with others.</summary>
    public Task<Result<FieldDefinition>> Edit(
        int accountId,
        NpgsqlConnection? within,
        string owner,
        string schemaName,
        Func<FieldDefinition, FieldCatalog, Result<FieldDefinition>> change) =>
        Change<FieldDefinition>(accountId, within, async connection =>
        {
            var catalog = (await Load(connection, accountId)).Catalog(owner);
            if (catalog.Find(schemaName) is not { } field)
                return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {schemaName}");
            var changed = change(field, catalog);
            if (changed is { Failure: null, Value.Source: null }
                && changed.Value.Options.Count > Math.Max(MostOptions, field.Options.Count))
                return new Failure(ErrorCode.LimitExceeded, $"A dropdown has at most {MostOptions} options.");
            if (changed.Failure is null)
                await store.Replace(connection, accountId, owner, changed.Value);
            return changed;
        });

    /// <summary>Runs a change of definitions and makes it visible to this node's next call.</summary>
    public Task<Result<T>> Change<T>(
        int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<Result<T>>> change) =>
        known.ChangeDefinitions(accountId, within, change);
}
