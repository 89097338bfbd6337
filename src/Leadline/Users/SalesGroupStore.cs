using Dapper;
using Leadline.Accounts;
using Npgsql;

namespace Leadline.Users;

/// <summary>The SQL of sales groups and their members.</summary>
internal sealed class SalesGroupStore
{
    public Task Add(NpgsqlConnection connection, int accountId, SalesGroup group, Guid by) => connection.ExecuteAsync(
        """
        INSERT INTO sales_group
            (account_id, group_id, name, description, version, created_on, created_by, modified_on, modified_by)
        VALUES (@accountId, @Id, @Name, @Description, @Version, @CreatedOn, @by, @CreatedOn, @by)
        """,
        new { accountId, group.Id, group.Name, group.Description, group.Version, group.CreatedOn, by });

    public Task Replace(NpgsqlConnection connection, int accountId, SalesGroup group, Guid by, DateTime now) =>
        connection.ExecuteAsync(
            """
            UPDATE sales_group SET name = @Name, description = @Description, version = @Version, modified_on = @now,
                modified_by = @by
            WHERE account_id = @accountId AND group_id = @Id
            """,
            new { accountId, group.Id, group.Name, group.Description, group.Version, now, by });

    public Task Remove(NpgsqlConnection connection, int accountId, Guid groupId) => connection.ExecuteAsync(
        """
        DELETE FROM sales_group_member WHERE account_id = @accountId AND group_id = @groupId;
        DELETE FROM sales_group WHERE account_id = @accountId AND group_id = @groupId
        """,
        new { accountId, groupId });

    /// <summary>Adds a member, or replaces what the member may do.</summary>
    public Task PutMember(NpgsqlConnection connection, int accountId, Guid groupId, GroupMember member) =>
        connection.ExecuteAsync(
            """
            INSERT INTO sales_group_member (account_id, group_id, user_id, is_manager, view_leads, modify_leads,
                view_companies, modify_companies, add_users, create_automations)
            VALUES (@accountId, @groupId, @UserId, @IsManager, @ViewLeads, @ModifyLeads, @ViewCompanies,
                @ModifyCompanies, @AddUsers, @CreateAutomations)
            ON CONFLICT (account_id, group_id, user_id) DO UPDATE SET is_manager = excluded.is_manager,
                view_leads = excluded.view_leads, modify_leads = excluded.modify_leads,
                view_companies = excluded.view_companies, modify_companies = excluded.modify_companies,
                add_users = excluded.add_users, create_automations = excluded.create_automations
            """,
            new
            {
                accountId,
                groupId,
                member.UserId,
                member.Rights.IsManager,
                member.Rights.ViewLeads,
                member.Rights.ModifyLeads,
                member.Rights.ViewCompanies,
                member.Rights.ModifyCompanies,
                member.Rights.AddUsers,
                member.Rights.CreateAutomations,
            });

    public Task RemoveMembers(
        NpgsqlConnection connection, int accountId, Guid groupId, IReadOnlyCollection<Guid> userIds) =>
        connection.ExecuteAsync(
            """
            DELETE FROM sales_group_member
            WHERE account_id = @accountId AND group_id = @groupId AND user_id = ANY(@userIds)
            """,
            new { accountId, groupId, userIds = userIds.ToArray() });

    public Task RemoveFromAll(NpgsqlConnection connection, int accountId, Guid userId) => connection.ExecuteAsync(
        "DELETE FROM sales_group_member WHERE account_id = @accountId AND user_id = @userId",
        new { accountId, userId });
}
