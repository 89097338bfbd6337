using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>
/// Users as LeadSquared's <c>Authentication.svc</c> and <c>UserManagement.svc</c> show them (core §1.3, §6).
/// </summary>
internal sealed class LeadSquaredUserEndpoints(AccountOperations accounts)
{
    // Clients take a member Status for an error: there is none here.
    public Task<Failure?> ByAccessKey(Call call)
    {
        var (account, user, host) = (call.Caller.Account, call.Caller.User, call.Http.Request.Host.Value ?? "");
        var response = new AccessKeyUserResponse
        {
            Id = user.Id.ToString(),
            Name = user.Name,
            PassPhrase = user.Email,
            Role = user.Role,
            TimeZone = account.TimeZone,
            OrgDisplayName = account.Name,
            OrgId = Ids.Named($"leadline:account:{account.Id}").ToString(),
            OrgShortCode = account.Id.ToString(),
            OrgUniqueName = $"t{account.Id}",
            DefaultCountryCode = account.CountryCode ?? "",
            LSQCommonServiceURLs = new CommonServices(host, host, host),
        };
        return Task.FromResult(call.Answer(response, LeadSquaredJson.Default.AccessKeyUserResponse));
    }

    public Task<Failure?> All(Call call)
    {
        var users = call.Caller.Account.Users.Values.OrderBy(user => user.Id);
        return Task.FromResult(
            call.Answer([.. users.Select(Response)], LeadSquaredJson.Default.IReadOnlyListUserResponse));
    }

    // Clients name the parameter UserId or id (clients.md, rule 6).
    public Task<Failure?> ById(Call call)
    {
        var id = call.QueryId("UserId") ?? call.QueryId("id");
        return Details(call, account => id is { } userId ? account.Users.GetValueOrDefault(userId) : null);
    }

    public Task<Failure?> ByEmailAddress(Call call) =>
        Details(call, account => account.FindUser(call.Query("emailAddress")));

    /// <summary>
    /// A list of the one user, or an empty one for an unknown or inactive user: as good as a refusal, which is not
    /// given by an account that another node has changed.
    /// </summary>
    private async Task<Failure?> Details(Call call, Func<Account, User?> find)
    {
        var account = call.Caller.Account;
        var user = find(account);
        if (user is not { IsActive: true } && await accounts.Renewed(call.Caller) is { } renewed)
            user = find(account = renewed.Account);
        IReadOnlyList<UserDetailsResponse> found = user is { IsActive: true } ? [Details(account, user)] : [];
        return call.Answer(found, LeadSquaredJson.Default.IReadOnlyListUserDetailsResponse);
    }

    private static UserResponse Response(User user) => new()
    {
        ID = user.Id,
        FirstName = user.FirstName,
        LastName = user.LastName,
        EmailAddress = user.Email,
        Role = user.Role,
        StatusCode = user.IsActive ? 0 : 1,
    };

    private static UserDetailsResponse Details(Account account, User user) => new()
    {
        UserId = user.Id,
        FirstName = user.FirstName,
        LastName = user.LastName,
        EmailAddress = user.Email,
        TimeZone = account.TimeZone,
        Role = user.Role,
        OrgId = account.Id,
        CompanyName = account.Name,
    };
}
