using Leadline.Accounts;

namespace Leadline.Users;

/// <summary>
/// What is to become of a user; what is null stays. An empty text takes the manager or the template away.
/// </summary>
internal sealed record UserEdit
{
    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>One of <see cref="Accounts.Roles"/>, in any case.</summary>
    public string? Role { get; init; }

    public string? Password { get; init; }

    public bool? IsActive { get; init; }

    /// <summary>True ends the user's keys, too.</summary>
    public bool? IsObsolete { get; init; }

    /// <summary>The id of a user.</summary>
    public string? ManagerId { get; init; }

    /// <summary>The id of a permission template, or its name.</summary>
    public string? PermissionTemplate { get; init; }

    public IReadOnlyDictionary<string, string?> Profile { get; init; } = new Dictionary<string, string?>();

    /// <summary>The version that the editor saw; null takes any.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Groups to put the user in.</summary>
    public IReadOnlyList<NewMembership> Groups { get; init; } = [];
}

/// <summary>A group by its id, and what a user is in it.</summary>
internal sealed record NewMembership(string? GroupId, MemberRights Rights);
