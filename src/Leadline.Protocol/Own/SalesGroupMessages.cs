using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A group to make, <c>POST /leadline/v1/groups</c>, or what to change of one,
/// <c>PATCH /leadline/v1/groups/{group}</c>.
/// </summary>
public sealed record SalesGroupRequest
{
    /// <summary>The name; mandatory for a new group.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the group is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }
}

/// <summary>Users who share leads.</summary>
/// <param name="Id">The group's id.</param>
/// <param name="Name">The group's name.</param>
/// <param name="Description">What the group is for.</param>
/// <param name="Members">How many users are in it.</param>
/// <param name="Version">Grows with every change; also in the header ETag.</param>
/// <param name="CreatedOn">When it was made.</param>
public sealed record SalesGroupResponse(
    Guid Id, string Name, string? Description, int Members, int Version, DateTime CreatedOn);

/// <summary>A page of groups.</summary>
/// <param name="Groups">The groups, the oldest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record SalesGroupsResponse(IReadOnlyList<SalesGroupResponse> Groups, Guid? Next);

/// <summary>
/// What a user is in a group: <c>PUT /leadline/v1/groups/{group}/members/{user}</c>. What is absent is false.
/// </summary>
public sealed record GroupMemberRequest
{
    /// <summary>Leads the group.</summary>
    [JsonPropertyName("manager")]
    public bool Manager { get; init; }

    /// <summary>Sees the leads of the others.</summary>
    [JsonPropertyName("viewLeads")]
    public bool ViewLeads { get; init; }

    /// <summary>Changes the leads of the others.</summary>
    [JsonPropertyName("modifyLeads")]
    public bool ModifyLeads { get; init; }

    /// <summary>Sees the companies of the others.</summary>
    [JsonPropertyName("viewCompanies")]
    public bool ViewCompanies { get; init; }

    /// <summary>Changes the companies of the others.</summary>
    [JsonPropertyName("modifyCompanies")]
    public bool ModifyCompanies { get; init; }

    /// <summary>Puts users into the group.</summary>
    [JsonPropertyName("addUsers")]
    public bool AddUsers { get; init; }

    /// <summary>Makes automations for the group.</summary>
    [JsonPropertyName("createAutomations")]
    public bool CreateAutomations { get; init; }
}

/// <summary>A user in a group.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Manager">Leads the group.</param>
/// <param name="ViewLeads">Sees the leads of the others.</param>
/// <param name="ModifyLeads">Changes the leads of the others.</param>
/// <param name="ViewCompanies">Sees the companies of the others.</param>
/// <param name="ModifyCompanies">Changes the companies of the others.</param>
/// <param name="AddUsers">Puts users into the group.</param>
/// <param name="CreateAutomations">Makes automations for the group.</param>
public sealed record GroupMemberResponse(
    Guid UserId,
    string Name,
    bool Manager,
    bool ViewLeads,
    bool ModifyLeads,
    bool ViewCompanies,
    bool ModifyCompanies,
    bool AddUsers,
    bool CreateAutomations);

/// <summary>A page of a group's users.</summary>
/// <param name="Members">The users, the oldest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record GroupMembersResponse(IReadOnlyList<GroupMemberResponse> Members, Guid? Next);
