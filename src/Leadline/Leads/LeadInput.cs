using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Leads;

/// <summary>
/// One field to set: its canonical value, or the parts of a custom field set, which are merged when the lead is known.
/// </summary>
internal readonly record struct FieldChange(
    FieldDefinition Field, string? Value, IReadOnlyList<KeyValuePair<string, string?>>? Parts);

/// <summary>What a caller sent about a lead, checked against the account's fields.</summary>
internal sealed record LeadInput
{
    /// <summary>Nothing to set, and nothing to find a lead by.</summary>
    public static readonly LeadInput None = new() { Changes = [], Keys = [] };

    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>The normalised values by which the lead can be found, e-mail and phone first.</summary>
    public required IReadOnlyList<IdentityKey> Keys { get; init; }

    public Guid? ProspectId { get; init; }

    public Guid? OwnerId { get; init; }

    /// <summary>What is said of the change of the stage, if the stage changes.</summary>
    public string? StageComment { get; init; }

    /// <summary>The field to find the lead by; null for the call's own rule.</summary>
    public string? SearchBy { get; init; }

    public IdentityKey? Key(string field)
    {
        foreach (var key in Keys)
            if (key.Field == field)
                return key;
        return null;
    }

    /// <summary>
    /// Checks every attribute. One unknown attribute refuses the whole call, and all unknown ones are named (core
    /// §0.1).
    /// </summary>
    public static Result<LeadInput> Read(Account account, FieldCatalog catalog, IReadOnlyList<LeadProperty> properties)
    {
        var context = new FieldContext(account.CountryCode, CheckOptions: false);
        var changes = new List<FieldChange>(properties.Count);
        List<string>? unknown = null;
        Guid? prospectId = null;
        Guid? ownerId = null;
        string? searchBy = null;
        string? stageComment = null;
        foreach (var property in properties)
        {
            switch (property.Attribute)
            {
                case null or "":
                    return new Failure(ErrorCode.MissingAttribute, "Attribute is mandatory for every value.");
                case var name when name.Equals(LeadFieldNames.SearchBy, StringComparison.OrdinalIgnoreCase):
                    searchBy = property.Value;
                    continue;
                case LeadFieldNames.UseUserDefinedGuid:
                    continue;
                case LeadFieldNames.StageComment:
                    if (property.Value is { } comment && !FieldRules.IsStorable(comment))
                        return Failure.InvalidParameter(LeadFieldNames.StageComment);
                    stageComment = property.Value;
                    continue;
                case var name when name.Equals(LeadFieldNames.ProspectId, StringComparison.OrdinalIgnoreCase):
                    if (!string.IsNullOrEmpty(property.Value))
                    {
                        if (!Guid.TryParse(property.Value, out var id))
                            return Failure.InvalidParameter("ProspectID");
                        prospectId = id;
                    }

                    continue;
            }

            if (catalog.FindAnyCase(property.Attribute) is not { } field)
            {
                // A lead may be written back as it was read.
                if (!LeadColumns.IsUnlisted(property.Attribute))
                    (unknown ??= []).Add(property.Attribute);
                continue;
            }

            if (field.IsReadOnly)
                continue;
            var change = Change(field, property, context);
            if (change.Failure is { } failure)
                return failure;
            if (field.SchemaName == LeadFieldNames.OwnerId)
            {
                if (change.Value.Value is not { } owner)
                    continue;
                if (!Guid.TryParse(owner, out var user) || !account.Users.ContainsKey(user))
                    return Failure.InvalidParameter("OwnerId");
                ownerId = user;
                continue;
            }

            changes.Add(change.Value);
        }

        if (unknown is not null)
            return new Failure(
                ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(",", unknown)}");
        return new LeadInput
        {
            Changes = changes,
            Keys = KeysOf(account, catalog, changes),
            ProspectId = prospectId,
            OwnerId = ownerId,
            SearchBy = string.IsNullOrWhiteSpace(searchBy) ? null : searchBy.Trim(),
            StageComment = stageComment,
        };
    }

    private static Result<FieldChange> Change(FieldDefinition field, LeadProperty property, FieldContext context)
    {
        if (field.Type == FieldType.FieldSet && FieldSets.Passed(property) is { Count: > 0 } parts)
        {
            // Which parts are missing shows with those that the lead has.
            var merged = FieldSets.Merge(field, parts, null, context);
            return merged.Failure is { Code: not ErrorCode.MissingAttribute } unfit
                ? unfit
                : new FieldChange(field, null, parts);
        }

        var coerced = FieldRules.Coerce(field, property.Value, context);
        return coerced.Failure is { } refused ? refused : new FieldChange(field, coerced.Value, null);
    }

    private static List<IdentityKey> KeysOf(Account account, FieldCatalog catalog, List<FieldChange> changes)
    {
        var keys = new List<IdentityKey>(2);
        foreach (var field in catalog.Identifying)
        {
            for (var i = changes.Count - 1; i >= 0; i--)
            {
                if (!ReferenceEquals(changes[i].Field, field))
                    continue;
                if (changes[i].Value is { } value && Key(account, field, value) is { } key)
                    keys.Add(key);
                break;
            }
        }

        return keys;
    }

    /// <summary>The identities of a lead as it is stored.</summary>
    public static List<IdentityKey> KeysOf(Account account, FieldCatalog catalog, Lead lead)
    {
        var keys = new List<IdentityKey>(2);
        foreach (var field in catalog.Identifying)
            if (lead.Value(field.SchemaName) is { } value && Key(account, field, value) is { } key)
                keys.Add(key);
        return keys;
    }

    /// <summary>The identity of a canonical value; null when the value identifies nobody.</summary>
    public static IdentityKey? Key(Account account, FieldDefinition field, string value)
    {
        var normalised = ValueKey.From(field.Type, value, account.CountryCode);
        return normalised.Length == 0 ? null : new IdentityKey(account.Id, field.SchemaName, normalised);
    }
}
