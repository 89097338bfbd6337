using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Sales groups in Leadline's own API.</summary>
internal sealed class SalesGroupEndpoints(SalesGroupOperations groups)
{
    private const int MostListed = 200;

    public async Task<Failure?> List(Call call)
    {
        var (after, most) = (call.QueryId("after"), call.QueryLimit(MostListed));
        var found = (await groups.Get(call.Caller.AccountId)).All
            .Where(group => after is null || group.Id.CompareTo(after.Value) > 0)
            .OrderBy(group => group.Id)
            .Take(most + 1)
            .ToList();
        return call.Answer(
            new SalesGroupsResponse(
                [.. found.Take(most).Select(Response)], found.Count > most ? found[most - 1].Id : null),
            OwnJson.Default.SalesGroupsResponse);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await Named(call));

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<SalesGroupRequest>();
        return body.Failure ?? Answer(
            call, await groups.Create(call.Caller, call.Transaction, body.Value.Name, body.Value.Description));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<SalesGroupRequest>();
        return body.Failure ?? Answer(call, await groups.Edit(
            call.Caller,
            call.Transaction,
            call.Route("group"),
            body.Value.Name,
            body.Value.Description,
            IfMatch.Version(call)));
    }

    public async Task<Failure?> Delete(Call call) =>
        await groups.Delete(call.Caller, call.Transaction, call.Route("group"))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Members(Call call)
    {
        var group = await Named(call);
        if (group.Failure is { } unknown)
            return unknown;
        var (after, most) = (call.QueryId("after"), call.QueryLimit(MostListed));
        var found = group.Value.Members
            .Where(member => after is null || member.UserId.CompareTo(after.Value) > 0)
            .OrderBy(member => member.UserId)
            .Take(most + 1)
            .ToList();
        var users = call.Caller.Account.Users;
        return call.Answer(
            new GroupMembersResponse(
                [.. found.Take(most).Select(member => Response(member, users.GetValueOrDefault(member.UserId)))],
                found.Count > most ? found[most - 1].UserId : null),
            OwnJson.Default.GroupMembersResponse);
    }

    public async Task<Failure?> PutMember(Call call)
    {
        var body = call.ReadOrDefault<GroupMemberRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (UserEndpoints.Named(call) is not { } user)
            return UserRules.Unknown;
        var request = body.Value;
        var rights = new MemberRights
        {
            IsManager = request.Manager,
            ViewLeads = request.ViewLeads,
            ModifyLeads = request.ModifyLeads,
            ViewCompanies = request.ViewCompanies,
            ModifyCompanies = request.ModifyCompanies,
            AddUsers = request.AddUsers,
            CreateAutomations = request.CreateAutomations,
        };
        return Answer(call, await groups.PutMembers(
            call.Caller, call.Transaction, call.Route("group"), [(user.Id.ToString(), rights)]));
    }

    public async Task<Failure?> RemoveMember(Call call) => UserEndpoints.Named(call) is { } user
        ? Answer(call, await groups.RemoveMembers(call.Caller, call.Transaction, call.Route("group"), [user.Id]))
        : UserRules.Unknown;

    private async Task<Result<SalesGroup>> Named(Call call) =>
        (await groups.Get(call.Caller.AccountId)).Find(call.Route("group")) is { } group
            ? group
            : SalesGroupOperations.Unknown;

    private static Failure? Answer(Call call, Result<SalesGroup> group)
    {
        if (group.Failure is null)
            IfMatch.Tell(call, group.Value.Version);
        return call.Answer(group, Response, OwnJson.Default.SalesGroupResponse);
    }

    private static SalesGroupResponse Response(SalesGroup group) => new(
        group.Id, group.Name, group.Description, group.Members.Count, group.Version, group.CreatedOn);

    private static GroupMemberResponse Response(GroupMember member, User? user) => new(
        member.UserId,
        user?.Name ?? "",
        member.Rights.IsManager,
        member.Rights.ViewLeads,
        member.Rights.ModifyLeads,
        member.Rights.ViewCompanies,
        member.Rights.ModifyCompanies,
        member.Rights.AddUsers,
        member.Rights.CreateAutomations);
}
