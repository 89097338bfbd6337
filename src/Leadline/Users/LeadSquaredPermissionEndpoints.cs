using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Permission templates as LeadSquared's <c>PermissionTemplate.svc</c> has them (core §6, §6.1).</summary>
internal sealed class LeadSquaredPermissionEndpoints(PermissionTemplateOperations templates, UserOperations users)
{
    private const int LargestPage = 1_000;

    public async Task<Failure?> Retrieve(Call call)
    {
        var read = call.ReadOrDefault<PermissionTemplatesBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var size = read.Value.Paging?.PageSize is > 0 and var asked ? Math.Min(asked, LargestPage) : LargestPage;
        var skip = (Math.Max(read.Value.Paging?.PageIndex ?? 1, 1) - 1L) * size;
        var page = (await templates.Get(call.Caller.AccountId)).All.Skip((int)Math.Min(skip, int.MaxValue)).Take(size);
        return call.Answer(
            new PermissionTemplatesResponse(
                [.. page.Select(one => new PermissionTemplateRow(one.Id, one.Name, one.Description))]),
            LeadSquaredJson.Default.PermissionTemplatesResponse);
    }

    /// <summary>Tells how many users have the template now; of a template that is not there, none.</summary>
    public async Task<Failure?> Apply(Call call)
    {
        var read = call.Read<ApplyTemplateBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(read.Value.Id))
            return Failure.Absent("Id");
        if (read.Value.UserIds is not { Count: > 0 } ids)
            return Failure.Absent("UserIds");
        return call.Answer(
            await users.Apply(
                call.Caller,
                call.Transaction,
                Guid.TryParse(read.Value.Id, out var id) ? id : Guid.Empty,
                [.. ids.Select(user => Guid.TryParse(user, out var userId) ? userId : Guid.Empty)]),
            given => new SuccessResponse<AffectedRowsMessage>(new AffectedRowsMessage(given)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }

    public Task<Failure?> Permissions(Call call)
    {
        var userId = call.Query("userId") is null ? call.Caller.User.Id : call.QueryId("userId");
        if (userId is not { } id || call.Caller.Account.Users.GetValueOrDefault(id) is not { } user)
            return Task.FromResult<Failure?>(UserRules.Unknown);
        var permissions = PermissionRules.Of(call.Caller.Account, user);
        return Task.FromResult(call.Answer(
            new UserPermissionsResponse(id,
            [
                .. permissions.GroupBy(one => one.Entity).Select(entity => new EntityPermissions(
                    entity.Key,
                    [.. entity.Select(one => new PermittedAction(one.Action, one.Access, one.Fields))])),
            ]),
            LeadSquaredJson.Default.UserPermissionsResponse));
    }
}
