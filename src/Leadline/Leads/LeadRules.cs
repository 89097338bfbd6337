using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>What one command does to the leads of a batch: create, update, or refuse without a trace.</summary>
internal static class LeadRules
{
    /// <summary>ProspectAutoId's counter.</summary>
    public static readonly Counter NumberCounter = new("lead");

    public static readonly Failure Unknown = new(ErrorCode.UnknownLead, ErrorTexts.UnknownLead);

    /// <summary>
    /// Creates or updates the lead that the command means, and adds its event. Everything is checked before anything is
    /// changed, so a refused command leaves nothing behind for the others of the batch.
    /// </summary>
    public static Result<LeadWritten> Apply(
        LeadCommand command, LeadTarget target, LeadBatch batch, RowBuffer rows, DateTime now)
    {
        var match = batch.Match(command.AccountId, target);
        return match.Failure is { } failure ? failure
            : match.Value is not { } entry ? Create(command, target, batch, rows, now)
            : command.LeadRights.Scope(RecordKind.Lead, Deed.View).Includes(entry.Lead.OwnerId, entry.Lead.Id)
                ? Update(command, target, batch, entry, rows, now)
            : Hidden(command, target, entry);
    }

    // That a unique value is taken cannot be hidden from whoever sets it; whose it is can.
    private static Failure Hidden(LeadCommand command, LeadTarget target, LeadBatch.Entry entry)
    {
        if (target.Match != LeadMatch.ById && !target.MustExist)
            foreach (var key in target.Input.Keys)
                if (entry.Keys.Contains(key))
                    return Duplicate(command.Definitions.Lead, key);
        return Unknown;
    }

    private static Result<LeadWritten> Create(
        LeadCommand command, LeadTarget target, LeadBatch batch, RowBuffer rows, DateTime now)
    {
        var (catalog, account, input) = (command.Definitions.Lead, command.Definitions.Account, target.Input);
        if (CheckNew(target, catalog, batch) is { } failure)
            return failure;
        var user = command.Caller.User.Id;
        var owner = input.OwnerId ?? user;
        if (command.LeadRights.Refuse(RecordKind.Lead, Deed.Create, owner) is { } notPermitted)
            return notPermitted;
        var values = new Dictionary<string, string>(catalog.Defaults.Count + input.Changes.Count);
        foreach (var (name, value) in catalog.Defaults)
            values[name] = value;
        foreach (var change in input.Changes)
        {
            var value = NewValue(change, null, account);
            if (value.Failure is { } unfit)
                return unfit;
            Set(values, change.Field.SchemaName, value.Value);
        }

        var id = input.ProspectId is { } given && batch.ById(command.AccountId, given) is null
            ? given
            : Ids.New();
        var lead = new Lead
        {
            AccountId = command.AccountId,
            Id = id,
            OwnerId = owner,
            CreatedBy = user,
            ModifiedBy = user,
            CreatedOn = now,
            ModifiedOn = now,
            LastModifiedOn = now,
            Values = values,
        };
        batch.Add(lead, input.Keys);
        batch.Number(NumberCounter, lead);
        rows.Add(EventStore.Append, LeadEvent(lead, LeadEvents.Created, user, now, data: null));
        return new LeadWritten(id, IsCreated: true);
    }

    private static Failure? CheckNew(LeadTarget target, FieldCatalog catalog, LeadBatch batch)
    {
        var input = target.Input;
        if (input.Keys.Count == 0 && !input.Changes.Any(change =>
                change.Value is not null
                && change.Field.SchemaName is LeadFieldNames.FirstName or LeadFieldNames.LastName))
            return new Failure(
                ErrorCode.MissingAttribute,
                "At least one of FirstName, LastName, EmailAddress, Phone is mandatory to create a lead");
        foreach (var field in target.MayLackMandatory ? [] : catalog.Mandatory)
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
        LeadCommand command, LeadTarget target, LeadBatch batch, LeadBatch.Entry entry, RowBuffer rows, DateTime now)
    {
        var (catalog, account) = (command.Definitions.Lead, command.Definitions.Account);
        var lead = entry.Lead;
        var written = new LeadWritten(lead.Id, IsCreated: false);
        if (target.Behavior == LeadUpdateBehavior.DoNotUpdate)
            return written;

        var changes = new Dictionary<string, string?>();
        foreach (var change in target.Input.Changes)
        {
            var before = lead.Value(change.Field.SchemaName);
            if (!Applies(target, change, before) || Names(target, change, entry, account, before))
                continue;
            var merged = NewValue(change, before, account);
            if (merged.Failure is { } unfit)
                return unfit;
            var after = merged.Value;
            if (after == before)
                continue;
            if (change.Field.LockAfterCreate && before is not null)
                return new Failure(
                    ErrorCode.InvalidInput, $"'{change.Field.SchemaName}' cannot be changed after the lead is created");
            if (after is null && change.Field.IsMandatory)
                return new Failure(ErrorCode.MissingAttribute, $"'{change.Field.SchemaName}' is mandatory");
            changes[change.Field.SchemaName] = after;
        }

        var owner = target.Input.OwnerId ?? lead.OwnerId;
        if (changes.Count == 0 && owner == lead.OwnerId)
            return written;
        if (MayChange(command.LeadRights, lead, changes.Keys, owner) is { } notPermitted)
            return notPermitted;
        var keys = KeysAfter(account, catalog, entry, changes);
        foreach (var key in keys)
            if (batch.OwnerOf(key) is { } other && other.Lead.Id != lead.Id)
                return Duplicate(catalog, key);

        rows.Add(
            EventStore.Append,
            LeadEvent(
                lead,
                LeadEvents.Updated,
                command.Caller.User.Id,
                now,
                LeadChanges.Describe(lead, changes, owner),
                target.IsQuiet));
        RecordMilestones(command, target, batch, lead, changes, owner);
        batch.Rekey(entry, keys);
        foreach (var (name, value) in changes)
            Set(lead.Values, name, value);
        lead.OwnerId = owner;
        lead.ModifiedBy = command.Caller.User.Id;
        lead.ModifiedOn = lead.LastModifiedOn = now;
        entry.ValuesChanged = true;
        return written;
    }

    private static Failure? MayChange(Caller caller, Lead lead, IEnumerable<string> changed, Guid owner)
    {
        if (caller.Refuse(RecordKind.Lead, Deed.Update, lead.OwnerId, lead.Id) is { } notPermitted)
            return notPermitted;
        var fields = PermissionRules.LeadFieldsOf(caller.Account, caller.User);
        if (fields.Count == 0)
            return null;
        if (owner != lead.OwnerId)
            changed = changed.Append(LeadFieldNames.OwnerId);
        return changed.FirstOrDefault(name => !fields.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } closed
            ? new Failure(ErrorCode.NotPermitted, $"You do not have permission to change '{closed}'.")
            : null;
    }

    private static void RecordMilestones(
        LeadCommand command,
        LeadTarget target,
        LeadBatch batch,
        Lead lead,
        Dictionary<string, string?> changes,
        Guid owner)
    {
        foreach (var (name, after) in changes)
            if (LeadMilestone.IsField(name))
                batch.Record(
                    new LeadMilestone.Changed(command.Caller, lead, name, lead.Value(name), after)
                    {
                        Comment = target.Input.StageComment,
                    });
        if (owner != lead.OwnerId)
            batch.Record(
                new LeadMilestone.Changed(
                    command.Caller, lead, LeadFieldNames.OwnerId, lead.OwnerId.ToString(), owner.ToString()));
    }

    private static bool Applies(LeadTarget target, FieldChange change, string? before) => target.Behavior switch
    {
        LeadUpdateBehavior.UpdateOnlyEmptyFields => before is null,
        LeadUpdateBehavior.DoNotUpdateUniqueFields => change.Field.Unique == Uniqueness.None,

        // Core §2.6: a repeated capture leaves the source of the first one.
        _ => target.Match != LeadMatch.Capture || change.Field.SchemaName != LeadFieldNames.Source || before is null,
    };

    /// <summary>
    /// Whether the value is by what a merged lead was known, and so says whom the caller means, not how the lead is to
    /// be reached from now on.
    /// </summary>
    private static bool Names(
        LeadTarget target, FieldChange change, LeadBatch.Entry entry, Account account, string? before) =>
        entry.Aliases.Count > 0 && before is not null && target.Match != LeadMatch.ById
        && change is { Field.Unique: not Uniqueness.None, Value: { } value }
        && LeadInput.Key(account, change.Field, value) is { } key && entry.Aliases.Contains(key);

    private static Coerced NewValue(FieldChange change, string? before, Account account) => change.Parts is { } parts
        ? FieldSets.Merge(change.Field, parts, before, new FieldContext(account.CountryCode, CheckOptions: false))
        : new Coerced(change.Value, null);

    private static List<IdentityKey> KeysAfter(
        Account account, FieldCatalog catalog, LeadBatch.Entry entry, Dictionary<string, string?> changes)
    {
        var keys = new List<IdentityKey>(entry.Keys.Count);
        foreach (var field in catalog.Identifying)
        {
            var value = changes.TryGetValue(field.SchemaName, out var changed)
                ? changed
                : entry.Lead.Value(field.SchemaName);
            if (value is not null && LeadInput.Key(account, field, value) is { } key)
                keys.Add(key);
        }

        return keys;
    }

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

    public static Event LeadEvent(
        Lead lead, string kind, Guid user, DateTime now, string? data, bool isQuiet = false) =>
        new(lead.AccountId, Ids.New(), kind, lead.Id, RecordId: null, user, now, data) { IsQuiet = isQuiet };
}
