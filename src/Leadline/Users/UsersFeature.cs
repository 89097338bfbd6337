using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>An account's users, as the LeadSquared API shows them.</summary>
internal static class UsersFeature
{
    public static void MapUsers(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var users = routes.Create<LeadSquaredUserEndpoints>();
        v2.Get("Authentication.svc/UserByAccessKey.Get", users.ByAccessKey)
            .Describe("The user and the account of the keys")
            .Answers<AccessKeyUserResponse>();
        v2.Get("UserManagement.svc/Users.Get", users.All)
            .Describe("The users of the account")
            .Answers<List<UserResponse>>();
        v2.Get("UserManagement.svc/User/Retrieve/ByUserId", users.ById)
            .Describe("A user, in a list", null, "UserId")
            .Answers<List<UserDetailsResponse>>();
        v2.Get("UserManagement.svc/User/Retrieve/ByEmailAddress", users.ByEmailAddress)
            .Describe("The user of an e-mail address, in a list", null, "emailAddress")
            .Answers<List<UserDetailsResponse>>();
    }
}
