using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Leads;

/// <summary>What users do to their account's lead fields: make and change them, and the options of dropdowns.</summary>
internal sealed class LeadFieldOperations(FieldOperations fields, TimeProvider clock)
{
    private const string Deed = "change lead fields";

    private static readonly Failure NoOptions = new(
        ErrorCode.MissingAttribute, "You have not passed any option value.");

    /// <summary>Why the caller may not change lead fields by Leadline's own API; null where he may.</summary>
    public static Failure? Refusal(Caller caller) => caller.RefuseUnlessAdministrator(Deed);

    public Task<Result<FieldDefinition>> Create(Caller caller, NpgsqlConnection? within, CreateLeadFieldBody body)
    {
        var made = FieldMetadata.FromCreateLeadField(body);
        return made.Failure is null ? Add(caller, within, made.Value) : Task.FromResult(made);
    }

    /// <summary>Makes a field as Leadline's own API defines it.</summary>
    public Task<Result<FieldDefinition>> Create(Caller caller, NpgsqlConnection? within, FieldBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return Task.FromResult<Result<FieldDefinition>>(notPermitted);
        var made = FieldBodies.Read(body, FieldNaming.OfLeads);
        return made.Failure is not null ? Task.FromResult(made)
            : FieldMetadata.PasswordRefusal(made.Value.SchemaName) is { } refusal
                ? Task.FromResult<Result<FieldDefinition>>(refusal)
                : Add(caller, within, made.Value);
    }

    /// <summary>Changes what is passed of one of the account's own fields.</summary>
    public Task<Result<FieldDefinition>> Change(
        Caller caller, NpgsqlConnection? within, string schemaName, FieldBody body)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return Task.FromResult<Result<FieldDefinition>>(notPermitted);
        return fields.Edit(
            caller.AccountId,
            within,
            AccountFields.LeadOwner,
            schemaName,
            field =>
            {
                if (!field.IsCustom)
                    return new Failure(ErrorCode.Conflict, $"{schemaName} is the system's and can not be changed.");
                var changed = FieldBodies.Change(field, body with { SchemaName = schemaName }, FieldNaming.OfLeads);
                return changed.Failure is null ? Modified(changed.Value, caller) : changed;
            });
    }

    private Task<Result<FieldDefinition>> Add(Caller caller, NpgsqlConnection? within, FieldDefinition field)
    {
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

    /// <summary>
    /// Adds options of a dropdown under a value of the field that it depends on; how many of them are new there.
    /// </summary>
    public Task<Result<int>> AddDependentOptions(
        Caller caller, NpgsqlConnection? within, string schemaName, DependentOptionsChange change) =>
        FieldOptions.Refusal([.. change.Options.Distinct()]) is { } refusal
            ? Task.FromResult<Result<int>>(refusal)
            : ChangeDependent(
                caller,
                within,
                schemaName,
                change,
                (field, catalog) => DependentOptions.Add(
                    catalog, field, change.ParentField, change.ParentValue, change.Options));

    /// <summary>
    /// Takes options away from under a value of the field that the dropdown depends on; how many were there.
    /// </summary>
    public Task<Result<int>> RemoveDependentOptions(
        Caller caller, NpgsqlConnection? within, string schemaName, DependentOptionsChange change) => ChangeDependent(
        caller,
        within,
        schemaName,
        change,
        (field, _) => DependentOptions.Remove(field, change.ParentField, change.ParentValue, change.Options));

    private async Task<Result<int>> ChangeDependent(
        Caller caller,
        NpgsqlConnection? within,
        string schemaName,
        DependentOptionsChange change,
        Func<FieldDefinition, FieldCatalog, Result<FieldDefinition>> edit)
    {
        if (change.Options.Count == 0 || change.Options.Any(string.IsNullOrEmpty))
            return NoOptions;
        if (string.IsNullOrWhiteSpace(change.ParentValue) || change.ParentValue.Length > FieldOptions.LongestOption
            || !FieldRules.IsStorable(change.ParentValue))
            return new Failure(ErrorCode.MissingAttribute, "You have not passed ParentFieldValue.");
        var (before, after) = (0, 0);
        var edited = await fields.Edit(
            caller.AccountId,
            within,
            AccountFields.LeadOwner,
            schemaName,
            (field, catalog) =>
            {
                var changed = edit(field, catalog);
                if (changed.Failure is not null)
                    return changed;
                before = DependentOptions.Of(field, change.ParentValue).Count;
                after = DependentOptions.Of(changed.Value, change.ParentValue).Count;
                return Modified(changed.Value, caller);
            });
        return edited.Failure is { } failure ? failure : Math.Abs(after - before);
    }

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
        field is
        {
            Type: FieldType.Dropdown or FieldType.SearchableDropdown or FieldType.MultiSelect,
            ParentField: null,
        }
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

/// <summary>Options of a dropdown under one value of the field that it depends on.</summary>
internal sealed record DependentOptionsChange(string ParentField, string ParentValue, IReadOnlyList<string> Options);
