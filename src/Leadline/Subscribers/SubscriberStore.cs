using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Subscribers;

/// <summary>The SQL of the numbers that ISPCRM's clients know leads and users by.</summary>
internal sealed class SubscriberStore(Database database)
{
    public static readonly Counter LeadNumbers = new("ispcrm_lead", First: 101);

    public static readonly RowStatement<SubscriberNumber> AddNumber = new RowStatement<SubscriberNumber>(
            order: 80,
            row => row.AccountId,
            $"""
            INSERT INTO ispcrm_lead (account_id, number, lead_id, status, created_on)
            {RowSource.WithAccount("number", "lead_id", "status", "created_on")}
            """)
        .With(NpgsqlDbType.Bigint, row => row.Number)
        .With(NpgsqlDbType.Uuid, row => row.LeadId)
        .With(NpgsqlDbType.Text, row => row.Status)
        .With(NpgsqlDbType.TimestampTz, row => row.CreatedOn);

    /// <summary>
    /// A merged lead's number becomes its parent's where that has none, and leads to the parent in any case.
    /// </summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        $"""
        SELECT FROM ({RowSource.Ordered("lead_id")}) u
        CROSS JOIN LATERAL (
            SELECT FROM ispcrm_lead x
            WHERE x.account_id = $1 AND {RowSource.Key("x.lead_id", "u.lead_id")} FOR UPDATE) at
        """,
        $"""
        UPDATE ispcrm_lead d SET lead_id = f.parent_id
        FROM (
            SELECT DISTINCT ON (u.parent_id) u.parent_id, at.place
            FROM ({RowSource.Select("lead_id", "parent_id")}) u
            CROSS JOIN LATERAL (
                SELECT x.ctid AS place, x.number FROM ispcrm_lead x
                WHERE x.account_id = $1 AND {RowSource.Key("x.lead_id", "u.lead_id")}) at
            LEFT JOIN LATERAL (
                SELECT x.number FROM ispcrm_lead x
                WHERE x.account_id = $1 AND {RowSource.Key("x.lead_id", "u.parent_id")}) own ON true
            WHERE own.number IS NULL
            ORDER BY u.parent_id, at.number) f
        WHERE d.account_id + 0 = $1 AND d.ctid = f.place
        """);

    /// <summary>The numbers of those leads that have one.</summary>
    public static NpgsqlBatchCommand FindNumbers(int accountId, IReadOnlyCollection<Guid> leadIds) => LeadStore.Command(
        $"""
        SELECT i.number, i.lead_id, i.status, i.created_on FROM ({RowSource.Select("lead_id")}) k
        CROSS JOIN LATERAL (
            SELECT i.* FROM ispcrm_lead i WHERE i.account_id = $1 AND {RowSource.Key("i.lead_id", "k.lead_id")}) i
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Uuid, leadIds));

    /// <summary>Reads a row of <see cref="FindNumbers"/>.</summary>
    public static SubscriberNumber ReadNumber(int accountId, NpgsqlDataReader reader) =>
        new(accountId, reader.GetGuid(1), reader.GetString(2), reader.GetDateTime(3)) { Number = reader.GetInt64(0) };

    /// <summary>The lead of this number; null when there is none, or no longer, or the caller may not see it.</summary>
    public async Task<Subscriber?> FindLead(Caller caller, long number)
    {
        var scope = caller.Scope(RecordKind.Lead, Deed.View);
        await using var connection = await database.Open(caller.AccountId);
        return await connection.QuerySingleOrDefaultAsync<Subscriber>(
            $"""
            SELECT i.number AS "Number", l.lead_id::text AS "CustomerId", l."values" ->> 'EmailAddress' AS "Username",
                   l."values" ->> 'FirstName' AS "FirstName", l."values" ->> 'LastName' AS "LastName",
                   l."values" ->> 'EmailAddress' AS "Email", l."values" ->> 'Phone' AS "Phone", i.status AS "Status"
            FROM ispcrm_lead i
            LEFT JOIN merged_lead m ON m.account_id = i.account_id AND m.lead_id = i.lead_id
            JOIN lead l ON l.account_id = i.account_id AND l.lead_id = coalesce(m.parent_id, i.lead_id)
            WHERE i.account_id = @AccountId AND i.number = @number AND {LeadStore.IsOfScope}
            """,
            new { caller.AccountId, number, scope.OwnerIds, scope.SharedIds });
    }

    /// <summary>The user's number, from 1; a user takes the next one when first asked for it.</summary>
    public async Task<long> NumberOfUser(int accountId, Guid userId)
    {
        await using var connection = await database.Open(accountId);
        while (true)
        {
            var number = await connection.ExecuteScalarAsync<long?>(
                "SELECT number FROM ispcrm_subscriber WHERE account_id = @accountId AND user_id = @userId",
                new { accountId, userId });
            if (number is not null)
                return number.Value;

            // Another call may take the number or number the user first: either way the next round knows.
            await connection.ExecuteAsync(
                """
                INSERT INTO ispcrm_subscriber (account_id, number, user_id)
                SELECT @accountId, coalesce(max(number), 0) + 1, @userId FROM ispcrm_subscriber
                WHERE account_id = @accountId
                ON CONFLICT DO NOTHING
                """,
                new { accountId, userId });
        }
    }
}
