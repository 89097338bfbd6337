using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Leads;

/// <summary>What users do to their account's lead fields: make them, and change the options of dropdowns.</summary>
internal sealed class LeadFieldOperations(FieldOperations fields, TimeProvider clock)
{
    private static readonly Failure NoOptions = new(
        ErrorCode.MissingAttribute, "You have not passed any option value.");

    public Task<Result<FieldDefinition>> Create(Caller caller, NpgsqlConnection? within, CreateLeadFieldBody body)
    {
        var made = FieldMetadata.FromCreateLeadField(body);
        if (made.Failure is not null)
            return Task.FromResult(made);
        var field = made.Value;
        var now = clock.GetUtcNow();
        var authors = new Dictionary<string, string>(field.Hints)
        {
            ["CreatedBy"] = caller.User.Id.ToString(),
            ["CreatedByName"] = caller.User.Name,
            ["ModifiedBy"] = caller.User.Id.ToString(),
            ["ModifiedByName"] = caller.User.Name,
        };
        field = field with { CreatedOn = now, ModifiedOn = now, Hints = authors };
        return fields.Add(caller.AccountId, within, AccountFields.LeadOwner, field);
    }

    /// <summary>
    /// Adds options after those that the dropdown has; those that it has already stay where they are.
    /// </summary>
    public Task<Result<FieldDefinition>> AddOptions(
        Caller caller,
        NpgsqlConnection? within,
        string schemaName,
        IReadOnlyList<string> options) =>
        FieldOptions.Refusal([.. options.Distinct()]) is { } refusal
            ? Task.FromResult<Result<FieldDefinition>>(refusal)
            : ChangeOptions(
                caller, within, schemaName, options, field => field with { Options = [.. field.Options.Union(options)] }
            );

    /// <summary>Takes options away. Records keep the values that they have.</summary>
    public Task<Result<FieldDefinition>> RemoveOptions(
        Caller caller,
        NpgsqlConnection? within,
        string schemaName,
        IReadOnlyList<string> options) =>
        ChangeOptions(
            caller,
            within,
            schemaName,
            options,
            field =>
                field with
                {
                    Options = [.. field.Options.Except(options)],
                    DefaultValue =
                        field.DefaultValue is { } initial && options.Contains(initial) ? null : field.DefaultValue,
                });

    private Task<Result<FieldDefinition>> ChangeOptions(
        Caller caller,
        NpgsqlConnection? within,
        string schemaName,
        IReadOnlyList<string> options,
        Func<FieldDefinition, FieldDefinition> change)
    {
        if (options.Count == 0 || options.Any(string.IsNullOrEmpty))
            return Task.FromResult<Result<FieldDefinition>>(NoOptions);

        // mx_Docs~mx_CustomObject_5 is a part of the custom field set mx_Docs (core §2.15).
        var names = schemaName.Split('~', 2);
        return fields.Edit(caller.AccountId, within, AccountFields.LeadOwner, names[0], field =>
        {
            var changed = names is [_, var part] ? ChangePart(field, part, change) : ChangeDropdown(field, change);
            return changed.Failure is null ? Modified(changed.Value, caller) : changed;
        });
    }

    private static Result<FieldDefinition> ChangePart(
        FieldDefinition set, string partName, Func<FieldDefinition, FieldDefinition> change)
    {
        var parts = set.Parts.ToArray();
        var index = Array.FindIndex(parts, part => part.SchemaName == partName);
        if (index < 0)
            return new Failure(
                ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {set.SchemaName}~{partName}");
        var changed = ChangeDropdown(parts[index], change);
        if (changed.Failure is not null)
            return changed;
        parts[index] = changed.Value;
        return set with { Parts = parts };
    }

    private static Result<FieldDefinition> ChangeDropdown(
        FieldDefinition field,
        Func<FieldDefinition, FieldDefinition> change) =>
        field.Type is FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect
            ? change(field)
            : new Failure(ErrorCode.InvalidInput, "Lead field should be of type independent dropdown");

    private FieldDefinition Modified(FieldDefinition field, Caller caller) => field with
    {
        ModifiedOn = clock.GetUtcNow(),
        Hints = new Dictionary<string, string>(field.Hints)
        {
            ["ModifiedBy"] = caller.User.Id.ToString(),
            ["ModifiedByName"] = caller.User.Name,
        },
    };
}
