using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tasks;

/// <summary>The SQL of task types.</summary>
internal sealed class TaskTypeStore(Database database)
{
    public async Task<TaskTypeCatalog?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Load(connection, accountId);
    }

    /// <summary>The version first: what is read after it is of that version or a later one.</summary>
    public static async Task<TaskTypeCatalog?> Load(NpgsqlConnection connection, int accountId)
    {
        var version = await connection.QuerySingleOrDefaultAsync<long?>(
            "SELECT version FROM account WHERE account_id = @accountId", new { accountId });
        if (version is null)
            return null;
        var types = await connection.QueryAsync<TaskType>(
            """
            SELECT task_type_id AS Id, name AS Name, category AS Category, description AS Description, color AS Color,
                minutes AS Minutes, is_standard AS IsStandard, created_on AS CreatedOn, created_by AS CreatedBy,
                modified_on AS ModifiedOn, modified_by AS ModifiedBy
            FROM task_type WHERE account_id = @accountId ORDER BY is_standard DESC, lower(name)
            """,
            new { accountId });
        return new TaskTypeCatalog(version.Value, [.. types]);
    }

    public static Task Add(NpgsqlConnection connection, int accountId, TaskType type) => connection.ExecuteAsync(
        """
        INSERT INTO task_type (account_id, task_type_id, name, category, description, color, minutes, is_standard,
            created_on, created_by, modified_on, modified_by)
        VALUES (@accountId, @Id, @Name, @Category, @Description, @Color, @Minutes, @IsStandard, @CreatedOn, @CreatedBy,
            @ModifiedOn, @ModifiedBy)
        """,
        Parameters(accountId, type));

    public static Task Replace(NpgsqlConnection connection, int accountId, TaskType type) => connection.ExecuteAsync(
        """
        UPDATE task_type SET name = @Name, description = @Description, color = @Color, minutes = @Minutes,
            modified_on = @ModifiedOn, modified_by = @ModifiedBy
        WHERE account_id = @accountId AND task_type_id = @Id
        """,
        Parameters(accountId, type));

    /// <summary>Whether a task is of the type.</summary>
    public static Task<bool> IsUsed(NpgsqlConnection connection, int accountId, Guid typeId) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM task WHERE account_id = @accountId AND task_type_id = @typeId)",
            new { accountId, typeId });

    /// <summary>Removes a type that no task is of, with its fields.</summary>
    public static async Task Remove(NpgsqlConnection connection, int accountId, TaskType type)
    {
        await connection.ExecuteAsync(
            "DELETE FROM field WHERE account_id = @accountId AND owner = @FieldOwner",
            new { accountId, type.FieldOwner });
        await connection.ExecuteAsync(
            "DELETE FROM task_type WHERE account_id = @accountId AND task_type_id = @Id", new { accountId, type.Id });
    }

    private static object Parameters(int accountId, TaskType type) => new
    {
        accountId,
        type.Id,
        type.Name,
        Category = (short)type.Category,
        type.Description,
        type.Color,
        type.Minutes,
        type.IsStandard,
        type.CreatedOn,
        type.CreatedBy,
        type.ModifiedOn,
        type.ModifiedBy,
    };
}
