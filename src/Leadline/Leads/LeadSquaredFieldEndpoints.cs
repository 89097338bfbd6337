using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.Leads;

/// <summary>Lead fields as LeadSquared's <c>LeadManagement.svc</c> shows and changes them (core §2.1, §2.9, §2.15).</summary>
internal sealed class LeadSquaredFieldEndpoints(FieldOperations fields, LeadFieldOperations leadFields)
{
    public async Task<Failure?> MetaData(Call call)
    {
        var withOptions = call.Query("excludeOptionSets") is not ("1" or "true");
        var schemaName = call.Query("schemaName");
        var json = call.Json;
        json.WriteStartArray();
        foreach (var field in (await fields.Of(call.Caller.AccountId)).Lead.Fields)
            if (schemaName is null || schemaName.Equals(field.SchemaName, StringComparison.OrdinalIgnoreCase))
                FieldMetadata.Write(json, field, withOptions);
        json.WriteEndArray();
        return null;
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateLeadFieldBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var created = await leadFields.Create(call.Caller, call.Transaction, body.Value);
        if (created.Failure is { } failure)
            return failure;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, created.Value.Id);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    public Task<Failure?> PushOptions(Call call) => ChangeOptions(call, leadFields.AddOptions);

    public Task<Failure?> RemoveOptions(Call call) => ChangeOptions(call, leadFields.RemoveOptions);

    private static async Task<Failure?> ChangeOptions(
        Call call, Func<Caller, NpgsqlConnection?, string, IReadOnlyList<string>, Task<Result<FieldDefinition>>> change)
    {
        var body = call.Read<DropdownOptionsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(body.Value.SchemaName))
            return new Failure(ErrorCode.MissingAttribute, "You have not passed SchemaName.");
        var changed = await change(call.Caller, call.Transaction, body.Value.SchemaName, body.Value.Options ?? []);
        if (changed.Failure is { } failure)
            return failure;

        // One field is affected, however many options (core §2.15).
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteNumber("AffectedRows"u8, 1);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }
}
