using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>Who may do what in the service desk, in Leadline's own API.</summary>
internal sealed class ServiceRoleEndpoints(ServiceRoleOperations roles)
{
    public Task<Failure?> List(Call call)
    {
        var users = call.Caller.Account.Users.Values.OrderBy(user => user.Email, StringComparer.OrdinalIgnoreCase);
        return Task.FromResult(call.Answer(
            new ServiceRolesResponse([.. users.Select(Response)]), OwnJson.Default.ServiceRolesResponse));
    }

    public async Task<Failure?> Set(Call call)
    {
        var body = call.Read<ServiceRoleRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (ServiceRights.GiveRolesRefusal(call.Caller) is { } notPermitted)
            return notPermitted;
        if (body.Value.Role is not { } role)
            return new Failure(ErrorCode.MissingAttribute, "'role' is mandatory.");
        var account = call.Caller.Account;
        var user = Guid.TryParse(call.Route("user"), out var id)
            ? account.Users.GetValueOrDefault(id)
            : account.FindUser(call.Route("user"));
        if (user is null)
            return new Failure(ErrorCode.UnknownRecord, "There is no such user.");
        var given = await roles.Set(account.Id, call.Transaction, user.Id, role.Length == 0 ? null : role);
        return call.Answer(given, Response, OwnJson.Default.ServiceRoleResponse);
    }
    private static ServiceRoleResponse Response(User user) =>
        new(
            user.Id,
            user.Email,
            user.Name,
            user.IsActive,
            ServiceRoles.RoleOf(user),
            Given: user.ServiceRole is not null);
}
