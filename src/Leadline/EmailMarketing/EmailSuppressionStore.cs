using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>The SQL of addresses that nothing is sent to.</summary>
internal sealed class EmailSuppressionStore(Database database)
{
    private const string Columns =
        "address_key AS Key, address, reason, mailing_id AS MailingId, created_on AS CreatedOn";

    /// <summary>
    /// Adds addresses, in the order of their keys. What is known stays, but a bounce counts for more.
    /// </summary>
    public static Task Add(
        NpgsqlConnection connection, int accountId, IReadOnlyList<EmailSuppression> suppressions) =>
        connection.ExecuteAsync(
            """
            INSERT INTO email_suppression (account_id, address_key, address, reason, mailing_id, created_on)
            SELECT @accountId, u.key, u.address, u.reason, u.mailing_id, u.created_on
            FROM unnest(@keys, @addresses, @reasons, @mailingIds, @times)
                u (key, address, reason, mailing_id, created_on)
            ORDER BY u.key
            ON CONFLICT (account_id, address_key) DO UPDATE SET reason = EXCLUDED.reason
            WHERE EXCLUDED.reason = 'bounced'
            """,
            new
            {
                accountId,
                keys = suppressions.Select(one => one.Key).ToArray(),
                addresses = suppressions.Select(one => one.Address).ToArray(),
                reasons = suppressions.Select(one => one.Reason).ToArray(),
                mailingIds = suppressions.Select(one => one.MailingId).ToArray(),
                times = suppressions.Select(one => one.CreatedOn).ToArray(),
            });

    /// <summary>Those of the addresses that nothing is sent to, by their keys.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Reasons(
        NpgsqlConnection connection, int accountId, string[] keys)
    {
        var found = await connection.QueryAsync<(string Key, string Reason)>(
            """
            SELECT address_key, reason FROM email_suppression
            WHERE account_id = @accountId AND address_key = ANY(@keys)
            """,
            new { accountId, keys });
        return found.ToDictionary(one => one.Key, one => one.Reason);
    }

    public async Task<EmailSuppression?> Find(int accountId, string key, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<EmailSuppression>(new CommandDefinition(
            $"SELECT {Columns} FROM email_suppression WHERE account_id = @accountId AND address_key = @key",
            new { accountId, key },
            cancellationToken: cancellation));
    }

    /// <summary>Addresses behind one, in their order; those with a part where one is asked for.</summary>
    public async Task<IReadOnlyList<EmailSuppression>> Page(
        int accountId, string? part, string? reason, string? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<EmailSuppression>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM email_suppression
                WHERE account_id = @accountId AND (@part::text IS NULL OR strpos(address_key, @part) > 0)
                    AND (@reason::text IS NULL OR reason = @reason)
                    AND (@after::text IS NULL OR address_key > @after)
                ORDER BY address_key LIMIT @most
                """,
                new { accountId, part, reason, after, most },
                cancellationToken: cancellation)),
        ];
    }

    public static async Task<bool> Remove(NpgsqlConnection connection, int accountId, string key) =>
        await connection.ExecuteAsync(
            "DELETE FROM email_suppression WHERE account_id = @accountId AND address_key = @key",
            new { accountId, key }) > 0;
}
