using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>The SQL of users' sessions.</summary>
internal sealed class UserSessionStore(Database database)
{
    private const string Columns =
        """
        session_id AS "Id", user_id AS "UserId", secret_hash AS "SecretHash", created_on AS "CreatedOn",
        seen_on AS "SeenOn", expires_on AS "ExpiresOn", second_factor AS "SecondFactor", address AS "Address",
        agent AS "Agent"
        """;

    public Task Add(int accountId, UserSession session) =>
        database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            INSERT INTO user_session (account_id, session_id, user_id, secret_hash, created_on, seen_on, expires_on,
                second_factor, address, agent)
            VALUES (@accountId, @Id, @UserId, @SecretHash, @CreatedOn, @SeenOn, @ExpiresOn, @SecondFactor, @Address,
                @Agent)
            """,
            new
            {
                accountId,
                session.Id,
                session.UserId,
                session.SecretHash,
                session.CreatedOn,
                session.SeenOn,
                session.ExpiresOn,
                session.SecondFactor,
                session.Address,
                session.Agent,
            }));

    /// <summary>The session, if it has not expired.</summary>
    public async Task<UserSession?> Find(int accountId, Guid sessionId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<UserSession>(
            $"""
            SELECT {Columns} FROM user_session
            WHERE account_id = @accountId AND session_id = @sessionId AND expires_on > @now
            """,
            new { accountId, sessionId, now });
    }

    /// <summary>Notes that the session was used.</summary>
    public async Task See(int accountId, Guid sessionId, DateTime now, DateTime expiresOn)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE user_session SET seen_on = @now, expires_on = @expiresOn
            WHERE account_id = @accountId AND session_id = @sessionId
            """,
            new { accountId, sessionId, now, expiresOn });
    }

    /// <summary>The user's sessions that have not expired, those that were used last first.</summary>
    public async Task<IReadOnlyList<UserSession>> Of(int accountId, Guid userId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<UserSession>(
                $"""
                SELECT {Columns} FROM user_session
                WHERE account_id = @accountId AND user_id = @userId AND expires_on > @now
                ORDER BY seen_on DESC, session_id
                """,
                new { accountId, userId, now }),
        ];
    }

    /// <summary>Those of the sessions that have neither ended nor expired.</summary>
    public async Task<IReadOnlySet<Guid>> Living(int accountId, Guid[] sessionIds, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return (await connection.QueryAsync<Guid>(
            """
            SELECT session_id FROM user_session
            WHERE account_id = @accountId AND session_id = ANY(@sessionIds) AND expires_on > @now
            """,
            new { accountId, sessionIds, now })).ToHashSet();
    }

    /// <summary>Ends one session of the user; false where there is none.</summary>
    public async Task<bool> Remove(int accountId, Guid userId, Guid sessionId) =>
        await database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            DELETE FROM user_session
            WHERE account_id = @accountId AND user_id = @userId AND session_id = @sessionId
            """,
            new { accountId, userId, sessionId })) > 0;

    /// <summary>Notes whether the user's session rests on a second factor.</summary>
    public static Task SetSecondFactor(
        NpgsqlConnection connection, int accountId, Guid userId, bool secondFactor, Guid? only = null) =>
        connection.ExecuteAsync(
            """
            UPDATE user_session SET second_factor = @secondFactor
            WHERE account_id = @accountId AND user_id = @userId AND (@only::uuid IS NULL OR session_id = @only)
            """,
            new { accountId, userId, secondFactor, only });

    /// <summary>
    /// Ends the user's sessions but for one, and what could yet become one: links to a new password, and the first
    /// halves of signing in.
    /// </summary>
    public static Task RemoveOf(NpgsqlConnection connection, int accountId, Guid userId, Guid? except) =>
        connection.ExecuteAsync(
            """
            DELETE FROM user_session
            WHERE account_id = @accountId AND user_id = @userId AND session_id IS DISTINCT FROM @except::uuid;
            DELETE FROM user_proof WHERE account_id = @accountId AND user_id = @userId AND kind <> 'invitation';
            """,
            new { accountId, userId, except });

    /// <summary>As above, in a transaction of its own.</summary>
    public Task RemoveOf(int accountId, Guid userId, Guid? except) =>
        database.Transaction(accountId, connection => RemoveOf(connection, accountId, userId, except));

    /// <summary>Removes what has expired.</summary>
    public async Task RemoveExpired(int accountId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "DELETE FROM user_session WHERE account_id = @accountId AND expires_on <= @now", new { accountId, now });
    }
}
