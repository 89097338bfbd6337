using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>The SQL of portals themselves.</summary>
internal sealed class PortalStore(Database database)
{
    private const string Columns =
        "account_id, portal_id, name, is_active, allowed_origins, settings::text, created_by, created_on, modified_on";

    /// <summary>The account that a portal belongs to.</summary>
    public async Task<int?> AccountOf(Guid portalId)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.ExecuteScalarAsync<int?>(
            "SELECT account_id FROM portal WHERE portal_id = @portalId", new { portalId });
    }

    /// <summary>The account's portals, oldest first, and its tokens; null when there is no such account.</summary>
    public async Task<AccountPortals?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        if (!await connection.ExecuteScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM account WHERE account_id = @accountId)", new { accountId }))
            return null;
        var portals = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM portal WHERE account_id = @accountId ORDER BY created_on, portal_id",
            new { accountId });
        var tokens = await connection.QueryAsync<(string Id, string Kind, byte[] Hash, DateTime? ExpiresOn)>(
            """
            SELECT token_id, kind, secret_hash, expires_on FROM portal_token
            WHERE account_id = @accountId AND revoked_on IS NULL AND (expires_on IS NULL OR expires_on > now())
            """,
            new { accountId });
        return new AccountPortals(
            [.. portals.Select(row => row.ToPortal())],
            tokens.ToDictionary(
                token => token.Id, token => new LiveToken(token.Id, token.Kind, token.Hash, token.ExpiresOn)));
    }

    /// <summary>Whether any portal lets pages of this origin call: a preflight says no more than that.</summary>
    public async Task<bool> IsOriginOfAny(string origin)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM portal p JOIN account a ON a.account_id = p.account_id
                WHERE p.is_active AND p.allowed_origins @> ARRAY[@origin])
            """,
            new { origin });
    }

    public static Task Add(NpgsqlConnection connection, Portal portal) => connection.ExecuteAsync(
        """
        INSERT INTO portal (account_id, portal_id, name, is_active, allowed_origins, settings, created_by, created_on,
            modified_on)
        VALUES (@AccountId, @Id, @Name, @IsActive, @origins, @settings::jsonb, @CreatedBy, @CreatedOn, @ModifiedOn)
        """,
        Parameters(portal));

    public static async Task<bool> Replace(NpgsqlConnection connection, Portal portal) =>
        await connection.ExecuteAsync(
            """
            UPDATE portal SET name = @Name, is_active = @IsActive, allowed_origins = @origins,
                settings = @settings::jsonb,
                modified_on = @ModifiedOn
            WHERE account_id = @AccountId AND portal_id = @Id
            """,
            Parameters(portal)) > 0;

    /// <summary>
    /// Takes the portal away, with its users, their sessions and what they were sent. The leads stay.
    /// </summary>
    public static async Task<bool> Remove(NpgsqlConnection connection, int accountId, Guid portalId)
    {
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_session WHERE account_id = @accountId AND portal_id = @portalId;
            DELETE FROM portal_proof WHERE account_id = @accountId AND portal_id = @portalId;
            DELETE FROM portal_attempt WHERE account_id = @accountId AND portal_id = @portalId;
            DELETE FROM portal_address_attempt WHERE account_id = @accountId AND portal_id = @portalId;
            DELETE FROM portal_user WHERE account_id = @accountId AND portal_id = @portalId;
            """,
            new { accountId, portalId });
        return await connection.ExecuteAsync(
                "DELETE FROM portal WHERE account_id = @accountId AND portal_id = @portalId",
                new { accountId, portalId }
            ) > 0;
    }

    /// <summary>
    /// Removes what has expired by <paramref name="now"/>, and attempts of which none came since
    /// <paramref name="forgotten"/>.
    /// </summary>
    public async Task ForgetExpired(int accountId, DateTime now, DateTime forgotten)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM portal_session WHERE account_id = @accountId AND expires_on < @now;
            DELETE FROM portal_proof WHERE account_id = @accountId AND expires_on < @now;
            DELETE FROM portal_token WHERE account_id = @accountId AND expires_on < @now;
            DELETE FROM portal_attempt
            WHERE account_id = @accountId AND last_on < @forgotten AND coalesce(locked_until, @now) <= @now;
            DELETE FROM portal_address_attempt WHERE account_id = @accountId AND last_on < @forgotten;
            """,
            new { accountId, now, forgotten });
    }

    private static object Parameters(Portal portal) => new
    {
        portal.AccountId,
        portal.Id,
        portal.Name,
        portal.IsActive,
        origins = portal.Settings.AllowedOrigins.ToArray(),
        settings = JsonSerializer.Serialize(portal.Settings, JsonSerializerOptions.Web),
        portal.CreatedBy,
        portal.CreatedOn,
        portal.ModifiedOn,
    };

    private sealed class Row
    {
        public int Account_id { get; init; }
        public Guid Portal_id { get; init; }
        public string Name { get; init; } = "";
        public bool Is_active { get; init; }
        public string Settings { get; init; } = "";
        public Guid Created_by { get; init; }
        public DateTime Created_on { get; init; }
        public DateTime Modified_on { get; init; }

        public Portal ToPortal() =>
            new(
                Account_id,
                Portal_id,
                Name,
                Is_active,
                JsonSerializer.Deserialize<PortalSettings>(Settings, JsonSerializerOptions.Web)!,
                Created_by,
                Created_on,
                Modified_on);
    }
}
