using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Activities;

/// <summary>The SQL of activity types.</summary>
internal sealed class ActivityTypeStore(Database database)
{
    private const string Select =
        """
        SELECT event_code AS EventCode, type_id AS Id, name AS Name, display_name AS DisplayName,
               description AS Description, event_type AS EventType, direction AS Direction, score AS Score,
               track_location AS TrackLocation, allow_attachments AS AllowAttachments, show_in_grid AS ShowInGrid,
               can_delete AS CanDelete, is_system AS IsSystem
        FROM activity_type WHERE account_id = @accountId ORDER BY event_code
        """;

    public async Task<ActivityTypeCatalog?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Load(connection, accountId);
    }

    public async Task<ActivityTypeCatalog> Load(NpgsqlConnection connection, int accountId) =>
        new([.. await connection.QueryAsync<ActivityType>(Select, new { accountId })]);

    public async Task Add(NpgsqlConnection connection, int accountId, params IReadOnlyList<ActivityType> types)
    {
        foreach (var type in types)
            await connection.ExecuteAsync(
                """
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, description, event_type,
                    direction, score, track_location, allow_attachments, show_in_grid, can_delete, is_system)
                VALUES (@accountId, @EventCode, @Id, @Name, @DisplayName, @Description, @EventType,
                    @Direction, @Score, @TrackLocation, @AllowAttachments, @ShowInGrid, @CanDelete, @IsSystem)
                """,
                Parameters(accountId, type));
    }

    public Task Replace(NpgsqlConnection connection, int accountId, ActivityType type) => connection.ExecuteAsync(
        """
        UPDATE activity_type SET name = @Name, display_name = @DisplayName, description = @Description,
            direction = @Direction, score = @Score, can_delete = @CanDelete, modified_on = now()
        WHERE account_id = @accountId AND event_code = @EventCode
        """,
        Parameters(accountId, type));

    private static DynamicParameters Parameters(int accountId, ActivityType type)
    {
        var parameters = new DynamicParameters(type);
        parameters.Add("accountId", accountId);
        return parameters;
    }
}
