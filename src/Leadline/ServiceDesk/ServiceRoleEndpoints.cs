using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>Who may do what in the service desk, in Leadline's own API.</summary>
internal sealed class ServiceRoleEndpoints(AccountOperations accounts)
{
    public Task<Failure?> List(Call call)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("users"u8);
        foreach (var user in call.Caller.Account.Users.Values.OrderBy(user => user.Email, StringComparer.OrdinalIgnoreCase))
            Write(json, user);
        json.WriteEndArray();
        json.WriteEndObject();
        return Task.FromResult<Failure?>(null);
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
        var user = Guid.TryParse(call.Route("user"), out var id) ? account.Users.GetValueOrDefault(id) : account.FindUser(call.Route("user"));
        if (user is null)
            return new Failure(ErrorCode.UnknownRecord, "There is no such user.");
        var given = await accounts.SetServiceRole(
            account.Id, call.Transaction, user.Id, role.Length == 0 ? null : ServiceRoles.Named(role) ?? role);
        if (given.Failure is { } failure)
            return failure;
        Write(call.Json, given.Value);
        return null;
    }

    private static void Write(Utf8JsonWriter json, User user)
    {
        json.WriteStartObject();
        json.WriteString("userId"u8, user.Id);
        json.WriteString("email"u8, user.Email);
        json.WriteString("name"u8, user.Name);
        json.WriteBoolean("active"u8, user.IsActive);
        json.WriteString("role"u8, ServiceRoles.Of(user));
        json.WriteBoolean("given"u8, user.ServiceRole is not null);
        json.WriteEndObject();
    }
}
