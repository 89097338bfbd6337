using Leadline.Accounts;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.ServiceDesk;

/// <summary>Gives users their roles in the service desk.</summary>
internal sealed class ServiceRoleOperations(AccountOperations accounts)
{
    /// <summary>
    /// Gives the role of this name, in any case; null takes a given one back. The answer is the user as it is then.
    /// </summary>
    public async Task<Result<User>> Set(int accountId, NpgsqlConnection? within, Guid userId, string? role)
    {
        var named = ServiceRoles.Named(role);
        return role is not null && named is null
            ? new Failure(ErrorCode.InvalidOption, $"The service role is one of {string.Join(", ", ServiceRoles.All)}.")
            : await accounts.SetServiceRole(accountId, within, userId, named);
    }
}
