using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Profiles;

/// <summary>The SQL of how users like the application.</summary>
internal sealed class ProfileStore(Database database)
{
    /// <summary>What was chosen, and its version: 0 where nothing was.</summary>
    public async Task<(ProfileSettings Settings, int Version)> Find(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        return await Find(connection, accountId, userId, "");
    }

    /// <summary>As <see cref="Find(int, Guid)"/>; nobody else changes it until the commit.</summary>
    public static async Task<(ProfileSettings Settings, int Version)> Lock(
        NpgsqlConnection connection, int accountId, Guid userId)
    {
        await connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(@accountId, hashtext(@name))",
            new { accountId, name = $"profile {userId:N}" });
        return await Find(connection, accountId, userId, "FOR UPDATE");
    }

    public static Task Keep(
        NpgsqlConnection connection, int accountId, Guid userId, ProfileSettings settings, int version, DateTime now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO user_preference (account_id, user_id, settings, version, modified_on)
            VALUES (@accountId, @userId, @json::jsonb, @version, @now)
            ON CONFLICT (account_id, user_id) DO UPDATE
            SET settings = excluded.settings, version = excluded.version, modified_on = excluded.modified_on
            """,
            new { accountId, userId, json = JsonSerializer.Serialize(settings), version, now });

    private static async Task<(ProfileSettings Settings, int Version)> Find(
        NpgsqlConnection connection, int accountId, Guid userId, string locking)
    {
        var (json, version) = await connection.QuerySingleOrDefaultAsync<(string? Json, int Version)>(
            $"""
            SELECT settings::text, version FROM user_preference
            WHERE account_id = @accountId AND user_id = @userId {locking}
            """,
            new { accountId, userId });
        return (json is null ? new ProfileSettings() : JsonSerializer.Deserialize<ProfileSettings>(json)!, version);
    }
}
