using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Profiles;

/// <summary>A live key with what people know of it.</summary>
internal sealed record KnownKey
{
    public string AccessKey { get; init; } = "";

    public string? Name { get; init; }

    public string Kind { get; init; } = "";

    public Guid UserId { get; init; }

    public DateTime CreatedOn { get; init; }

    public DateTime? LastUsedOn { get; init; }

    public DateTime? ExpiresOn { get; init; }
}

/// <summary>The SQL of keys as people look after them.</summary>
internal sealed class KeyStore(Database database)
{
    /// <summary>The live keys of a user, or of all, the newest first; without sessions of the wire.</summary>
    public async Task<IReadOnlyList<KnownKey>> List(
        int accountId, Guid? userId, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<KnownKey>(new CommandDefinition(
                """
                SELECT k.access_key AS AccessKey, k.name, k.kind, k.user_id AS UserId, k.created_on AS CreatedOn,
                    u.used_on AS LastUsedOn, k.expires_on AS ExpiresOn
                FROM api_key k LEFT JOIN api_key_use u
                    ON u.account_id = k.account_id AND u.access_key = k.access_key
                WHERE k.account_id = @accountId AND (@userId::uuid IS NULL OR k.user_id = @userId)
                    AND k.revoked_on IS NULL AND (k.expires_on IS NULL OR (k.expires_on > @now AND k.name IS NOT NULL))
                ORDER BY k.created_on DESC, k.access_key
                """,
                new { accountId, userId, now },
                cancellationToken: cancellation)),
        ];
    }

    public static Task Name(NpgsqlConnection connection, int accountId, string accessKey, string name) =>
        connection.ExecuteAsync(
            "UPDATE api_key SET name = @name WHERE account_id = @accountId AND access_key = @accessKey",
            new { accountId, accessKey, name });

    /// <summary>Writes down when keys were used.</summary>
    public async Task Used(int accountId, IReadOnlyList<(string AccessKey, DateTime UsedOn)> uses)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO api_key_use (account_id, access_key, used_on)
            SELECT @accountId, u.* FROM unnest(@keys, @moments) u ORDER BY 2
            ON CONFLICT (account_id, access_key) DO UPDATE SET used_on = excluded.used_on
            WHERE api_key_use.used_on < excluded.used_on - interval '30 seconds'
            """,
            new
            {
                accountId,
                keys = uses.Select(use => use.AccessKey).ToArray(),
                moments = uses.Select(use => use.UsedOn).ToArray(),
            });
    }
}
