using System.Text.Json;
using Dapper;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>
/// The SQL of what an account's rights are read from: sales groups, permission templates and shares.
/// </summary>
internal static class RightsStore
{
    public static async Task<SalesGroups> Groups(NpgsqlConnection connection, int accountId)
    {
        var members = (await connection.QueryAsync<MemberRow>(
            """
            SELECT group_id AS GroupId, user_id AS UserId, is_manager AS IsManager, view_leads AS ViewLeads,
                modify_leads AS ModifyLeads, view_companies AS ViewCompanies, modify_companies AS ModifyCompanies,
                add_users AS AddUsers, create_automations AS CreateAutomations
            FROM sales_group_member WHERE account_id = @accountId ORDER BY user_id
            """,
            new { accountId })).ToLookup(row => row.GroupId, row => row.ToMember());
        var groups = await connection.QueryAsync<(Guid Id, string Name, string? Description, int Version, DateTime On)>(
            """
            SELECT group_id, name, description, version, created_on FROM sales_group
            WHERE account_id = @accountId ORDER BY lower(name)
            """,
            new { accountId });
        return new SalesGroups(
        [
            .. groups.Select(row => new SalesGroup(
                row.Id, row.Name, row.Description, row.Version, row.On, [.. members[row.Id]])),
        ]);
    }

    public static async Task<PermissionTemplates> Templates(NpgsqlConnection connection, int accountId)
    {
        var rows = await connection.QueryAsync<(
            Guid Id, string Name, string? Description, int Version, DateTime CreatedOn, DateTime ModifiedOn, string Kept
        )>(
            """
            SELECT template_id, name, description, version, created_on, modified_on, permissions::text
            FROM permission_template WHERE account_id = @accountId ORDER BY lower(name)
            """,
            new { accountId });
        return new PermissionTemplates(
        [
            .. rows.Select(row => new PermissionTemplate(
                row.Id, row.Name, row.Description, row.Version, row.CreatedOn, row.ModifiedOn,
                JsonSerializer.Deserialize<List<Permission>>(row.Kept)!)),
        ]);
    }

    /// <summary>The leads and opportunities that are shared with the user, and whether they may be changed.</summary>
    public static async Task<IReadOnlyDictionary<Guid, bool>> Shares(
        NpgsqlConnection connection, int accountId, Guid userId, DateTime now) =>
        (await connection.QueryAsync<(Guid Id, bool CanWrite)>(
            """
            SELECT lead_id, can_write FROM lead_share
            WHERE account_id = @accountId AND user_id = @userId AND expires_on > @now
            UNION ALL
            SELECT opportunity_id, can_write FROM opportunity_share
            WHERE account_id = @accountId AND user_id = @userId AND expires_on > @now
            """,
            new { accountId, userId, now })).ToDictionary(row => row.Id, row => row.CanWrite);

    private sealed class MemberRow
    {
        public Guid GroupId { get; init; }
        public Guid UserId { get; init; }
        public bool IsManager { get; init; }
        public bool ViewLeads { get; init; }
        public bool ModifyLeads { get; init; }
        public bool ViewCompanies { get; init; }
        public bool ModifyCompanies { get; init; }
        public bool AddUsers { get; init; }
        public bool CreateAutomations { get; init; }

        public GroupMember ToMember() => new(UserId, new MemberRights
        {
            IsManager = IsManager,
            ViewLeads = ViewLeads,
            ModifyLeads = ModifyLeads,
            ViewCompanies = ViewCompanies,
            ModifyCompanies = ModifyCompanies,
            AddUsers = AddUsers,
            CreateAutomations = CreateAutomations,
        });
    }
}
