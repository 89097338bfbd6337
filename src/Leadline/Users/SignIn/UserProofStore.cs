using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>The SQL of what lets a user in once.</summary>
internal sealed class UserProofStore(Database database)
{
    private const string Columns =
        """
        proof_id AS "Id", kind AS "Kind", user_id AS "UserId", secret_hash AS "SecretHash", created_on AS "CreatedOn",
        created_by AS "CreatedBy", expires_on AS "ExpiresOn"
        """;

    /// <summary>Adds a proof, and drops what expired long ago: of invitations one wants to see which did.</summary>
    public static Task Add(NpgsqlConnection connection, int accountId, UserProof proof) => connection.ExecuteAsync(
        """
        DELETE FROM user_proof
        WHERE account_id = @accountId
            AND expires_on < CASE WHEN kind = 'invitation' THEN @CreatedOn - interval '30 days' ELSE @CreatedOn END;
        INSERT INTO user_proof (account_id, proof_id, kind, user_id, secret_hash, created_on, created_by, expires_on)
        VALUES (@accountId, @Id, @Kind, @UserId, @SecretHash, @CreatedOn, @CreatedBy, @ExpiresOn)
        """,
        new
        {
            accountId,
            proof.Id,
            proof.Kind,
            proof.UserId,
            proof.SecretHash,
            proof.CreatedOn,
            proof.CreatedBy,
            proof.ExpiresOn,
        });

    /// <summary>Runs a change of the account's proofs and what belongs to it.</summary>
    public Task<T> Within<T>(int accountId, Func<NpgsqlConnection, Task<T>> change) =>
        database.Transaction(accountId, change);

    /// <summary>The proof, if it has not expired.</summary>
    public async Task<UserProof?> Find(int accountId, string proofId, string kind, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<UserProof>(
            $"""
            SELECT {Columns} FROM user_proof
            WHERE account_id = @accountId AND proof_id = @proofId AND kind = @kind AND expires_on > @now
            """,
            new { accountId, proofId, kind, now });
    }

    /// <summary>Uses the proof up; false where somebody else has.</summary>
    public static async Task<bool> Use(NpgsqlConnection connection, int accountId, string proofId, DateTime now) =>
        await connection.ExecuteAsync(
            """
            DELETE FROM user_proof WHERE account_id = @accountId AND proof_id = @proofId AND expires_on > @now
            """,
            new { accountId, proofId, now }) > 0;

    /// <summary>As above, in a transaction of its own.</summary>
    public async Task<bool> Use(int accountId, string proofId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await Use(connection, accountId, proofId, now);
    }

    /// <summary>How many of the kind the user got since then and has not used.</summary>
    public static Task<int> Count(
        NpgsqlConnection connection, int accountId, Guid userId, string kind, DateTime since) =>
        connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*)::integer FROM user_proof
            WHERE account_id = @accountId AND user_id = @userId AND kind = @kind AND created_on > @since
            """,
            new { accountId, userId, kind, since });

    /// <summary>The account's proofs of the kind, those that expired lately among them, by user.</summary>
    public async Task<IReadOnlyList<UserProof>> All(int accountId, string kind)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<UserProof>(
                $"""
                SELECT {Columns} FROM user_proof WHERE account_id = @accountId AND kind = @kind ORDER BY user_id
                """,
                new { accountId, kind }),
        ];
    }

    /// <summary>Drops the user's proofs of the kind; how many there were.</summary>
    public static Task<int> Remove(NpgsqlConnection connection, int accountId, Guid userId, string kind) =>
        connection.ExecuteAsync(
            "DELETE FROM user_proof WHERE account_id = @accountId AND user_id = @userId AND kind = @kind",
            new { accountId, userId, kind });
}
