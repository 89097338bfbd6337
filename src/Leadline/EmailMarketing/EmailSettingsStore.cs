using System.Security.Cryptography;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>The SQL of an account's e-mail settings.</summary>
internal sealed class EmailSettingsStore(Database database)
{
    private const int KeyBytes = 32;

    private const string Columns =
        """
        account_id AS AccountId, sender, footer_text AS FooterText, footer_html AS FooterHtml,
        mails_per_minute AS MailsPerMinute, track_opens AS TrackOpens, track_clicks AS TrackClicks,
        link_key AS LinkKey, version
        """;

    /// <summary>The settings; null where the account has none yet.</summary>
    public async Task<EmailSettings?> Find(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<EmailSettings>(
            $"SELECT {Columns} FROM email_settings WHERE account_id = @accountId", new { accountId });
    }

    /// <summary>The settings, locked until the commit.</summary>
    public static Task<EmailSettings> Lock(NpgsqlConnection connection, int accountId) =>
        connection.QuerySingleAsync<EmailSettings>(
            $"SELECT {Columns} FROM email_settings WHERE account_id = @accountId FOR UPDATE", new { accountId });

    /// <summary>Makes the settings that an account begins with, where it has none.</summary>
    public async Task Begin(int accountId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO email_settings (account_id, link_key, next_slot) VALUES (@accountId, @key, @now)
            ON CONFLICT DO NOTHING
            """,
            new { accountId, key = RandomNumberGenerator.GetBytes(KeyBytes), now });
    }

    /// <summary>Writes locked settings.</summary>
    public static Task Update(NpgsqlConnection connection, EmailSettings settings) => connection.ExecuteAsync(
        """
        UPDATE email_settings SET sender = @Sender, footer_text = @FooterText, footer_html = @FooterHtml,
            mails_per_minute = @MailsPerMinute, track_opens = @TrackOpens, track_clicks = @TrackClicks,
            version = @Version
        WHERE account_id = @AccountId
        """,
        settings);

    /// <summary>When the account's next mail of a campaign may be sent.</summary>
    public async Task<DateTime> NextSlot(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<DateTime>(
            "SELECT next_slot FROM email_settings WHERE account_id = @accountId", new { accountId });
    }

    /// <summary>
    /// Takes so much time for mails of a campaign; when it begins. Nobody takes any until the commit.
    /// </summary>
    public static async Task<DateTime> TakeSlots(
        NpgsqlConnection connection, int accountId, DateTime now, TimeSpan length)
    {
        var end = await connection.ExecuteScalarAsync<DateTime>(
            """
            UPDATE email_settings SET next_slot = greatest(next_slot, @now) + @length
            WHERE account_id = @accountId RETURNING next_slot
            """,
            new { accountId, now, length });
        return end - length;
    }
}
