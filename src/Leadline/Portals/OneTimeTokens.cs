using System.Security.Cryptography;
using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// What a lead is sent to prove who it is: the token of a password link, the digits of a sign-in code. Each is good
/// once, for a short time, and only its hash is kept.
/// </summary>
internal sealed class OneTimeTokens(Database database, TimeProvider clock)
{
    public static readonly TimeSpan ResetLength = TimeSpan.FromHours(1);
    public static readonly TimeSpan CodeLength = TimeSpan.FromMinutes(10);

    private const string Reset = "reset";
    private const string Code = "code";

    /// <summary>Guesses at one code: a million codes, five tries.</summary>
    private const int MostTries = 5;

    /// <summary>The token of a password link, 64 hex digits (extended §4.8). It is kept for nobody as well.</summary>
    public async Task<string> AddReset(NpgsqlConnection connection, Portal portal, Guid? leadId)
    {
        var token = PortalKeys.NewSecret();
        await Add(connection, portal, leadId, Reset, PortalKeys.NewId(), token, ResetLength);
        return token;
    }

    /// <summary>Whether the token would be taken; it stays good.</summary>
    public async Task<bool> IsReset(Portal portal, Guid leadId, string token)
    {
        await using var connection = await database.Open(portal.AccountId);
        return await connection.ExecuteScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM portal_proof WHERE account_id = @AccountId AND {OfToken})",
            TokenParameters(portal, leadId, token));
    }

    /// <summary>Uses the token up; false when it is none of this lead's, was used, or is too old.</summary>
    public async Task<bool> UseReset(NpgsqlConnection connection, Portal portal, Guid leadId, string token) =>
        await connection.ExecuteAsync(
            $"DELETE FROM portal_proof WHERE account_id = @AccountId AND {OfToken}",
            TokenParameters(portal, leadId, token)
        ) > 0;

    /// <summary>
    /// A sign-in code: the digits go to the lead, the ticket to who asked. The digits are hashed together with the
    /// ticket, so that nobody finds them by trying all of them on what is kept.
    /// </summary>
    public async Task<(string Ticket, string Digits)> AddCode(NpgsqlConnection connection, Portal portal, Guid? leadId)
    {
        var digits = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000");
        var (id, secret) = (PortalKeys.NewId(), PortalKeys.NewSecret());
        await Add(connection, portal, leadId, Code, id, secret + digits, CodeLength);
        return ($"{id}{secret}", digits);
    }

    /// <summary>
    /// Who the ticket was for, if the digits are right. A right answer uses it up, a few wrong ones as well.
    /// </summary>
    public async Task<Guid?> UseCode(Portal portal, string ticket, string digits)
    {
        if (ticket.Length != 88 || digits.Length > 20)
            return null;
        var (id, secret) = (ticket[..24], ticket[24..]);
        await using var connection = await database.Open(portal.AccountId);
        var (hash, leadId) = await connection.QuerySingleOrDefaultAsync<(byte[]?, Guid?)>(
            """
            UPDATE portal_proof SET tries = tries + 1
            WHERE account_id = @AccountId AND portal_id = @Id AND proof_id = @proofId AND kind = @Code
                AND expires_on > @now AND tries < @MostTries
            RETURNING secret_hash, lead_id
            """,
            new { portal.AccountId, portal.Id, proofId = id, Code, now = Now, MostTries });
        if (hash is null || !Secrets.Matches(secret + digits, hash) || leadId is null)
            return null;
        var isFirst = await connection.ExecuteAsync(
            "DELETE FROM portal_proof WHERE account_id = @AccountId AND portal_id = @Id AND proof_id = @proofId",
            new { portal.AccountId, portal.Id, proofId = id });
        return isFirst > 0 ? leadId : null;
    }

    private const string OfToken =
        """
        portal_id = @Id AND lead_id = @leadId AND kind = @Reset AND secret_hash = @hash AND expires_on > @now
        """;

    private object TokenParameters(Portal portal, Guid leadId, string token) =>
        new { portal.AccountId, portal.Id, leadId, Reset, hash = Secrets.Hash(token), now = Now };

    private Task Add(
        NpgsqlConnection connection,
        Portal portal,
        Guid? leadId,
        string kind,
        string id,
        string secret,
        TimeSpan length) =>
        connection.ExecuteAsync(
            """
            INSERT INTO portal_proof (account_id, proof_id, kind, portal_id, lead_id, secret_hash, created_on,
                expires_on)
            VALUES (@AccountId, @proofId, @kind, @Id, @leadId, @hash, @now, @expiresOn)
            """,
            new
            {
                portal.AccountId,
                proofId = id,
                kind,
                portal.Id,
                leadId,
                hash = Secrets.Hash(secret),
                now = Now,
                expiresOn = Now + length,
            });

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
