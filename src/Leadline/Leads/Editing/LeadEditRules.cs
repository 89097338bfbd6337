using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Leads.Editing;

/// <summary>
/// What a person may type into a lead. Stricter than what systems send: dropdowns take their options alone, and every
/// field that is wrong is named.
/// </summary>
internal static class LeadEditRules
{
    /// <summary>What is wrong with the values; null where nothing is.</summary>
    /// <param name="definitions">The account's.</param>
    /// <param name="values">By schema name; null clears a field.</param>
    /// <param name="isNew">A new lead needs its mandatory fields.</param>
    public static Failure? Check(
        Definitions definitions, IReadOnlyDictionary<string, string?> values, bool isNew)
    {
        var (catalog, errors) = (definitions.Lead, new FieldErrors());
        foreach (var (name, value) in values)
            if (Refuse(definitions.Account, catalog, name, value) is { } refusal)
                errors.Add(name, refusal);
        foreach (var field in catalog.Mandatory)
            if (IsMissing(field, catalog, values, isNew))
                errors.Add(field.SchemaName, ErrorCode.MissingAttribute, $"'{field.SchemaName}' is mandatory.");
        return errors.Refusal();
    }

    private static bool IsMissing(
        FieldDefinition field, FieldCatalog catalog, IReadOnlyDictionary<string, string?> values, bool isNew) =>
        values.TryGetValue(field.SchemaName, out var value)
            ? string.IsNullOrWhiteSpace(value)
            : isNew && !catalog.Defaults.ContainsKey(field.SchemaName);

    private static Failure? Refuse(Account account, FieldCatalog catalog, string name, string? value)
    {
        if (catalog.Find(name) is not { } field)
            return new Failure(ErrorCode.UnknownAttribute, $"There is no field '{name}'.");
        if (field.IsReadOnly || name == LeadFieldNames.ProspectId)
            return new Failure(ErrorCode.InvalidInput, $"'{name}' is kept by the server.");
        if (string.IsNullOrEmpty(value))
            return null;
        if (name == LeadFieldNames.OwnerId && (!Guid.TryParse(value, out var user) || !account.Users.ContainsKey(user)))
            return new Failure(ErrorCode.InvalidInput, "There is no such user.");
        var context = new FieldContext(account.CountryCode, CheckOptions: true);
        if (field.Type != FieldType.FieldSet)
            return FieldRules.Coerce(field, value, context).Failure;
        var parts = FieldSets.Passed(new() { Attribute = name, Value = value });
        return parts.Count == 0
            ? new Failure(ErrorCode.InvalidDataType, $"'{name}' takes a JSON object of its parts.")
            : FieldSets.Merge(field, parts, null, context).Failure;
    }
}
