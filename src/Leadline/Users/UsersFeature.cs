using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>An account's users, as the LeadSquared API shows them.</summary>
internal static class UsersFeature
{
    public static void MapUsers(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var users = routes.Create<LeadSquaredUserEndpoints>();
        v2.Get("Authentication.svc/UserByAccessKey.Get", users.ByAccessKey);
        v2.Get("UserManagement.svc/Users.Get", users.All);
        v2.Get("UserManagement.svc/User/Retrieve/ByUserId", users.ById);
        v2.Get("UserManagement.svc/User/Retrieve/ByEmailAddress", users.ByEmailAddress);
    }
}
