using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Leads;

/// <summary>
/// Makes a lead field identify leads, while leads are written. From the moment that the field is
/// <see cref="Uniqueness.Building"/> every write keeps its identity rows; those of the leads before it are then entered
/// batch by batch. If two leads share a value, all is taken back. It can be cut off anywhere and run again.
/// </summary>
internal sealed class UniqueFields(Database database, AccountOperations accounts, FieldOperations fields)
{
    private const int MostClashes = 100;

    // Held by the one who marks or unmarks a field of the account; PostgreSQL drops it with the connection.
    private const int MarkingLock = 2;

    private const string Deed = "change which fields are unique";

    private static readonly Failure Busy = new(
        ErrorCode.Conflict,
        "A field of this account is being marked or unmarked just now. Please try again when that is done.");

    /// <summary>
    /// The field once it is unique, or why it cannot be: leads that share a value are listed in the failure. Takes
    /// several transactions, and so does not join the caller's; it does no harm when it is called twice.
    /// </summary>
    public async Task<Result<FieldDefinition>> Mark(Caller caller, string schemaName) =>
        caller.RefuseUnlessAdministrator(Deed) is { } refusal
            ? refusal
            : await Exclusively(caller.AccountId, () => Mark(caller.AccountId, schemaName));

    /// <summary>Lets leads share values of the field again.</summary>
    public async Task<Result<FieldDefinition>> Unmark(Caller caller, string schemaName) =>
        caller.RefuseUnlessAdministrator(Deed) is { } refusal
            ? refusal
            : await Exclusively(caller.AccountId, () => Unmark(caller.AccountId, schemaName));

    /// <summary>
    /// Finishes, or takes back, every marking that was cut off; one that runs on another node is left to it.
    /// </summary>
    public async Task<int> Resume()
    {
        IReadOnlyList<(int AccountId, string SchemaName)> unfinished;
        await using (var connection = await database.OpenAcrossAccounts())
            unfinished = await UniqueFieldStore.Unfinished(connection);
        foreach (var (accountId, schemaName) in unfinished)
            await Exclusively(accountId, () => Mark(accountId, schemaName));
        return unfinished.Count;
    }

    private async Task<Result<FieldDefinition>> Exclusively(int accountId, Func<Task<Result<FieldDefinition>>> work)
    {
        await using var connection = await database.Open(accountId);
        if (!await UniqueFieldStore.TryLock(connection, MarkingLock, accountId))
            return Busy;
        try
        {
            return await work();
        }
        finally
        {
            await UniqueFieldStore.Unlock(connection, MarkingLock, accountId);
        }
    }

    private async Task<Result<FieldDefinition>> Mark(int accountId, string schemaName)
    {
        if ((await fields.Fresh(accountId)).Lead.Find(schemaName) is not { } field)
            return Unknown(schemaName);
        if (field.Unique == Uniqueness.Enforced)
            return field;
        if (Refusal(field) is { } refusal)
            return refusal;

        // What an unmarking that was cut off has left: nobody keeps these rows, and they would look like clashes.
        if (field.Unique == Uniqueness.None)
            await RemoveIdentities(accountId, schemaName);
        await Set(accountId, schemaName, Uniqueness.Building);
        var clashes = await EnterExisting(accountId, field);
        if (clashes.Count == 0)
            return await Set(accountId, schemaName, Uniqueness.Enforced);
        await Unmark(accountId, schemaName);
        return new Failure(ErrorCode.Conflict, $"{schemaName} cannot be unique: leads share values of it.")
        {
            Details = json => Write(json, clashes.Values),
        };
    }

    private async Task<Result<FieldDefinition>> Unmark(int accountId, string schemaName)
    {
        if ((await fields.Fresh(accountId)).Lead.Find(schemaName) is not { } field)
            return Unknown(schemaName);
        if (schemaName is LeadFieldNames.EmailAddress or LeadFieldNames.Phone)
            return new Failure(ErrorCode.InvalidInput, "EmailAddress and Phone always identify a lead.");
        var unmarked = field.Unique == Uniqueness.None ? field : await Set(accountId, schemaName, Uniqueness.None);
        await RemoveIdentities(accountId, schemaName);
        return unmarked;
    }

    private Task<Result<FieldDefinition>> Set(int accountId, string schemaName, Uniqueness unique) =>
        fields.Edit(
            accountId, within: null, AccountFields.LeadOwner, schemaName, field => field with { Unique = unique });

    private static Failure? Refusal(FieldDefinition field)
    {
        if (field.IsReadOnly)
            return new Failure(
                ErrorCode.InvalidInput, $"{field.SchemaName} is kept by the system and cannot be marked unique.");
        if (field.DefaultValue is not null)
            return new Failure(
                ErrorCode.InvalidInput, $"{field.SchemaName} has a default value, which leads would share.");
        return
            field.Type
                is FieldType.Text
                    or FieldType.Number
                    or FieldType.Decimal
                    or FieldType.Phone
                    or FieldType.Email
                    or FieldType.Url
            ? null
            : new Failure(ErrorCode.InvalidInput, $"A field of type {field.Type} cannot be unique.");
    }

    private static Failure Unknown(string schemaName) =>
        new(ErrorCode.UnknownField, $"There is no lead field {schemaName}.");

    /// <summary>
    /// Enters the identities of all leads, and finds who shares one; it stops once there is enough to tell.
    /// </summary>
    private async Task<Dictionary<string, LeadClash>> EnterExisting(int accountId, FieldDefinition field)
    {
        var account =
            await accounts.Find(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");
        var clashes = new Dictionary<string, LeadClash>();
        Guid? after = Guid.Empty;
        while (after is { } from && clashes.Count < MostClashes)
        {
            var batch = await Races.Again(() => database.Transaction(
                accountId,
                connection => UniqueFieldStore.EnterBatch(connection, account, field, from)));
            foreach (var (key, value, owner, leadId) in batch.Clashes)
            {
                if (!clashes.TryGetValue(key, out var clash) && clashes.Count < MostClashes)
                    clashes.Add(key, clash = new LeadClash(value, owner));
                clash?.Add(leadId);
            }

            after = batch.Last;
        }

        return clashes;
    }

    private async Task RemoveIdentities(int accountId, string schemaName)
    {
        await using var connection = await database.Open(accountId);
        while (await UniqueFieldStore.RemoveBatch(connection, accountId, schemaName) > 0)
        {
        }
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<LeadClash> clashes)
    {
        json.WriteStartArray("clashes"u8);
        foreach (var clash in clashes)
        {
            json.WriteStartObject();
            json.WriteString("value"u8, clash.Value);
            json.WriteNumber("leadCount"u8, clash.LeadCount);
            json.WriteStartArray("leadIds"u8);
            foreach (var leadId in clash.LeadIds)
                json.WriteStringValue(leadId);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>Leads that share a value. The first hundred are named, all are counted that were met.</summary>
internal sealed class LeadClash(string value, Guid firstLead)
{
    private const int MostNamed = 100;

    private readonly List<Guid> leadIds = [firstLead];

    public string Value => value;

    public int LeadCount { get; private set; } = 1;

    public IReadOnlyList<Guid> LeadIds => leadIds;

    public void Add(Guid leadId)
    {
        LeadCount++;
        if (leadIds.Count < MostNamed)
            leadIds.Add(leadId);
    }
}
