using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// Lead fields as LeadSquared's <c>LeadManagement.svc</c> shows and changes them (core §2.1, §2.9, §2.15).
/// </summary>
internal sealed class LeadSquaredFieldEndpoints(FieldOperations fields, LeadFieldOperations leadFields)
{
    public async Task<Failure?> MetaData(Call call)
    {
        var withOptions = call.Query("excludeOptionSets") is not ("1" or "true");
        var schemaName = call.Query("schemaName");
        var asked = (await fields.Get(call.Caller.AccountId)).Lead.Fields.Where(field =>
            schemaName is null || schemaName.Equals(field.SchemaName, StringComparison.OrdinalIgnoreCase));
        return call.Answer(
            [.. asked.Select(field => FieldMetadata.Response(field, withOptions))],
            LeadSquaredJson.Default.IReadOnlyListLeadFieldMetadataResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateLeadFieldBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var created = await leadFields.Create(call.Caller, call.Transaction, body.Value);
        return call.Answer(
            created,
            field => new SuccessResponse<IdMessage>(new(field.Id.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public Task<Failure?> PushOptions(Call call) => ChangeOptions(call, leadFields.AddOptions);

    public Task<Failure?> RemoveOptions(Call call) => ChangeOptions(call, leadFields.RemoveOptions);

    public Task<Failure?> PushDependentOptions(Call call) => ChangeDependent(call, leadFields.AddDependentOptions);

    public Task<Failure?> RemoveDependentOptions(Call call) =>
        ChangeDependent(call, leadFields.RemoveDependentOptions);

    // The options are what is affected here (core §2.15).
    private static async Task<Failure?> ChangeDependent(
        Call call, Func<Caller, NpgsqlConnection?, string, DependentOptionsChange, Task<Result<int>>> change)
    {
        var read = call.Read<DependentOptionsBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        foreach (var (name, value) in new[]
                 {
                     (nameof(body.ParentSchemaName), body.ParentSchemaName),
                     (nameof(body.ChildSchemaName), body.ChildSchemaName),
                     (nameof(body.ParentFieldValue), body.ParentFieldValue),
                 })
            if (string.IsNullOrWhiteSpace(value))
                return new Failure(ErrorCode.MissingAttribute, $"You have not passed {name}.");
        return call.Answer(
            await change(
                call.Caller,
                call.Transaction,
                body.ChildSchemaName!,
                new DependentOptionsChange(body.ParentSchemaName!, body.ParentFieldValue!, body.Options ?? [])),
            affected => new SuccessResponse<AffectedRowsMessage>(new(affected)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }

    private static async Task<Failure?> ChangeOptions(
        Call call, Func<Caller, NpgsqlConnection?, string, IReadOnlyList<string>, Task<Result<FieldDefinition>>> change)
    {
        var body = call.Read<DropdownOptionsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(body.Value.SchemaName))
            return new Failure(ErrorCode.MissingAttribute, "You have not passed SchemaName.");
        var changed = await change(call.Caller, call.Transaction, body.Value.SchemaName, body.Value.Options ?? []);

        // One field is affected, however many options (core §2.15).
        return call.Answer(
            changed,
            _ => new SuccessResponse<AffectedRowsMessage>(new(AffectedRows: 1)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }
}
