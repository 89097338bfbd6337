using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A sales group to make: the body of UserGroup.svc/Create (core §6.1).</summary>
public sealed record CreateGroupBody
{
    /// <summary>The name; mandatory.</summary>
    public string? Name { get; init; }

    /// <summary>What the group is for.</summary>
    public string? Description { get; init; }
}

/// <summary>A sales group: the body of UserGroup.svc/Delete (core §6.1).</summary>
public sealed record GroupBody
{
    /// <summary>The group's id.</summary>
    public string? GroupId { get; init; }
}

/// <summary>Users to put into a sales group: the body of UserGroup.svc/AddUsers (core §6).</summary>
public sealed record AddGroupUsersBody
{
    /// <summary>The group's id.</summary>
    public string? GroupId { get; init; }

    /// <summary>The users and their rights.</summary>
    public List<GroupRightsBody>? GroupUsers { get; init; }

    /// <summary>Where LeadSquared tells that it is done; Leadline is done when it answers, and calls nobody.</summary>
    public string? CallbackURL { get; init; }
}

/// <summary>Users to take out of a sales group: the body of UserGroup.svc/RemoveUsers (core §6.1).</summary>
public sealed record RemoveGroupUsersBody
{
    /// <summary>The group's id.</summary>
    public string? GroupId { get; init; }

    /// <summary>The users' ids.</summary>
    public List<string>? UserIds { get; init; }

    /// <summary>Where LeadSquared tells that it is done; Leadline is done when it answers, and calls nobody.</summary>
    public string? CallbackURL { get; init; }
}

/// <summary>A change of a group was taken (core §6.1).</summary>
/// <param name="Status">Success.</param>
/// <param name="Response">The request.</param>
public sealed record GroupRequestResponse(string Status, GroupRequest Response);

/// <summary>The request to change a group.</summary>
/// <param name="RequestType">Add Group Users or Remove Group Users.</param>
/// <param name="RequestId">An id.</param>
public sealed record GroupRequest(string RequestType, Guid RequestId);

/// <summary>Sales groups (core §6).</summary>
/// <param name="RecordCount">How many.</param>
/// <param name="UserGroups">The groups.</param>
public sealed record UserGroupsResponse(int RecordCount, IReadOnlyList<UserGroupRow> UserGroups);

/// <summary>A sales group (core §6).</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="CreatedOn">When it was made, UTC.</param>
/// <param name="UserCount">How many users are in it, as text.</param>
public sealed record UserGroupRow(
    Guid GroupId, string Name, string? Description, string CreatedOn, string UserCount);

/// <summary>The users of a sales group (core §6).</summary>
/// <param name="RecordCount">How many.</param>
/// <param name="GroupUsers">The users.</param>
public sealed record GroupUsersResponse(int RecordCount, IReadOnlyList<GroupUserRow> GroupUsers);

/// <summary>A user of a sales group (core §6).</summary>
/// <param name="GroupId">The group.</param>
/// <param name="GroupName">The group's name.</param>
/// <param name="UserId">The user.</param>
/// <param name="UserName">The user's name.</param>
/// <param name="ViewAllLeadsOfGroup">Sees the leads of the others.</param>
/// <param name="ModifyAllLeadsOfGroup">Changes the leads of the others.</param>
/// <param name="AddUsersToGroup">Puts users into the group.</param>
/// <param name="CreateGroupAutomation">Makes automations for the group.</param>
public sealed record GroupUserRow(
    Guid GroupId,
    string GroupName,
    Guid UserId,
    string UserName,
    bool ViewAllLeadsOfGroup,
    bool ModifyAllLeadsOfGroup,
    bool AddUsersToGroup,
    bool CreateGroupAutomation);

/// <summary>What a page of permission templates is: the body of PermissionTemplate.svc/Retrieve (core §6).</summary>
public sealed record PermissionTemplatesBody
{
    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Whom to give a permission template: the body of PermissionTemplate.svc/Apply (core §6).</summary>
public sealed record ApplyTemplateBody
{
    /// <summary>The template's id.</summary>
    public string? Id { get; init; }

    /// <summary>The users' ids.</summary>
    public List<string>? UserIds { get; init; }
}

/// <summary>Permission templates (core §6).</summary>
/// <param name="List">The page.</param>
public sealed record PermissionTemplatesResponse(IReadOnlyList<PermissionTemplateRow> List);

/// <summary>A permission template (core §6).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
public sealed record PermissionTemplateRow(Guid Id, string Name, string? Description);

/// <summary>What a user may do (core §6.1).</summary>
/// <param name="UserId">The user.</param>
/// <param name="EntityPermissions">An entry a kind of record.</param>
public sealed record UserPermissionsResponse(Guid UserId, IReadOnlyList<EntityPermissions> EntityPermissions);

/// <summary>What a user may do with records of a kind.</summary>
/// <param name="Entity">Lead, Activity, Opportunity, Task, Account, List or Ticket.</param>
/// <param name="Permissions">An entry an action.</param>
public sealed record EntityPermissions(string Entity, IReadOnlyList<PermittedAction> Permissions);

/// <summary>Whose records a user may do something with.</summary>
/// <param name="Action">View, Create, Update, Delete, Export or Import.</param>
/// <param name="Access">All, Group, Own or None.</param>
/// <param name="Properties">The only fields that it is about; none is all.</param>
public sealed record PermittedAction(string Action, string Access, IReadOnlyList<string> Properties);

/// <summary>That a user came or left (core §6.1).</summary>
/// <param name="ResponseText">A sentence with the moment, UTC.</param>
public sealed record CheckInMessage(string ResponseText);

/// <summary>Whether a user is at work (core §6.1).</summary>
/// <param name="IsCheckedIn">Whether the last word was that the user came.</param>
/// <param name="LastCheckedOn">When that was, UTC; null where there was none.</param>
public sealed record CheckInStatusResponse(bool IsCheckedIn, string? LastCheckedOn);

/// <summary>Users that a search found (core §6).</summary>
/// <param name="Users">Every column by name; those that were not asked for are null.</param>
/// <param name="RecordCount">How many there are, whatever the page holds.</param>
public sealed record UsersFoundResponse(
    IReadOnlyList<IReadOnlyDictionary<string, string?>> Users, int RecordCount);
