using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A user to make, <c>POST /leadline/v1/users</c>, or what to change of one, <c>PATCH /leadline/v1/users/{user}</c>.
/// What is absent stays.
/// </summary>
public sealed record UserRequest
{
    /// <summary>The e-mail address; mandatory for a new user.</summary>
    [Limit(254)]
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>The first name; mandatory for a new user.</summary>
    [Limit(200)]
    [JsonPropertyName("firstName")]
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    [Limit(200)]
    [JsonPropertyName("lastName")]
    public string? LastName { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User; mandatory for a new user.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>The password; a user without one cannot sign in with a password.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>active, inactive or obsolete.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The id of whom the user reports to; an empty text for nobody.</summary>
    [JsonPropertyName("managerId")]
    public string? ManagerId { get; init; }

    /// <summary>The id of the permission template; an empty text for none.</summary>
    [JsonPropertyName("permissionTemplateId")]
    public string? PermissionTemplateId { get; init; }

    /// <summary>Further values by name, e.g. Department or mx_Custom_1; null clears.</summary>
    [Limit(100)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }
}

/// <summary>A user.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Name">Both names, or the address where there are none.</param>
/// <param name="Role">Administrator, Marketing_User, Sales_Manager or Sales_User.</param>
/// <param name="Status">active, inactive or obsolete.</param>
/// <param name="ManagerId">Whom the user reports to.</param>
/// <param name="PermissionTemplateId">The permission template; null is none.</param>
/// <param name="Groups">Ids of the user's groups.</param>
/// <param name="Fields">Further values by name.</param>
/// <param name="Version">Grows with every change; also in the header ETag.</param>
/// <param name="CreatedOn">When the user was made.</param>
/// <param name="ModifiedOn">When the user was changed last; null where never.</param>
public sealed record UserResponse(
    Guid Id,
    string Email,
    string FirstName,
    string LastName,
    string Name,
    string Role,
    string Status,
    Guid? ManagerId,
    Guid? PermissionTemplateId,
    IReadOnlyList<Guid> Groups,
    IReadOnlyDictionary<string, string> Fields,
    int Version,
    DateTime CreatedOn,
    DateTime? ModifiedOn);

/// <summary>A page of users.</summary>
/// <param name="Users">The users, the oldest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record UsersResponse(IReadOnlyList<UserResponse> Users, Guid? Next);

/// <summary>Who reports to a user.</summary>
/// <param name="UserIds">Everybody who does, at any distance.</param>
public sealed record ReportsResponse(IReadOnlyList<Guid> UserIds);

/// <summary>That the caller comes to work or leaves: <c>POST /leadline/v1/check-ins</c>.</summary>
public sealed record CheckInRequest
{
    /// <summary>in or out.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>What it is said with, e.g. MobileApp; mandatory.</summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>Where, in words.</summary>
    [JsonPropertyName("location")]
    public string? Location { get; init; }

    /// <summary>Degrees.</summary>
    [JsonPropertyName("latitude")]
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    [JsonPropertyName("longitude")]
    public double? Longitude { get; init; }

    /// <summary>Online, Away or Offline; the last alone for leaving.</summary>
    [JsonPropertyName("availability")]
    public string? Availability { get; init; }
}

/// <summary>That a user came to work or left.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="UserId">The user.</param>
/// <param name="Kind">in or out.</param>
/// <param name="OccurredOn">When.</param>
/// <param name="Source">What it was said with.</param>
/// <param name="Location">Where, in words.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Availability">Online, Away or Offline.</param>
public sealed record CheckInResponse(
    Guid Id,
    Guid UserId,
    string Kind,
    DateTime OccurredOn,
    string Source,
    string? Location,
    double? Latitude,
    double? Longitude,
    string Availability);

/// <summary>When a user came and left.</summary>
/// <param name="CheckIns">The newest first.</param>
public sealed record CheckInsResponse(IReadOnlyList<CheckInResponse> CheckIns);
