using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
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

    /// <summary>The lead of this number; null when there is none, or no longer.</summary>
    public async Task<Subscriber?> FindLead(int accountId, long number)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<Subscriber>(
            """
            SELECT i.number AS "Number", l.lead_id::text AS "CustomerId", l."values" ->> 'EmailAddress' AS "Username",
                   l."values" ->> 'FirstName' AS "FirstName", l."values" ->> 'LastName' AS "LastName",
                   l."values" ->> 'EmailAddress' AS "Email", l."values" ->> 'Phone' AS "Phone", i.status AS "Status"
            FROM ispcrm_lead i JOIN lead l ON l.account_id = i.account_id AND l.lead_id = i.lead_id
            WHERE i.account_id = @accountId AND i.number = @number
            """,
            new { accountId, number });
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
