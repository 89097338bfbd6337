using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;
using Leadline.Users.SignIn;
using Own = Leadline.Protocol.Own;

namespace Leadline.Users;

/// <summary>An account's users, their groups and permission templates, and when they come and leave.</summary>
internal static class UsersFeature
{
    public static void AddUsers(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<CheckInStore>();
        services.AddSingleton<CheckInOperations>();
        services.AddSingleton<SalesGroupStore>();
        services.AddSingleton<SalesGroupOperations>();
        services.AddSingleton<PermissionTemplateStore>();
        services.AddSingleton<PermissionTemplateOperations>();
        services.AddSingleton<UserOperations>();
        services.AddSignIn(options);
    }

    public static void MapUsers(this SurfaceRoutes routes)
    {
        MapLeadSquaredUsers(routes);
        MapLeadSquaredGroups(routes);
        MapOwnUsers(routes);
        MapOwnGroups(routes);
        routes.MapSignIn();
    }

    private static void MapLeadSquaredUsers(SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var users = routes.Create<LeadSquaredUserEndpoints>();
        v2.Get("Authentication.svc/UserByAccessKey.Get", users.ByAccessKey)
            .Describe("The user and the account of the keys")
            .Answers<AccessKeyUserResponse>();
        v2.Get("Authentication.svc/UserTokenByAccessKey.Get", users.TokenByAccessKey)
            .Describe("The user and the account of the keys, and a session of the user")
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
        v2.Get("UserManagement.svc/ReportingHierarchy/RetrieveAllReportingUsers", users.Reports)
            .Describe("Ids of everybody who reports to a user, at any distance", null, "UserId")
            .Answers<List<Guid>>();
        v2.Post("UserManagement.svc/User/AdvancedSearch", routes.Create<LeadSquaredUserSearchEndpoints>().Search)
            .Describe("Users that meet conditions", typeof(UserSearchBody))
            .Answers<UsersFoundResponse>();

        var changes = routes.Create<LeadSquaredUserChangeEndpoints>();
        v2.Post("UserManagement.svc/User/Create", changes.Create)
            .Describe("Makes a user", typeof(CreateUserBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("UserManagement.svc/User/Update", changes.Update)
            .Describe("Changes a user", typeof(UpdateUserBody), "UserId")
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Get("UserManagement.svc/User/MarkObsolete", changes.MarkObsolete)
            .Describe("Makes a deactivated user obsolete", null, "userid")
            .Answers<StatusResponse>();

        var checkIns = routes.Create<LeadSquaredCheckInEndpoints>();
        v2.Post("UserManagement.svc/User/CheckIn", checkIns.CheckIn)
            .Describe("Says that the caller comes to work", typeof(CheckInBody))
            .Answers<SuccessResponse<CheckInMessage>>();
        v2.Post("UserManagement.svc/User/CheckOut", checkIns.CheckOut)
            .Describe("Says that the caller leaves", typeof(CheckInBody))
            .Answers<SuccessResponse<CheckInMessage>>();
        v2.Get("UserManagement.svc/User/CheckinStatus", checkIns.Status)
            .Describe("Whether a user is at work", null, "UserId")
            .Answers<CheckInStatusResponse>();
        v2.Post("UserManagement.svc/User/GetCheckinCheckoutHistory", checkIns.History)
            .Describe("When users came and left", typeof(CheckInHistoryBody))
            .Answers<ListResponse>();
    }

    private static void MapLeadSquaredGroups(SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var groups = routes.Create<LeadSquaredGroupEndpoints>();
        v2.Post("UserGroup.svc/Create", groups.Create)
            .Describe("Makes a sales group", typeof(CreateGroupBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("UserGroup.svc/AddUsers", groups.AddUsers)
            .Describe("Puts users into a sales group", typeof(AddGroupUsersBody))
            .Answers<GroupRequestResponse>();
        v2.Post("UserGroup.svc/RemoveUsers", groups.RemoveUsers)
            .Describe("Takes users out of a sales group", typeof(RemoveGroupUsersBody))
            .Answers<GroupRequestResponse>();
        v2.Post("UserGroup.svc/Delete", groups.Delete)
            .Describe("Deletes a sales group", typeof(GroupBody))
            .Answers<StatusResponse>();
        v2.Get("UserGroup.svc/Retrieve", groups.Retrieve)
            .Describe("The sales groups, or those of a user", null, "UserId")
            .Answers<UserGroupsResponse>();
        v2.Get("UserGroup.svc/RetrieveUsers", groups.RetrieveUsers)
            .Describe("The users of a sales group", null, "GroupId")
            .Answers<GroupUsersResponse>();

        var permissions = routes.Create<LeadSquaredPermissionEndpoints>();
        v2.Post("PermissionTemplate.svc/Retrieve", permissions.Retrieve)
            .Describe("The permission templates", typeof(PermissionTemplatesBody))
            .Answers<PermissionTemplatesResponse>();
        v2.Post("PermissionTemplate.svc/Apply", permissions.Apply)
            .Describe("Gives users a permission template", typeof(ApplyTemplateBody))
            .Answers<SuccessResponse<AffectedRowsMessage>>();
        v2.Get("PermissionTemplate.svc/User/GetPermissions", permissions.Permissions)
            .Describe("What a user may do", null, "userId")
            .Answers<UserPermissionsResponse>();
    }

    private static void MapOwnUsers(SurfaceRoutes routes)
    {
        var (own, users) = (routes.Leadline, routes.Create<UserEndpoints>());
        own.Get("users", users.List)
            .Describe("The users, the oldest first", null, "status", "role", "words", "after", "limit")
            .Answers<Own.UsersResponse>();
        own.Post("users", users.Create)
            .Describe("Makes a user", typeof(Own.UserRequest))
            .Answers<Own.UserResponse>();
        own.Get("users/{user}", users.Get).Describe("A user").Answers<Own.UserResponse>();
        own.Patch("users/{user}", users.Change)
            .Describe(
                "Changes a user; the header If-Match refuses an edit of an older version", typeof(Own.UserRequest))
            .Answers<Own.UserResponse>();
        own.Delete("users/{user}", users.Delete)
            .Describe("Makes a user obsolete: every key, token and session of the user ends")
            .Answers<Own.DoneResponse>();
        own.Get("users/{user}/reports", users.Reports)
            .Describe("Who reports to a user, at any distance")
            .Answers<Own.ReportsResponse>();
        own.Get("users/{user}/permissions", users.Permissions)
            .Describe("What a user may do")
            .Answers<Own.PermissionsResponse>();

        var checkIns = routes.Create<CheckInEndpoints>();
        own.Get("users/{user}/check-ins", checkIns.List)
            .Describe("When a user came and left, the newest first", null, "before", "limit")
            .Answers<Own.CheckInsResponse>();
        own.Post("check-ins", checkIns.Record)
            .Describe("Says that the caller comes to work or leaves", typeof(Own.CheckInRequest))
            .Answers<Own.CheckInResponse>();
    }

    private static void MapOwnGroups(SurfaceRoutes routes)
    {
        var (own, groups) = (routes.Leadline, routes.Create<SalesGroupEndpoints>());
        own.Get("groups", groups.List)
            .Describe("The sales groups, the oldest first", null, "after", "limit")
            .Answers<Own.SalesGroupsResponse>();
        own.Post("groups", groups.Create)
            .Describe("Makes a sales group", typeof(Own.SalesGroupRequest))
            .Answers<Own.SalesGroupResponse>();
        own.Get("groups/{group}", groups.Get).Describe("A sales group").Answers<Own.SalesGroupResponse>();
        own.Patch("groups/{group}", groups.Change)
            .Describe(
                "Changes a sales group; the header If-Match refuses an edit of an older version",
                typeof(Own.SalesGroupRequest))
            .Answers<Own.SalesGroupResponse>();
        own.Delete("groups/{group}", groups.Delete).Describe("Deletes a sales group").Answers<Own.DoneResponse>();
        own.Get("groups/{group}/members", groups.Members)
            .Describe("The users of a sales group", null, "after", "limit")
            .Answers<Own.GroupMembersResponse>();
        own.Put("groups/{group}/members/{user}", groups.PutMember)
            .Describe(
                "Puts a user into a sales group, or says anew what the user may do", typeof(Own.GroupMemberRequest))
            .Answers<Own.SalesGroupResponse>();
        own.Delete("groups/{group}/members/{user}", groups.RemoveMember)
            .Describe("Takes a user out of a sales group")
            .Answers<Own.SalesGroupResponse>();

        var templates = routes.Create<PermissionTemplateEndpoints>();
        own.Get("permission-templates", templates.List)
            .Describe("The permission templates, the oldest first", null, "after", "limit")
            .Answers<Own.PermissionTemplatesResponse>();
        own.Post("permission-templates", templates.Create)
            .Describe("Makes a permission template", typeof(Own.PermissionTemplateRequest))
            .Answers<Own.PermissionTemplateResponse>();
        own.Get("permission-templates/{template}", templates.Get)
            .Describe("A permission template")
            .Answers<Own.PermissionTemplateResponse>();
        own.Patch("permission-templates/{template}", templates.Change)
            .Describe(
                "Changes a permission template; the header If-Match refuses an edit of an older version",
                typeof(Own.PermissionTemplateRequest))
            .Answers<Own.PermissionTemplateResponse>();
        own.Delete("permission-templates/{template}", templates.Delete)
            .Describe("Deletes a permission template that no user has")
            .Answers<Own.DoneResponse>();
        own.Post("permission-templates/{template}/apply", templates.Apply)
            .Describe("Gives users a permission template", typeof(Own.ApplyPermissionTemplateRequest))
            .Answers<Own.PermissionTemplateAppliedResponse>();
    }
}
