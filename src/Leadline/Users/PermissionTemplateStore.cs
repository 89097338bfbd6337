using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Npgsql;

namespace Leadline.Users;

/// <summary>The SQL of permission templates.</summary>
internal sealed class PermissionTemplateStore
{
    public Task Save(NpgsqlConnection connection, int accountId, PermissionTemplate template, Guid by) =>
        connection.ExecuteAsync(
            """
            INSERT INTO permission_template (account_id, template_id, name, description, permissions, version,
                created_on, created_by, modified_on, modified_by)
            VALUES (@accountId, @Id, @Name, @Description, @permissions::jsonb, @Version, @CreatedOn, @by,
                @ModifiedOn, @by)
            ON CONFLICT (account_id, template_id) DO UPDATE SET name = excluded.name,
                description = excluded.description, permissions = excluded.permissions, version = excluded.version,
                modified_on = excluded.modified_on, modified_by = excluded.modified_by
            """,
            new
            {
                accountId,
                template.Id,
                template.Name,
                template.Description,
                permissions = JsonSerializer.Serialize(template.Permissions),
                template.Version,
                template.CreatedOn,
                template.ModifiedOn,
                by,
            });

    public Task Remove(NpgsqlConnection connection, int accountId, Guid templateId) => connection.ExecuteAsync(
        """
        DELETE FROM permission_template WHERE account_id = @accountId AND template_id = @templateId
        """,
        new { accountId, templateId });
}
