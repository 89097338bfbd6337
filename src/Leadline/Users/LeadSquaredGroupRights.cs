using Leadline.Accounts;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Users;

/// <summary>Rights in a group as the wire sends them: true, 1, false or 0 (core §6).</summary>
internal static class LeadSquaredGroupRights
{
    public static MemberRights Rights(this GroupRightsBody body) => new()
    {
        ViewLeads = Is(body.ViewAllLeadsOfGroup),
        ModifyLeads = Is(body.ModifyAllLeadsOfGroup),
        ViewCompanies = Is(body.ViewAllAccountsOfGroup),
        ModifyCompanies = Is(body.ModifyAllAccountsOfGroup),
        AddUsers = Is(body.AddUsersToGroup),
        CreateAutomations = Is(body.CreateGroupAutomation),
    };

    private static bool Is(string? sent) =>
        sent?.Trim() is "1" || "true".Equals(sent?.Trim(), StringComparison.OrdinalIgnoreCase);
}
