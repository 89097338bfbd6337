using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>
/// Sales groups as LeadSquared's <c>UserGroup.svc</c> has them (core §6, §6.1). There, users come and go in the
/// background and a callback tells the end; here it is done when the call is answered, and nobody is called.
/// </summary>
internal sealed class LeadSquaredGroupEndpoints(SalesGroupOperations groups)
{
    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateGroupBody>();
        return body.Failure ?? call.Answer(
            await groups.Create(call.Caller, call.Transaction, body.Value.Name, body.Value.Description),
            group => new SuccessResponse<IdMessage>(new IdMessage(group.Id.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Delete(Call call)
    {
        var body = call.Read<GroupBody>();
        return body.Failure
            ?? await groups.Delete(call.Caller, call.Transaction, body.Value.GroupId)
            ?? call.Answer(new StatusResponse(), LeadSquaredJson.Default.StatusResponse);
    }

    public async Task<Failure?> AddUsers(Call call)
    {
        var body = call.Read<AddGroupUsersBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.GroupUsers is not { Count: > 0 } users)
            return Failure.Absent("GroupUsers");
        return Taken(call, "Add Group Users", await groups.PutMembers(
            call.Caller, call.Transaction, body.Value.GroupId,
            [.. users.Select(user => (user.UserId, user.Rights()))]));
    }

    public async Task<Failure?> RemoveUsers(Call call)
    {
        var body = call.Read<RemoveGroupUsersBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.UserIds is not { Count: > 0 } users)
            return Failure.Absent("UserIds");
        return Taken(call, "Remove Group Users", await groups.RemoveMembers(
            call.Caller, call.Transaction, body.Value.GroupId,
            [.. users.Select(user => Guid.TryParse(user, out var id) ? id : Guid.Empty)]));
    }

    /// <summary>All groups, or those of the user of UserId.</summary>
    public async Task<Failure?> Retrieve(Call call)
    {
        var known = await groups.Get(call.Caller.AccountId);
        var found = call.Query("UserId") is null ? known.All
            : call.QueryId("UserId") is { } userId ? [.. known.Of(userId)]
            : (IReadOnlyList<SalesGroup>)[];
        return call.Answer(
            new UserGroupsResponse(found.Count, [.. found.Select(Row)]), LeadSquaredJson.Default.UserGroupsResponse);
    }

    public async Task<Failure?> RetrieveUsers(Call call)
    {
        if ((await groups.Get(call.Caller.AccountId)).Find(call.Query("GroupId")) is not { } group)
            return SalesGroupOperations.Unknown;
        var users = call.Caller.Account.Users;
        return call.Answer(
            new GroupUsersResponse(
                group.Members.Count,
                [.. group.Members.Select(member => Row(group, member, users.GetValueOrDefault(member.UserId)))]),
            LeadSquaredJson.Default.GroupUsersResponse);
    }

    private static UserGroupRow Row(SalesGroup group) => new(
        group.Id,
        group.Name,
        group.Description,
        LeadSquaredDates.Text(group.CreatedOn),
        group.Members.Count.ToString());

    private static GroupUserRow Row(SalesGroup group, GroupMember member, User? user) => new(
        group.Id,
        group.Name,
        member.UserId,
        user?.Name ?? "",
        member.Rights.ViewLeads,
        member.Rights.ModifyLeads,
        member.Rights.AddUsers,
        member.Rights.CreateAutomations);

    // The calls that LeadSquared does in the background answer with Response in place of Message (core §0.1).
    private static Failure? Taken(Call call, string type, Result<SalesGroup> changed) => call.Answer(
        changed,
        _ => new GroupRequestResponse("Success", new GroupRequest(type, Ids.New())),
        LeadSquaredJson.Default.GroupRequestResponse);
}
