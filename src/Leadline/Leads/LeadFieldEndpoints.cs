using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// Lead fields in Leadline's own API, and the one thing that no other API can do: say what identifies a lead.
/// </summary>
internal sealed class LeadFieldEndpoints(
    FieldOperations fields, LeadFieldOperations leadFields, UniqueFields uniqueFields)
{
    public async Task<Failure?> List(Call call)
    {
        var catalog = (await fields.Get(call.Caller.AccountId)).Lead;
        return call.Answer(new LeadFieldsResponse(catalog.Fields.Responses()), OwnJson.Default.LeadFieldsResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<FieldBody>();
        return body.Failure ?? Answer(call, await leadFields.Create(call.Caller, call.Transaction, body.Value));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<FieldBody>();
        return body.Failure
            ?? Answer(
                call, await leadFields.Change(call.Caller, call.Transaction, call.Route("schemaName"), body.Value));
    }

    public Task<Failure?> AddDependentOptions(Call call) => ChangeDependent(call, leadFields.AddDependentOptions);

    public Task<Failure?> RemoveDependentOptions(Call call) =>
        ChangeDependent(call, leadFields.RemoveDependentOptions);

    private async Task<Failure?> ChangeDependent(
        Call call, Func<Caller, NpgsqlConnection?, string, DependentOptionsChange, Task<Result<int>>> change)
    {
        var read = call.Read<DependentOptionsRequest>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (LeadFieldOperations.Refusal(call.Caller) is { } notPermitted)
            return notPermitted;
        foreach (var (name, value) in new[] { ("parentField", body.ParentField), ("parentValue", body.ParentValue) })
            if (string.IsNullOrWhiteSpace(value))
                return new Failure(ErrorCode.MissingAttribute, $"'{name}' is mandatory.") { Field = name };
        var schemaName = call.Route("schemaName");
        var changed = await change(
            call.Caller,
            call.Transaction,
            schemaName,
            new DependentOptionsChange(body.ParentField!, body.ParentValue!, body.Options ?? []));
        return changed.Failure
            ?? call.Answer(
                (await fields.Get(call.Caller.AccountId)).Lead.Find(schemaName)!.Response(),
                OwnJson.Default.FieldResponse);
    }

    public async Task<Failure?> MarkUnique(Call call) =>
        Answer(call, await uniqueFields.Mark(call.Caller, call.Route("schemaName")));

    public async Task<Failure?> UnmarkUnique(Call call) =>
        Answer(call, await uniqueFields.Unmark(call.Caller, call.Route("schemaName")));

    private static Failure? Answer(Call call, Result<FieldDefinition> field) =>
        call.Answer(field, FieldResponses.Response, OwnJson.Default.FieldResponse);
}
