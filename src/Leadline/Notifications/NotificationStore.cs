using Dapper;
using Leadline.Events;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Notifications;

/// <summary>The SQL of notifications, and of how far the log has been read for them.</summary>
internal sealed class NotificationStore(Database database)
{
    private const int MostKept = 1_000;

    private const string Columns =
        """
        notification_id AS Id, user_id AS UserId, event_id AS EventId, kind, record_kind AS RecordKind,
        record_id AS RecordId, user_by AS By, occurred_on AS OccurredOn, is_read AS IsRead, is_pinned AS IsPinned
        """;

    /// <summary>Up to where the log was read, held until the commit; null where another node reads it.</summary>
    public static async Task<LogPosition?> Hold(NpgsqlConnection connection, int accountId)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO notification_cursor (account_id, tx, event_id)
            VALUES (@accountId, '0', '00000000-0000-0000-0000-000000000000') ON CONFLICT DO NOTHING
            """,
            new { accountId });
        await using var command = new NpgsqlCommand(
            "SELECT tx, event_id FROM notification_cursor WHERE account_id = $1 FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? new LogPosition(await reader.GetFieldValueAsync<ulong>(0), reader.GetGuid(1))
            : null;
    }

    public static async Task Move(NpgsqlConnection connection, int accountId, LogPosition position)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE notification_cursor SET tx = $2, event_id = $3 WHERE account_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Xid8, Value = position.Tx });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = position.EventId });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Adds one, and drops the user's oldest beyond a thousand; false where it was there.</summary>
    public static async Task<bool> Add(NpgsqlConnection connection, int accountId, Notification one) =>
        await connection.ExecuteScalarAsync<int>(
            """
            WITH added AS (
                INSERT INTO notification (account_id, user_id, notification_id, event_id, kind, record_kind, record_id,
                    user_by, occurred_on)
                VALUES (@accountId, @UserId, @Id, @EventId, @Kind, @RecordKind, @RecordId, @By, @OccurredOn)
                ON CONFLICT DO NOTHING RETURNING 1),
            dropped AS (
                DELETE FROM notification n
                WHERE n.account_id = @accountId AND n.user_id = @UserId AND NOT n.is_pinned AND n.notification_id < (
                    SELECT k.notification_id FROM notification k
                    WHERE k.account_id = @accountId AND k.user_id = @UserId
                    ORDER BY k.notification_id DESC OFFSET @MostKept LIMIT 1))
            SELECT count(*) FROM added
            """,
            new
            {
                accountId,
                one.UserId,
                one.Id,
                one.EventId,
                one.Kind,
                one.RecordKind,
                one.RecordId,
                one.By,
                one.OccurredOn,
                MostKept,
            }) > 0;

    /// <summary>Marks as read what a change has made moot: of a record, of these kinds, of all users but one.</summary>
    public static async Task<IReadOnlyList<Guid>> Settle(
        NpgsqlConnection connection, int accountId, Guid recordId, string kind, Guid? except) =>
        [
            .. await connection.QueryAsync<Guid>(
                """
                UPDATE notification SET is_read = true
                WHERE account_id = @accountId AND record_id = @recordId AND kind = @kind AND NOT is_read
                    AND user_id IS DISTINCT FROM @except::uuid
                RETURNING user_id
                """,
                new { accountId, recordId, kind, except }),
        ];

    public async Task<(IReadOnlyList<Notification> Page, int Unread)> Page(
        int accountId, Guid userId, bool unreadOnly, Guid? before, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        var page = await connection.QueryAsync<Notification>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM notification
            WHERE account_id = @accountId AND user_id = @userId AND (NOT @unreadOnly OR NOT is_read)
                AND (@before::uuid IS NULL OR notification_id < @before)
            ORDER BY notification_id DESC LIMIT @most
            """,
            new { accountId, userId, unreadOnly, before, most },
            cancellationToken: cancellation));
        return ([.. page], await Unread(connection, accountId, userId));
    }

    public async Task<int> Unread(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        return await Unread(connection, accountId, userId);
    }

    /// <summary>Marks as read those of the ids, those of a record, or all where both are null.</summary>
    public async Task Read(int accountId, Guid userId, Guid[]? ids, Guid? recordId)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE notification SET is_read = true
            WHERE account_id = @accountId AND user_id = @userId AND NOT is_read
                AND (@ids::uuid[] IS NULL OR notification_id = ANY(@ids))
                AND (@recordId::uuid IS NULL OR record_id = @recordId)
            """,
            new { accountId, userId, ids, recordId });
    }

    /// <summary>Changes what is passed; null where the user has no such notification.</summary>
    public async Task<Notification?> Change(int accountId, Guid userId, Guid id, bool? isRead, bool? isPinned)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<Notification>(
            $"""
            UPDATE notification SET is_read = coalesce(@isRead, is_read), is_pinned = coalesce(@isPinned, is_pinned)
            WHERE account_id = @accountId AND user_id = @userId AND notification_id = @id
            RETURNING {Columns}
            """,
            new { accountId, userId, id, isRead, isPinned });
    }

    /// <summary>Removes one; or all that are read and not pinned.</summary>
    public async Task<int> Remove(int accountId, Guid userId, Guid? id)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            """
            DELETE FROM notification
            WHERE account_id = @accountId AND user_id = @userId
                AND CASE WHEN @id::uuid IS NULL THEN is_read AND NOT is_pinned ELSE notification_id = @id END
            """,
            new { accountId, userId, id });
    }

    /// <summary>What was said on tickets, by the numbers of the messages.</summary>
    public async Task<IReadOnlyDictionary<long, string>> Messages(
        int accountId, long[] numbers, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return (await connection.QueryAsync<(long Number, string? Text)>(new CommandDefinition(
            """
            SELECT number, body FROM ticket_conversation WHERE account_id = @accountId AND number = ANY(@numbers)
            """,
            new { accountId, numbers },
            cancellationToken: cancellation))).ToDictionary(one => one.Number, one => one.Text ?? "");
    }

    /// <summary>What webhooks are called.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Webhooks(
        int accountId, Guid[] ids, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return (await connection.QueryAsync<(Guid Id, string Title)>(new CommandDefinition(
            """
            SELECT webhook_id, description FROM webhook WHERE account_id = @accountId AND webhook_id = ANY(@ids)
            """,
            new { accountId, ids },
            cancellationToken: cancellation))).ToDictionary(one => one.Id, one => one.Title);
    }

    private static Task<int> Unread(NpgsqlConnection connection, int accountId, Guid userId) =>
        connection.ExecuteScalarAsync<int>(
            """
            SELECT count(*) FROM notification
            WHERE account_id = @accountId AND user_id = @userId AND NOT is_read
            """,
            new { accountId, userId });
}
