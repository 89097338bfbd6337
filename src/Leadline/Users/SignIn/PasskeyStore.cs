using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>A key pair of a user whose private half an authenticator holds.</summary>
internal sealed record Passkey
{
    public Guid Id { get; init; }

    public byte[] CredentialId { get; init; } = [];

    public string Name { get; init; } = "";

    /// <summary>The host that it was made at.</summary>
    public string RelyingParty { get; init; } = "";

    /// <summary>As COSE_Key (RFC 9052).</summary>
    public byte[] PublicKey { get; init; } = [];

    public long SignCount { get; init; }

    public DateTime CreatedOn { get; init; }

    public DateTime? UsedOn { get; init; }

    /// <summary>When the challenge that it answered last was given out.</summary>
    public DateTime ChallengedOn { get; init; }
}

/// <summary>The SQL of passkeys.</summary>
internal sealed class PasskeyStore(Database database)
{
    private const string Columns =
        """
        passkey_id AS "Id", credential_id AS "CredentialId", name AS "Name", relying_party AS "RelyingParty",
        public_key AS "PublicKey", sign_count AS "SignCount", created_on AS "CreatedOn", used_on AS "UsedOn",
        challenged_on AS "ChallengedOn"
        """;

    /// <summary>The user's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> Of(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<Passkey>(
                $"""
                SELECT {Columns} FROM user_passkey WHERE account_id = @accountId AND user_id = @userId
                ORDER BY created_on, passkey_id
                """,
                new { accountId, userId }),
        ];
    }

    /// <summary>Adds a passkey.</summary>
    public static Task Add(NpgsqlConnection connection, int accountId, Guid userId, Passkey passkey) =>
        connection.ExecuteAsync(
            """
            INSERT INTO user_passkey (account_id, user_id, credential_id, passkey_id, name, relying_party, public_key,
                sign_count, created_on, challenged_on)
            VALUES (@accountId, @userId, @CredentialId, @Id, @Name, @RelyingParty, @PublicKey, @SignCount, @CreatedOn,
                @ChallengedOn)
            """,
            new
            {
                accountId,
                userId,
                passkey.CredentialId,
                passkey.Id,
                passkey.Name,
                passkey.RelyingParty,
                passkey.PublicKey,
                passkey.SignCount,
                passkey.CreatedOn,
                passkey.ChallengedOn,
            });

    /// <summary>
    /// Notes that the passkey answered a challenge; false where it has answered that or a later one before.
    /// </summary>
    public async Task<bool> Use(int accountId, Guid userId, Passkey passkey, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            """
            UPDATE user_passkey SET sign_count = @SignCount, used_on = @now, challenged_on = @ChallengedOn
            WHERE account_id = @accountId AND user_id = @userId AND credential_id = @CredentialId
                AND challenged_on < @ChallengedOn
            """,
            new { accountId, userId, passkey.CredentialId, passkey.SignCount, passkey.ChallengedOn, now }) > 0;
    }

    /// <summary>Forgets a passkey of the user.</summary>
    public static Task Remove(NpgsqlConnection connection, int accountId, Guid userId, Guid passkeyId) =>
        connection.ExecuteAsync(
            """
            DELETE FROM user_passkey
            WHERE account_id = @accountId AND user_id = @userId AND passkey_id = @passkeyId
            """,
            new { accountId, userId, passkeyId });

    /// <summary>Forgets all passkeys of the user.</summary>
    public static Task RemoveAll(NpgsqlConnection connection, int accountId, Guid userId) => connection.ExecuteAsync(
        "DELETE FROM user_passkey WHERE account_id = @accountId AND user_id = @userId",
        new { accountId, userId });
}
