using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>What a user signs in with beside the password.</summary>
internal sealed record SecondFactor
{
    /// <summary>Null where no authenticator was set up.</summary>
    public byte[]? SealedSecret { get; init; }

    /// <summary>Null until a first code has shown that the user has it.</summary>
    public DateTime? ConfirmedOn { get; init; }

    /// <summary>Wrong codes have been tried: none is looked at until then.</summary>
    public DateTime? LockedUntil { get; init; }

    public int CodesLeft { get; init; }

    public int Passkeys { get; init; }

    /// <summary>
    /// What is asked for: an authenticator's code where there is one, or else a passkey; null for neither.
    /// </summary>
    public string? Kind => ConfirmedOn is not null ? SecondFactors.Totp
        : Passkeys > 0 ? SecondFactors.Passkey
        : null;
}

/// <summary>The SQL of second factors.</summary>
internal sealed class SecondFactorStore(Database database)
{
    /// <summary>Wrong codes before the first wait.</summary>
    public const int FreeFailures = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public async Task<SecondFactor> Find(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleAsync<SecondFactor>(
            """
            SELECT f.sealed_secret AS "SealedSecret", f.confirmed_on AS "ConfirmedOn", f.locked_until AS "LockedUntil",
                (SELECT count(*)::integer FROM user_recovery_code c
                 WHERE c.account_id = @accountId AND c.user_id = @userId) AS "CodesLeft",
                (SELECT count(*)::integer FROM user_passkey p
                 WHERE p.account_id = @accountId AND p.user_id = @userId) AS "Passkeys"
            FROM account a
            LEFT JOIN user_second_factor f ON f.account_id = a.account_id AND f.user_id = @userId
            WHERE a.account_id = @accountId
            """,
            new { accountId, userId });
    }

    /// <summary>Keeps a secret that is to be confirmed; false where one is confirmed already.</summary>
    public async Task<bool> Start(int accountId, Guid userId, byte[] sealedSecret, DateTime now) =>
        await database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            INSERT INTO user_second_factor AS f (account_id, user_id, sealed_secret, created_on)
            VALUES (@accountId, @userId, @sealedSecret, @now)
            ON CONFLICT (account_id, user_id) DO UPDATE SET sealed_secret = @sealedSecret, created_on = @now
            WHERE f.confirmed_on IS NULL
            """,
            new { accountId, userId, sealedSecret, now })) > 0;

    /// <summary>
    /// Counts a guess, as a wrong one until it proves right: guesses that come at once are counted one by one. Until
    /// when the user has to wait; null where the guess may be looked at.
    /// </summary>
    public async Task<DateTime?> Guess(int accountId, Guid userId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        var isCounted = await connection.ExecuteAsync(
            """
            UPDATE user_second_factor SET failures = failures + 1,
                locked_until = CASE WHEN failures + 1 >= @FreeFailures
                    THEN @now + least(@FirstWait * (2 ^ least(failures + 1 - @FreeFailures, 20)), @LongestWait) END
            WHERE account_id = @accountId AND user_id = @userId AND (locked_until IS NULL OR locked_until <= @now)
            """,
            new { accountId, userId, now, FreeFailures, FirstWait, LongestWait }) > 0;
        return isCounted ? null : (await Find(accountId, userId)).LockedUntil ?? now;
    }

    /// <summary>Takes the code of a time step, and confirms; false where it or a later one was taken before.</summary>
    public async Task<bool> Take(int accountId, Guid userId, long step, DateTime now) =>
        await database.Transaction(accountId, connection => connection.ExecuteAsync(
            """
            UPDATE user_second_factor SET last_step = @step, failures = 0, locked_until = NULL,
                confirmed_on = coalesce(confirmed_on, @now)
            WHERE account_id = @accountId AND user_id = @userId AND last_step < @step
            """,
            new { accountId, userId, step, now })) > 0;

    /// <summary>Uses a recovery code up; false where there is none such.</summary>
    public Task<bool> TakeRecoveryCode(int accountId, Guid userId, byte[] hash) =>
        database.Transaction(accountId, async connection =>
        {
            var isThere = await connection.ExecuteAsync(
                """
                DELETE FROM user_recovery_code
                WHERE account_id = @accountId AND user_id = @userId AND code_hash = @hash
                """,
                new { accountId, userId, hash }) > 0;
            if (isThere)
                await connection.ExecuteAsync(
                    """
                    UPDATE user_second_factor SET failures = 0, locked_until = NULL
                    WHERE account_id = @accountId AND user_id = @userId
                    """,
                    new { accountId, userId });
            return isThere;
        });

    /// <summary>Replaces the user's recovery codes.</summary>
    public static Task ReplaceRecoveryCodes(
        NpgsqlConnection connection, int accountId, Guid userId, IReadOnlyList<byte[]> hashes) =>
        connection.ExecuteAsync(
            """
            DELETE FROM user_recovery_code WHERE account_id = @accountId AND user_id = @userId;
            INSERT INTO user_recovery_code (account_id, user_id, code_hash)
            SELECT @accountId, @userId, unnest(@hashes);
            """,
            new { accountId, userId, hashes = hashes.ToArray() });

    /// <summary>Forgets the user's authenticator.</summary>
    public static Task Remove(NpgsqlConnection connection, int accountId, Guid userId) => connection.ExecuteAsync(
        "DELETE FROM user_second_factor WHERE account_id = @accountId AND user_id = @userId",
        new { accountId, userId });

    /// <summary>Forgets the recovery codes of a user without a second factor; false where there is one.</summary>
    public static async Task<bool> RemoveCodesUnlessOn(NpgsqlConnection connection, int accountId, Guid userId)
    {
        var isOn = await connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM user_passkey WHERE account_id = @accountId AND user_id = @userId)
                OR EXISTS (SELECT FROM user_second_factor
                    WHERE account_id = @accountId AND user_id = @userId AND confirmed_on IS NOT NULL)
            """,
            new { accountId, userId });
        if (!isOn)
            await connection.ExecuteAsync(
                "DELETE FROM user_recovery_code WHERE account_id = @accountId AND user_id = @userId",
                new { accountId, userId });
        return !isOn;
    }

    /// <summary>Runs a change of the account's second factors.</summary>
    public Task<T> Within<T>(int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> change) =>
        database.Transaction(accountId, within, change);
}
