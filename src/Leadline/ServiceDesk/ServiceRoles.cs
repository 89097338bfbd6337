using Leadline.Accounts;

namespace Leadline.ServiceDesk;

/// <summary>
/// The roles of the service desk. They say nothing of, and follow nothing from, the roles of <see cref="Roles"/>.
/// </summary>
internal static class ServiceRoles
{
    public const string Admin = "Admin";
    public const string Supervisor = "Supervisor";
    public const string GroupManager = "Group Manager";
    public const string Agent = "Agent";
    public const string LightAgent = "Light Agent";

    public static readonly IReadOnlyList<string> All = [Admin, Supervisor, GroupManager, Agent, LightAgent];

    /// <summary>The role of this name in any case; null when there is none.</summary>
    public static string? Named(string? name) =>
        All.FirstOrDefault(role => role.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The role that was given; without one, what lets callers from before there were roles go on.</summary>
    public static string RoleOf(User user) => user.ServiceRole ?? (user.IsAdministrator ? Admin : Supervisor);
}
