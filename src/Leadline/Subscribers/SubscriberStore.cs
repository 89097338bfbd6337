using Dapper;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Subscribers;

/// <summary>The SQL of the numbers that ISPCRM's clients know leads and users by.</summary>
internal sealed class SubscriberStore(Database database)
{
    /// <summary>
    /// Gives leads that have none the account's next numbers, in arrival order. It runs in the lead's own transaction and
    /// late in it: the counter is locked until the commit, and so never has a gap.
    /// </summary>
    public static readonly RowStatement<NumberedLead> Number = new RowStatement<NumberedLead>(
            order: 80,
            """
            WITH fresh AS (
                SELECT u.account_id, u.lead_id, u.status, u.created_on,
                       row_number() OVER (PARTITION BY u.account_id ORDER BY min(u.ord) DESC) AS place
                FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS u (account_id, lead_id, status, created_on, ord)
                WHERE NOT EXISTS (
                    SELECT FROM ispcrm_lead i WHERE i.account_id = u.account_id AND i.lead_id = u.lead_id)
                GROUP BY u.account_id, u.lead_id, u.status, u.created_on
            ), taken AS (
                INSERT INTO account_counter AS c (account_id, name, next_value)
                SELECT account_id, 'ispcrm_lead', 101 + count(*) FROM fresh GROUP BY account_id ORDER BY account_id
                ON CONFLICT (account_id, name) DO UPDATE SET next_value = c.next_value + excluded.next_value - 101
                RETURNING account_id, next_value
            )
            INSERT INTO ispcrm_lead (account_id, number, lead_id, status, created_on)
            SELECT f.account_id, t.next_value - f.place, f.lead_id, f.status, f.created_on
            FROM fresh f JOIN taken t ON t.account_id = f.account_id
            """)
        .With(NpgsqlDbType.Integer, row => row.AccountId)
        .With(NpgsqlDbType.Uuid, row => row.LeadId)
        .With(NpgsqlDbType.Text, row => row.Status)
        .With(NpgsqlDbType.TimestampTz, row => row.CreatedOn);

    public async Task<(long Number, string Status)> NumberOf(int accountId, Guid leadId, NpgsqlConnection? within)
    {
        await using var own = within is null ? await database.Open() : null;
        return await (within ?? own!).QuerySingleAsync<(long, string)>(
            "SELECT number, status FROM ispcrm_lead WHERE account_id = @accountId AND lead_id = @leadId",
            new { accountId, leadId });
    }

    /// <summary>The lead of this number; null when there is none, or no longer.</summary>
    public async Task<Subscriber?> FindLead(int accountId, long number)
    {
        await using var connection = await database.Open();
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
        await using var connection = await database.Open();
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
                SELECT @accountId, coalesce(max(number), 0) + 1, @userId FROM ispcrm_subscriber WHERE account_id = @accountId
                ON CONFLICT DO NOTHING
                """,
                new { accountId, userId });
        }
    }
}

/// <summary>A lead that is to have a number.</summary>
internal readonly record struct NumberedLead(int AccountId, Guid LeadId, string Status, DateTime CreatedOn);
