using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>
/// Reads of users as LeadSquared's <c>Authentication.svc</c> and <c>UserManagement.svc</c> answer them (core §1.3, §6).
/// Obsolete users are in none of them.
/// </summary>
internal sealed class LeadSquaredUserEndpoints(
    AccountOperations accounts, SalesGroupOperations groups, SessionTokens sessions)
{
    private const string UsualDateFormat = "mm/dd/yy";

    // Clients take a member Status for an error: there is none here.
    public Task<Failure?> ByAccessKey(Call call) =>
        Task.FromResult(call.Answer(OfKey(call), LeadSquaredJson.Default.AccessKeyUserResponse));

    // Known by its name alone (extended §6.6): the same user, with a session of 12 hours in TokenId.
    public async Task<Failure?> TokenByAccessKey(Call call)
    {
        var token = await sessions.Begin(call.Caller, [new("purpose", "access key")]);
        return call.Answer(OfKey(call) with { TokenId = token }, LeadSquaredJson.Default.AccessKeyUserResponse);
    }

    private static AccessKeyUserResponse OfKey(Call call)
    {
        var (account, user, host) = (call.Caller.Account, call.Caller.User, call.Http.Request.Host.Value ?? "");
        return new AccessKeyUserResponse
        {
            Id = user.Id.ToString(),
            Name = user.Name,
            PassPhrase = user.Email,
            Role = user.Role,
            TimeZone = user.Field(UserProfile.TimeZone) ?? account.TimeZone,
            OrgDisplayName = account.Name,
            OrgId = Ids.Named($"leadline:account:{account.Id}").ToString(),
            OrgShortCode = account.Id.ToString(),
            OrgUniqueName = $"t{account.Id}",
            DefaultCountryCode = account.CountryCode ?? "",
            AssociatedPhoneNumbers = user.Field(UserProfile.AssociatedPhoneNumbers) ?? "",
            LSQCommonServiceURLs = new CommonServices(host, host, host),
        };
    }

    public async Task<Failure?> All(Call call)
    {
        var known = await groups.Get(call.Caller.AccountId);
        var users = call.Caller.Account.Users.Values.Where(user => !user.IsObsolete).OrderBy(user => user.Id);
        var memberships = known.All
            .SelectMany(group => group.Members, (group, member) => (member.UserId, group.Name))
            .ToLookup(membership => membership.UserId, membership => membership.Name);
        return call.Answer(
            [.. users.Select(user => Response(user, [.. memberships[user.Id]]))],
            LeadSquaredJson.Default.IReadOnlyListUserResponse);
    }

    // Clients name the parameter UserId or id (clients.md, rule 6).
    public Task<Failure?> ById(Call call)
    {
        var id = call.QueryId("UserId") ?? call.QueryId("id");
        return Details(call, account => id is { } userId ? account.Users.GetValueOrDefault(userId) : null);
    }

    public Task<Failure?> ByEmailAddress(Call call) =>
        Details(call, account => account.FindUser(call.Query("emailAddress")));

    /// <summary>Ids of everybody who reports to the user, at any distance; without UserId to the caller.</summary>
    public Task<Failure?> Reports(Call call)
    {
        var userId = call.Query("UserId") is null ? call.Caller.User.Id : call.QueryId("UserId");
        var users = call.Caller.Account.Users;
        return Task.FromResult(userId is { } id && users.ContainsKey(id)
            ? call.Answer(
                [.. Rights.ReportsOf(id, users).Select(user => user.Id)], LeadSquaredJson.Default.IReadOnlyListGuid)
            : UserRules.Unknown);
    }

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
        IReadOnlyList<UserDetailsResponse> found =
            user is { IsActive: true } ? [Details(account, user, await groups.Get(account.Id))] : [];
        return call.Answer(found, LeadSquaredJson.Default.IReadOnlyListUserDetailsResponse);
    }

    private static UserResponse Response(User user, string[] memberOf) => new()
    {
        ID = user.Id,
        FirstName = user.FirstName,
        LastName = user.LastName,
        EmailAddress = user.Email,
        Role = user.Role,
        StatusCode = user.IsActive ? 0 : 1,
        MemberOfGroups = memberOf.Length > 0 ? memberOf : null,
        IsPhoneCallAgent = user.Field(UserProfile.IsPhoneCallAgent) == "1",
    };

    private static UserDetailsResponse Details(Account account, User user, SalesGroups groups) => new()
    {
        UserId = user.Id,
        FirstName = user.FirstName,
        LastName = user.LastName,
        EmailAddress = user.Email,
        AssociatedPhoneNumbers = user.Field(UserProfile.AssociatedPhoneNumbers) ?? "",
        DateFormat = user.Field(UserProfile.DateFormat) ?? UsualDateFormat,
        TimeZone = user.Field(UserProfile.TimeZone) ?? account.TimeZone,
        Role = user.Role,
        IsPhoneCallAgent = user.Field(UserProfile.IsPhoneCallAgent) == "1",
        OrgId = account.Id,
        CompanyName = account.Name,
        UserType = user.Field(UserProfile.UserType) == "1" ? 1 : 0,
        ManagerUserId = user.ManagerId?.ToString(),
        ManagerName = user.ManagerId is { } manager ? account.Users.GetValueOrDefault(manager)?.Name : null,
        mx_Custom_1 = Custom(user, 1),
        mx_Custom_2 = Custom(user, 2),
        mx_Custom_3 = Custom(user, 3),
        mx_Custom_4 = Custom(user, 4),
        mx_Custom_5 = Custom(user, 5),
        mx_Custom_6 = Custom(user, 6),
        mx_Custom_7 = Custom(user, 7),
        mx_Custom_8 = Custom(user, 8),
        mx_Custom_9 = Custom(user, 9),
        mx_Custom_10 = Custom(user, 10),
        Groups = [.. groups.Of(user.Id).Select(group => new GroupName(group.Id, group.Name))],
        TeamId = user.Field(UserProfile.TeamId),
        TeamName = user.Field(UserProfile.Team),
    };

    private static string Custom(User user, int number) => user.Field(UserProfile.Custom(number)) ?? "";
}
