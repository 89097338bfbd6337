using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Users in Leadline's own API.</summary>
internal sealed class UserEndpoints(UserOperations users, SalesGroupOperations groups)
{
    private const int MostListed = 200;

    private static readonly string[] Statuses = ["active", "inactive", "obsolete"];

    private static readonly Failure BadStatus = new(
        ErrorCode.InvalidOption, $"'status' is one of {string.Join(", ", Statuses)}.")
    { Field = "status" };

    /// <summary>
    /// <c>GET users?status=&amp;role=&amp;words=&amp;after=&amp;limit=</c>: without a status all but the obsolete ones.
    /// </summary>
    public async Task<Failure?> List(Call call)
    {
        var (status, role, words) = (call.Query("status"), call.Query("role"), call.Query("words"));
        if (status is not null && !Statuses.Contains(status))
            return BadStatus;
        var known = await groups.Get(call.Caller.AccountId);
        var after = call.QueryId("after");
        var most = call.QueryLimit(MostListed);
        var found = call.Caller.Account.Users.Values
            .Where(user => status is null ? !user.IsObsolete : StatusOf(user) == status)
            .Where(user => role is null || user.Role.Equals(role, StringComparison.OrdinalIgnoreCase))
            .Where(user => words is null
                || $"{user.Name} {user.Email}".Contains(words, StringComparison.OrdinalIgnoreCase))
            .Where(user => after is null || user.Id.CompareTo(after.Value) > 0)
            .OrderBy(user => user.Id)
            .Take(most + 1)
            .ToList();
        return call.Answer(
            new UsersResponse(
                [.. found.Take(most).Select(user => Response(user, known))],
                found.Count > most ? found[most - 1].Id : null),
            OwnJson.Default.UsersResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        Named(call) is { } user ? await Answer(call, user) : UserRules.Unknown;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<UserRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var edit = Edit(body.Value, expected: null);
        return edit.Failure ?? await Answer(call, await users.Create(call.Caller, call.Transaction, edit.Value));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<UserRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (Named(call) is not { } user)
            return UserRules.Unknown;
        var edit = Edit(body.Value, IfMatch.Version(call));
        return edit.Failure
            ?? await Answer(call, await users.Change(call.Caller, call.Transaction, user.Id, edit.Value));
    }

    /// <summary>Makes the user obsolete, working or not.</summary>
    public async Task<Failure?> Delete(Call call)
    {
        if (Named(call) is not { } user)
            return UserRules.Unknown;
        var gone = new UserEdit
        {
            IsActive = false,
            IsObsolete = true,
            ExpectedVersion = IfMatch.Version(call),
        };
        return (await users.Change(call.Caller, call.Transaction, user.Id, gone)).Failure
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    public Task<Failure?> Reports(Call call) => Task.FromResult(Named(call) is { } user
        ? call.Answer(
            new ReportsResponse([.. Rights.ReportsOf(user.Id, call.Caller.Account.Users).Select(one => one.Id)]),
            OwnJson.Default.ReportsResponse)
        : UserRules.Unknown);

    public Task<Failure?> Permissions(Call call) => Task.FromResult(Named(call) is { } user
        ? call.Answer(
            new PermissionsResponse(
                [.. PermissionRules.Of(call.Caller.Account, user).Select(PermissionTemplateEndpoints.Response)]),
            OwnJson.Default.PermissionsResponse)
        : UserRules.Unknown);

    /// <summary>The user of the path, by id or e-mail address.</summary>
    public static User? Named(Call call) => Guid.TryParse(call.Route("user"), out var id)
        ? call.Caller.Account.Users.GetValueOrDefault(id)
        : call.Caller.Account.FindUser(call.Route("user"));

    private static Result<UserEdit> Edit(UserRequest request, int? expected)
    {
        if (request.Status is { } status && !Statuses.Contains(status))
            return BadStatus;
        return new UserEdit
        {
            Email = request.Email,
            FirstName = request.FirstName,
            LastName = request.LastName,
            Role = request.Role,
            Password = request.Password,
            IsActive = request.Status is null ? null : request.Status == "active",
            IsObsolete = request.Status is null ? null : request.Status == "obsolete",
            ManagerId = request.ManagerId,
            PermissionTemplate = request.PermissionTemplateId,
            Profile = request.Fields ?? [],
            ExpectedVersion = expected,
        };
    }

    private async Task<Failure?> Answer(Call call, Result<User> user) =>
        user.Failure ?? await Answer(call, user.Value);

    private async Task<Failure?> Answer(Call call, User user)
    {
        IfMatch.Tell(call, user.Version);
        return call.Answer(
            Response(user, await groups.Get(call.Caller.AccountId)), OwnJson.Default.UserResponse);
    }

    private static UserResponse Response(User user, SalesGroups groups) => new(
        user.Id,
        user.Email,
        user.FirstName,
        user.LastName,
        user.Name,
        user.Role,
        StatusOf(user),
        user.ManagerId,
        user.PermissionTemplateId,
        [.. groups.Of(user.Id).Select(group => group.Id)],
        user.Profile,
        user.Version,
        user.CreatedOn,
        user.ModifiedOn);

    private static string StatusOf(User user) =>
        user.IsObsolete ? "obsolete" : user.IsActive ? "active" : "inactive";
}
