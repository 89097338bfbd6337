using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Telephony;

/// <summary>The SQL of calls that agents are shown.</summary>
internal sealed class CallPopupStore(Database database)
{
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("call_popup", "created_on"),
        LeadStore.DeleteBelongings("call_popup", "created_on"));

    public static readonly LeadMerging MovedWithLead = LeadMerging.OfAll("call_popup", "created_on");

    public Task<T> Transaction<T>(int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> work) =>
        database.Transaction(accountId, within, work);

    /// <summary>Adds one, and drops those of before <paramref name="since"/>.</summary>
    public Task Add(NpgsqlConnection connection, int accountId, CallPopup popup, DateTime since) =>
        connection.ExecuteAsync(
            """
            DELETE FROM call_popup WHERE account_id = @accountId AND created_on < @since;
            INSERT INTO call_popup (account_id, popup_id, user_id, lead_id, source_number, destination_number,
                display_number, direction, call_session_id, tag, created_on)
            VALUES (@accountId, @Id, @UserId, @LeadId, @SourceNumber, @DestinationNumber, @DisplayNumber, @Direction,
                @CallSessionId, @Tag, @CreatedOn)
            """,
            new
            {
                accountId,
                since,
                popup.Id,
                popup.UserId,
                popup.LeadId,
                popup.SourceNumber,
                popup.DestinationNumber,
                popup.DisplayNumber,
                popup.Direction,
                popup.CallSessionId,
                popup.Tag,
                popup.CreatedOn,
            });

    /// <summary>Those that the user is meant to see, after one of them, the oldest first.</summary>
    public async Task<IReadOnlyList<CallPopup>> List(int accountId, Guid userId, Guid? after, DateTime since, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<CallPopup>(
                """
                SELECT popup_id AS Id, user_id AS UserId, lead_id AS LeadId, source_number AS SourceNumber,
                    destination_number AS DestinationNumber, display_number AS DisplayNumber, direction AS Direction,
                    call_session_id AS CallSessionId, tag AS Tag, created_on AS CreatedOn
                FROM call_popup
                WHERE account_id = @accountId AND (user_id IS NULL OR user_id = @userId) AND created_on >= @since
                    AND (@after::uuid IS NULL OR popup_id > @after)
                ORDER BY popup_id LIMIT @most
                """,
                new { accountId, userId, after, since, most }),
        ];
    }
}
