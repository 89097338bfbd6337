using System.Text.Json;

namespace Leadline.Accounts;

/// <summary>A row of app_user.</summary>
internal sealed class UserRow
{
    public Guid Id { get; init; }
    public string Email { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string Role { get; init; } = "";
    public bool IsActive { get; init; }
    public string? PasswordHash { get; init; }
    public string? ServiceRole { get; init; }
    public bool IsObsolete { get; init; }
    public Guid? ManagerId { get; init; }
    public Guid? PermissionTemplateId { get; init; }
    public string Profile { get; init; } = "{}";
    public int Version { get; init; }
    public DateTime CreatedOn { get; init; }
    public Guid? CreatedBy { get; init; }
    public DateTime? ModifiedOn { get; init; }
    public Guid? ModifiedBy { get; init; }

    public User ToUser() => new(Id, Email, FirstName, LastName, Role, IsActive, PasswordHash, ServiceRole)
    {
        IsObsolete = IsObsolete,
        ManagerId = ManagerId,
        PermissionTemplateId = PermissionTemplateId,
        Profile = JsonSerializer.Deserialize<Dictionary<string, string>>(Profile)!,
        Version = Version,
        CreatedOn = CreatedOn,
        CreatedBy = CreatedBy,
        ModifiedOn = ModifiedOn,
        ModifiedBy = ModifiedBy,
    };

    /// <summary>A user as the parameters of a statement.</summary>
    public static object Parameters(int accountId, User user) => new
    {
        accountId,
        user.Id,
        user.Email,
        user.FirstName,
        user.LastName,
        user.Role,
        user.IsActive,
        user.PasswordHash,
        user.IsObsolete,
        user.ManagerId,
        user.PermissionTemplateId,
        Profile = JsonSerializer.Serialize(user.Profile),
        user.Version,
        user.CreatedOn,
        user.CreatedBy,
        user.ModifiedOn,
        user.ModifiedBy,
    };
}
