using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Drafts;

/// <summary>The SQL of drafts.</summary>
internal sealed class DraftStore(Database database)
{
    public async Task<Draft?> Find(int accountId, Guid userId, string key, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            """
            SELECT key, version, saved_on AS SavedOn, content::text AS Content FROM draft
            WHERE account_id = @accountId AND user_id = @userId AND key = @key
            """,
            new { accountId, userId, key },
            cancellationToken: cancellation));
    }

    /// <summary>The user's drafts without contents, the latest first: of one kind of record, or all.</summary>
    public async Task<IReadOnlyList<Draft>> Of(
        int accountId, Guid userId, string? kind, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<Draft>(new CommandDefinition(
                """
                SELECT key, version, saved_on AS SavedOn, '' AS Content FROM draft
                WHERE account_id = @accountId AND user_id = @userId
                    AND (@kind::text IS NULL OR starts_with(key, @kind || '/'))
                ORDER BY saved_on DESC, key
                """,
                new { accountId, userId, kind },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>The draft's version, locked until the commit; 0 where there is none.</summary>
    public static async Task<int> Lock(NpgsqlConnection connection, int accountId, Guid userId, string key)
    {
        // Two that are both the first would not see each other.
        await connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(@accountId, hashtext(@name))",
            new { accountId, name = $"draft {userId:N} {key}" });
        return await connection.ExecuteScalarAsync<int?>(
            """
            SELECT version FROM draft
            WHERE account_id = @accountId AND user_id = @userId AND key = @key FOR UPDATE
            """,
            new { accountId, userId, key }) ?? 0;
    }

    public static Task<int> Count(NpgsqlConnection connection, int accountId, Guid userId) =>
        connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM draft WHERE account_id = @accountId AND user_id = @userId",
            new { accountId, userId });

    public static Task Keep(NpgsqlConnection connection, int accountId, Guid userId, Draft draft) =>
        connection.ExecuteAsync(
            """
            INSERT INTO draft (account_id, user_id, key, version, saved_on, content)
            VALUES (@accountId, @userId, @Key, @Version, @SavedOn, @Content::json)
            ON CONFLICT (account_id, user_id, key) DO UPDATE
            SET version = excluded.version, saved_on = excluded.saved_on, content = excluded.content
            """,
            new { accountId, userId, draft.Key, draft.Version, draft.SavedOn, draft.Content });

    public async Task<bool> Delete(int accountId, Guid userId, string key, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM draft WHERE account_id = @accountId AND user_id = @userId AND key = @key",
            new { accountId, userId, key },
            cancellationToken: cancellation)) > 0;
    }

    /// <summary>Removes what was not touched since a moment.</summary>
    public async Task RemoveOld(int accountId, DateTime before)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "DELETE FROM draft WHERE account_id = @accountId AND saved_on < @before", new { accountId, before });
    }
}
