using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>The SQL of users' identities at other providers.</summary>
internal sealed class UserIdentityStore(Database database)
{
    /// <summary>Every account's user of this identity.</summary>
    public async Task<IReadOnlyList<(int AccountId, Guid UserId)>> Find(string issuer, string subject)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return
        [
            .. await connection.QueryAsync<(int, Guid)>(
                """
                SELECT account_id, user_id FROM user_identity WHERE issuer = @issuer AND subject = @subject
                ORDER BY account_id
                """,
                new { issuer, subject }),
        ];
    }

    /// <summary>
    /// Remembers the identity; false where it is another user's, or the user has another one at this issuer.
    /// </summary>
    public async Task<bool> Add(int accountId, Guid userId, string issuer, string subject, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            """
            INSERT INTO user_identity (account_id, issuer, subject, user_id, created_on)
            VALUES (@accountId, @issuer, @subject, @userId, @now)
            ON CONFLICT DO NOTHING
            """,
            new { accountId, issuer, subject, userId, now }) > 0;
    }

    /// <summary>Forgets the user's identities.</summary>
    public static Task Remove(NpgsqlConnection connection, int accountId, Guid userId) => connection.ExecuteAsync(
        "DELETE FROM user_identity WHERE account_id = @accountId AND user_id = @userId", new { accountId, userId });
}
