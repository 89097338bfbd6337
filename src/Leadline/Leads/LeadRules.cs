using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>What one write does to the leads of a batch: create, update, or refuse without a trace.</summary>
internal static class LeadRules
{
    /// <summary>
    /// Carries out the write on the batch, leaves its outcome, and adds its event to the unit. Everything is checked
    /// before anything is changed, so a refused write leaves nothing behind for the others of the batch.
    /// </summary>
    public static void Apply(LeadWrite write, AccountFields fields, LeadBatch batch, WriteUnit unit, DateTime now)
    {
        if (write.Refusal is { } refusal)
        {
            write.Outcome = refusal;
            return;
        }

        var match = batch.Match(write);
        write.Outcome = match.Failure is { } failure ? failure
            : match.Value is { } entry ? Update(write, fields.Lead, batch, entry, unit, now)
            : Create(write, fields.Lead, batch, unit, now);
        if (write.Outcome.Failure is not null || write.Then is not { } then)
            return;
        var changed = batch.ById(write.Caller.AccountId, write.Outcome.Value.LeadId)!;
        then(unit, changed.Lead, now);
        changed.Touched = true;
        changed.ValuesChanged |= changed.Lead.IsScored;
    }

    private static Result<LeadWritten> Create(LeadWrite write, FieldCatalog catalog, LeadBatch batch, WriteUnit unit, DateTime now)
    {
        var input = write.Input;
        if (CheckNew(input, catalog, batch) is { } failure)
            return failure;
        var user = write.Caller.User.Id;
        var values = new Dictionary<string, string>(catalog.Defaults.Count + input.Changes.Count);
        foreach (var (name, value) in catalog.Defaults)
            values[name] = value;
        foreach (var change in input.Changes)
            Set(values, change, NewValue(change, null, write.Caller.Account));

        var id = input.ProspectId is { } given && batch.ById(write.Caller.AccountId, given) is null
            ? given
            : Ids.New();
        var lead = new Lead
        {
            AccountId = write.Caller.AccountId,
            Id = id,
            OwnerId = input.OwnerId ?? user,
            CreatedBy = user,
            ModifiedBy = user,
            CreatedOn = now,
            ModifiedOn = now,
            LastModifiedOn = now,
            Values = values,
        };
        batch.Add(lead, input.Keys);
        unit.Add(EventLog.Append, LeadEvent(lead, LeadEvents.Created, user, now, data: null));
        return new LeadWritten(id, IsCreated: true);
    }

    private static Failure? CheckNew(LeadInput input, FieldCatalog catalog, LeadBatch batch)
    {
        if (input.Keys.Count == 0 && !input.Changes.Any(change =>
                change.Value is not null && change.Field.SchemaName is LeadFieldNames.FirstName or LeadFieldNames.LastName))
            return new Failure(
                ErrorCode.MissingAttribute, "At least one of FirstName, LastName, EmailAddress, Phone is mandatory to create a lead");
        foreach (var field in catalog.Mandatory)
            if (!catalog.Defaults.ContainsKey(field.SchemaName) && !Sets(input, field))
                return new Failure(ErrorCode.MissingAttribute, $"'{field.SchemaName}' is mandatory");
        foreach (var key in input.Keys)
            if (batch.OwnerOf(key) is not null)
                return Duplicate(catalog, key);
        return null;
    }

    private static bool Sets(LeadInput input, FieldDefinition field)
    {
        foreach (var change in input.Changes)
            if (ReferenceEquals(change.Field, field) && (change.Value is not null || change.Parts is not null))
                return true;
        return false;
    }

    private static Result<LeadWritten> Update(
        LeadWrite write, FieldCatalog catalog, LeadBatch batch, LeadBatch.Entry entry, WriteUnit unit, DateTime now)
    {
        var lead = entry.Lead;
        var written = new LeadWritten(lead.Id, IsCreated: false);
        if (write.Behavior == LeadUpdateBehavior.DoNotUpdate)
            return written;

        var changes = new Dictionary<string, string?>();
        foreach (var change in write.Input.Changes)
        {
            var before = lead.Value(change.Field.SchemaName);
            if (!Applies(write, change, before))
                continue;
            var after = NewValue(change, before, write.Caller.Account);
            if (after == before)
                continue;
            if (change.Field.LockAfterCreate && before is not null)
                return new Failure(ErrorCode.InvalidInput, $"'{change.Field.SchemaName}' cannot be changed after the lead is created");
            if (after is null && change.Field.IsMandatory)
                return new Failure(ErrorCode.MissingAttribute, $"'{change.Field.SchemaName}' is mandatory");
            changes[change.Field.SchemaName] = after;
        }

        var owner = write.Input.OwnerId ?? lead.OwnerId;
        if (changes.Count == 0 && owner == lead.OwnerId)
            return written;
        var keys = KeysAfter(write.Caller.Account, catalog, entry, changes);
        foreach (var key in keys)
            if (batch.OwnerOf(key) is { } other && other.Lead.Id != lead.Id)
                return Duplicate(catalog, key);

        unit.Add(
            EventLog.Append,
            LeadEvent(lead, LeadEvents.Updated, write.Caller.User.Id, now, LeadChanges.Describe(lead, changes, owner)));
        batch.Rekey(entry, keys);
        foreach (var (name, value) in changes)
            Set(lead.Values, name, value);
        lead.OwnerId = owner;
        lead.ModifiedBy = write.Caller.User.Id;
        lead.ModifiedOn = lead.LastModifiedOn = now;
        entry.ValuesChanged = true;
        return written;
    }

    private static bool Applies(LeadWrite write, FieldChange change, string? before) => write.Behavior switch
    {
        LeadUpdateBehavior.UpdateOnlyEmptyFields => before is null,
        LeadUpdateBehavior.DoNotUpdateUniqueFields => change.Field.Unique == Uniqueness.None,

        // Core §2.6: a repeated capture leaves the source of the first one.
        _ => write.Match != LeadMatch.Capture || change.Field.SchemaName != LeadFieldNames.Source || before is null,
    };

    private static string? NewValue(FieldChange change, string? before, Account account) => change.Parts is { } parts
        ? FieldSets.Merge(change.Field, parts, before, new FieldContext(account.CountryCode, CheckOptions: false)).Value
        : change.Value;

    private static List<IdentityKey> KeysAfter(
        Account account, FieldCatalog catalog, LeadBatch.Entry entry, Dictionary<string, string?> changes)
    {
        var keys = new List<IdentityKey>(entry.Keys.Count);
        foreach (var field in catalog.Identifying)
        {
            var value = changes.TryGetValue(field.SchemaName, out var changed) ? changed : entry.Lead.Value(field.SchemaName);
            if (value is not null && LeadInput.Key(account, field, value) is { } key)
                keys.Add(key);
        }

        return keys;
    }

    private static void Set(Dictionary<string, string> values, FieldChange change, string? value) =>
        Set(values, change.Field.SchemaName, value);

    private static void Set(Dictionary<string, string> values, string name, string? value)
    {
        if (value is null)
            values.Remove(name);
        else
            values[name] = value;
    }

    // The two texts that clients compare (core §1.8, §1.10); other unique fields follow their pattern.
    private static Failure Duplicate(FieldCatalog catalog, IdentityKey key) => new(
        ErrorCode.Duplicate,
        $"A Lead with same {key.Field switch
        {
            LeadFieldNames.EmailAddress => "Email",
            LeadFieldNames.Phone => "Phone Number",
            _ => catalog.Find(key.Field)?.DisplayName ?? key.Field,
        }} already exists.");

    private static Event LeadEvent(Lead lead, string kind, Guid user, DateTime now, string? data) =>
        new(lead.AccountId, Ids.New(), kind, lead.Id, RecordId: null, user, now, data);
}
