using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Administration: users, groups and rights.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of users of one status: active, inactive or obsolete.</summary>
    public Task<UsersResponse> UsersOf(string status, Guid? after = null, CancellationToken cancellation = default) =>
        Get<UsersResponse>($"users?status={status}" + (after is null ? "" : $"&after={after}"), cancellation);

    /// <summary>Makes a user.</summary>
    public Task<UserResponse> CreateUser(UserRequest request, CancellationToken cancellation = default) =>
        Post<UserRequest, UserResponse>("users", request, cancellation);

    /// <summary>Changes a user.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="request">What changes.</param>
    /// <param name="version">The entity tag of what was read; null changes whatever is there.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<Versioned<UserResponse>> ChangeUser(
        Guid user, UserRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<UserRequest, UserResponse>($"users/{user}", request, version, cancellation);

    /// <summary>Makes a user obsolete.</summary>
    public Task RemoveUser(Guid user, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"users/{user}", cancellation);

    /// <summary>A page of the sales groups.</summary>
    public Task<SalesGroupsResponse> Groups(Guid? after = null, CancellationToken cancellation = default) =>
        Get<SalesGroupsResponse>("groups" + (after is null ? "" : $"?after={after}"), cancellation);

    /// <summary>A sales group.</summary>
    public Task<SalesGroupResponse> Group(Guid group, CancellationToken cancellation = default) =>
        Get<SalesGroupResponse>($"groups/{group}", cancellation);

    /// <summary>Makes a sales group.</summary>
    public Task<SalesGroupResponse> CreateGroup(
        SalesGroupRequest request, CancellationToken cancellation = default) =>
        Post<SalesGroupRequest, SalesGroupResponse>("groups", request, cancellation);

    /// <summary>Changes a sales group; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<SalesGroupResponse>> ChangeGroup(
        Guid group, SalesGroupRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<SalesGroupRequest, SalesGroupResponse>($"groups/{group}", request, version, cancellation);

    /// <summary>Deletes a sales group.</summary>
    public Task RemoveGroup(Guid group, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"groups/{group}", cancellation);

    /// <summary>A page of the users of a sales group.</summary>
    public Task<GroupMembersResponse> GroupMembers(
        Guid group, Guid? after = null, CancellationToken cancellation = default) =>
        Get<GroupMembersResponse>(
            $"groups/{group}/members" + (after is null ? "" : $"?after={after}"), cancellation);

    /// <summary>Puts a user into a sales group, or says anew what the user may do in it.</summary>
    public Task<SalesGroupResponse> PutGroupMember(
        Guid group, Guid user, GroupMemberRequest request, CancellationToken cancellation = default) =>
        Put<GroupMemberRequest, SalesGroupResponse>($"groups/{group}/members/{user}", request, cancellation);

    /// <summary>Takes a user out of a sales group.</summary>
    public Task RemoveGroupMember(Guid group, Guid user, CancellationToken cancellation = default) =>
        Delete<SalesGroupResponse>($"groups/{group}/members/{user}", cancellation);

    /// <summary>A page of the permission templates.</summary>
    public Task<PermissionTemplatesResponse> PermissionTemplates(
        Guid? after = null, CancellationToken cancellation = default) =>
        Get<PermissionTemplatesResponse>(
            "permission-templates" + (after is null ? "" : $"?after={after}"), cancellation);

    /// <summary>A permission template.</summary>
    public Task<PermissionTemplateResponse> PermissionTemplate(
        Guid template, CancellationToken cancellation = default) =>
        Get<PermissionTemplateResponse>($"permission-templates/{template}", cancellation);

    /// <summary>Makes a permission template.</summary>
    public Task<PermissionTemplateResponse> CreatePermissionTemplate(
        PermissionTemplateRequest request, CancellationToken cancellation = default) =>
        Post<PermissionTemplateRequest, PermissionTemplateResponse>("permission-templates", request, cancellation);

    /// <summary>Changes a permission template; see <see cref="ChangeUser"/>.</summary>
    public Task<Versioned<PermissionTemplateResponse>> ChangePermissionTemplate(
        Guid template,
        PermissionTemplateRequest request,
        string? version,
        CancellationToken cancellation = default) =>
        Patch<PermissionTemplateRequest, PermissionTemplateResponse>(
            $"permission-templates/{template}", request, version, cancellation);

    /// <summary>Deletes a permission template that no user has.</summary>
    public Task RemovePermissionTemplate(Guid template, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"permission-templates/{template}", cancellation);
}
