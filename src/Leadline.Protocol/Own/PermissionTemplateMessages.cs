using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A permission template to make, <c>POST /leadline/v1/permission-templates</c>, or what to change of one,
/// <c>PATCH /leadline/v1/permission-templates/{template}</c>. What is absent stays.
/// </summary>
public sealed record PermissionTemplateRequest
{
    /// <summary>The name; mandatory for a new template.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the template is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>All of its permissions; what none is said of is permitted.</summary>
    [Limit(100)]
    [JsonPropertyName("permissions")]
    public List<PermissionRequest>? Permissions { get; init; }
}

/// <summary>Whose records of a kind a user may do something with.</summary>
public sealed record PermissionRequest
{
    /// <summary>Lead, Activity, Opportunity, Task, Account, List or Ticket.</summary>
    [JsonPropertyName("entity")]
    public string? Entity { get; init; }

    /// <summary>View, Create, Update, Delete, Export or Import.</summary>
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    /// <summary>All, Group, Own or None.</summary>
    [JsonPropertyName("access")]
    public string? Access { get; init; }

    /// <summary>
    /// Schema names of the only fields that may be changed; none is all. For the entity Lead and the action Update.
    /// </summary>
    [Limit(200, Each = 200)]
    [JsonPropertyName("fields")]
    public List<string>? Fields { get; init; }
}

/// <summary>Whose records of a kind a user may do something with.</summary>
/// <param name="Entity">Lead, Activity, Opportunity, Task, Account, List or Ticket.</param>
/// <param name="Action">View, Create, Update, Delete, Export or Import.</param>
/// <param name="Access">All, Group, Own or None.</param>
/// <param name="Fields">Schema names of the only fields that it is about; none is all.</param>
public sealed record PermissionResponse(string Entity, string Action, string Access, IReadOnlyList<string> Fields);

/// <summary>A named set of permissions.</summary>
/// <param name="Id">The template's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Permissions">What it says; what it says nothing of is permitted.</param>
/// <param name="Version">Grows with every change; also in the header ETag.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
public sealed record PermissionTemplateResponse(
    Guid Id,
    string Name,
    string? Description,
    IReadOnlyList<PermissionResponse> Permissions,
    int Version,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>A page of permission templates.</summary>
/// <param name="Templates">The templates, the oldest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record PermissionTemplatesResponse(IReadOnlyList<PermissionTemplateResponse> Templates, Guid? Next);

/// <summary>Whom to give a template: <c>POST /leadline/v1/permission-templates/{template}/apply</c>.</summary>
public sealed record ApplyPermissionTemplateRequest
{
    /// <summary>Ids of users.</summary>
    [JsonPropertyName("userIds")]
    public List<string>? UserIds { get; init; }
}

/// <summary>A template was given to users.</summary>
/// <param name="Users">How many of the users exist.</param>
public sealed record PermissionTemplateAppliedResponse(int Users);

/// <summary>What a user may do.</summary>
/// <param name="Permissions">An entry an entity and action.</param>
public sealed record PermissionsResponse(IReadOnlyList<PermissionResponse> Permissions);
