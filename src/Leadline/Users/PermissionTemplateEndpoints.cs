using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Permission templates in Leadline's own API.</summary>
internal sealed class PermissionTemplateEndpoints(PermissionTemplateOperations templates, UserOperations users)
{
    private const int MostListed = 200;

    public async Task<Failure?> List(Call call)
    {
        var (after, most) = (call.QueryId("after"), call.QueryLimit(MostListed));
        var found = (await templates.Get(call.Caller.AccountId)).All
            .Where(template => after is null || template.Id.CompareTo(after.Value) > 0)
            .OrderBy(template => template.Id)
            .Take(most + 1)
            .ToList();
        return call.Answer(
            new PermissionTemplatesResponse(
                [.. found.Take(most).Select(Response)], found.Count > most ? found[most - 1].Id : null),
            OwnJson.Default.PermissionTemplatesResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        (await templates.Get(call.Caller.AccountId)).Find(IdOf(call)) is { } template
            ? Answer(call, template)
            : PermissionTemplateOperations.Unknown;

    public Task<Failure?> Create(Call call) => Save(call, id: null);

    public Task<Failure?> Change(Call call) => Save(call, IdOf(call));

    public async Task<Failure?> Delete(Call call) =>
        await templates.Delete(call.Caller, call.Transaction, IdOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Apply(Call call)
    {
        var body = call.Read<ApplyPermissionTemplateRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.UserIds is not { Count: > 0 } ids)
            return new Failure(ErrorCode.MissingAttribute, "'userIds' is mandatory.") { Field = "userIds" };
        if ((await templates.Get(call.Caller.AccountId)).Find(IdOf(call)) is null)
            return PermissionTemplateOperations.Unknown;
        return call.Answer(
            await users.Apply(
                call.Caller, call.Transaction, IdOf(call),
                [.. ids.Select(id => Guid.TryParse(id, out var userId) ? userId : Guid.Empty)]),
            given => new PermissionTemplateAppliedResponse(given),
            OwnJson.Default.PermissionTemplateAppliedResponse);
    }

    public static PermissionResponse Response(Permission one) => new(one.Entity, one.Action, one.Access, one.Fields);

    private async Task<Failure?> Save(Call call, Guid? id)
    {
        var body = call.Read<PermissionTemplateRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        List<Permission>? permissions = body.Value.Permissions is null ? null : [];
        foreach (var sent in body.Value.Permissions ?? [])
        {
            var permission = PermissionRules.Read(sent.Entity, sent.Action, sent.Access, sent.Fields);
            if (permission.Failure is { } unfit)
                return unfit;
            permissions!.Add(permission.Value);
        }

        return Answer(call, await templates.Save(
            call.Caller,
            call.Transaction,
            id,
            body.Value.Name,
            body.Value.Description,
            permissions,
            IfMatch.Version(call)));
    }

    private static Failure? Answer(Call call, Result<PermissionTemplate> template)
    {
        if (template.Failure is null)
            IfMatch.Tell(call, template.Value.Version);
        return call.Answer(template, Response, OwnJson.Default.PermissionTemplateResponse);
    }

    private static PermissionTemplateResponse Response(PermissionTemplate template) => new(
        template.Id,
        template.Name,
        template.Description,
        [.. template.Permissions.Select(Response)],
        template.Version,
        template.CreatedOn,
        template.ModifiedOn);

    private static Guid IdOf(Call call) => call.RouteId("template") ?? Guid.Empty;
}
