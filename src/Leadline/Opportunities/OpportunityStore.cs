using Leadline.Activities;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Opportunities;

/// <summary>
/// The SQL of writing opportunities: all rows of a batch in a statement each. They stand among the activities of their
/// leads.
/// </summary>
internal static class OpportunityStore
{
    private const int KeyColumn = 16;

    private static readonly string Columns = $"{ActivityReadStore.Columns}, a.opportunity_key";

    private const string Shares =
        """
        SELECT x.ctid AS place FROM opportunity_share x
        WHERE x.account_id = $1 AND x.opportunity_id = u.opportunity_id
        """;

    /// <summary>
    /// Deletes a table's rows of opportunities that are being deleted. The table has an index of the account, the
    /// opportunity and the column <paramref name="next"/>, whose order leaves the planner no other.
    /// </summary>
    public static RowStatement<DoomedOpportunity> DeleteBelongings(string table, string next)
    {
        var belongings =
            $"""
            SELECT x.ctid AS place FROM {table} x
            WHERE x.account_id = $1 AND x.opportunity_id = u.opportunity_id ORDER BY x.{next}
            """;
        return new RowStatement<DoomedOpportunity>(
                order: 52,
                row => row.AccountId,
                $"""
                DELETE FROM {table} d USING ({RowSource.Select("opportunity_id")}) u
                CROSS JOIN LATERAL ({belongings}) at
                WHERE d.account_id + 0 = $1 AND d.ctid = at.place
                """)
            .Locking(
                $"""
                SELECT FROM ({RowSource.Select("opportunity_id")}) u
                CROSS JOIN LATERAL ({belongings} FOR UPDATE) at
                """)
            .With(NpgsqlDbType.Uuid, row => row.OpportunityId);
    }

    private static string Keyed(string leadId) =>
        $"""
        SELECT x.ctid AS place, x.opportunity_key, x.activity_on FROM activity x
        WHERE x.account_id = $1 AND x.lead_id = {leadId} AND x.opportunity_key IS NOT NULL ORDER BY x.activity_on
        """;

    // What its index holds, to be read in the index's order (RowSource.Key).
    private static readonly string Posted =
        $"""
        SELECT x.ctid AS place FROM activity x
        WHERE x.account_id = $1 AND x.opportunity_id = u.opportunity_id
            AND x.event_code NOT IN ({OpportunityActivityTypes.Duplicate}, {OpportunityActivityTypes.Captured})
        """;

    /// <summary>
    /// Of the opportunities that come together at one lead, several may be duplicates of each other. All are kept, and
    /// one keeps the key: the parent's, else the oldest. The rest of the activities' move is theirs.
    /// </summary>
    public static readonly LeadMerging KeysOfMerged = LeadMerging.ByStatements(
        LeadStore.LockBelongings("activity", "activity_on"),
        $"""
        UPDATE activity a SET opportunity_key = NULL
        FROM (
            SELECT k.place, k.is_own,
                row_number() OVER (
                    PARTITION BY k.parent_id, k.opportunity_key ORDER BY NOT k.is_own, k.activity_on) AS nth
            FROM (
                SELECT u.parent_id, false AS is_own, at.*
                FROM ({RowSource.Select("lead_id", "parent_id")}) u CROSS JOIN LATERAL ({Keyed("u.lead_id")}) at
                UNION ALL
                SELECT p.parent_id, true, at.*
                FROM (SELECT DISTINCT u.parent_id FROM ({RowSource.Select("lead_id", "parent_id")}) u) p
                CROSS JOIN LATERAL ({Keyed("p.parent_id")}) at) k) n
        WHERE a.account_id + 0 = $1 AND a.ctid = n.place AND n.nth > 1 AND NOT n.is_own
        """);

    // Runs after those that give a key free.
    public static readonly RowStatement<OpportunityBatch.Entry> Insert = new RowStatement<OpportunityBatch.Entry>(
            order: 32,
            row => row.AccountId,
            $"""
            INSERT INTO activity (account_id, activity_id, lead_id, event_code, number, note, status, owner_id,
                activity_on,
                created_on, created_by, modified_on, modified_by, "values", opportunity_key, opportunity_number)
            {RowSource.WithAccount(
                "activity_id", "lead_id", "event_code", "number", "note", "status", "owner_id", "activity_on",
                "created_on", "created_by", "modified_on", "modified_by", "values", "opportunity_key",
                "opportunity_number")}
            """)
        .WithWhole(row => row.Activity)
        .With(NpgsqlDbType.Jsonb, row => row.Activity.ValuesJson())
        .With(NpgsqlDbType.Uuid, row => row.DuplicateKey)
        .With(NpgsqlDbType.Bigint, row => row.AutoId is not null ? row.Activity.Number : (long?)null);

    public static readonly RowStatement<OpportunityBatch.Entry> Update = new RowStatement<OpportunityBatch.Entry>(
            order: 28,
            row => row.AccountId,
            $"""
            UPDATE activity a SET note = u.note, status = u.status, owner_id = u.owner_id, modified_on = u.modified_on,
                modified_by = u.modified_by, "values" = u."values", opportunity_key = u.opportunity_key
            FROM ({RowSource.Select(
                "activity_id", "note", "status", "owner_id", "modified_on", "modified_by", "values",
                "opportunity_key")}) u
            CROSS JOIN {ActivityStore.Place("u.activity_id")} at
            WHERE a.account_id + 0 = $1 AND a.ctid = at.place
            """)
        .Locking(ActivityStore.Lock)
        .WithChangeable(row => row.Activity)
        .With(NpgsqlDbType.Jsonb, row => row.Activity.ValuesJson())
        .With(NpgsqlDbType.Uuid, row => row.DuplicateKey);

    /// <summary>
    /// What was posted on an opportunity goes with it; that it was captured stays in its lead's history.
    /// </summary>
    public static readonly RowStatement<OpportunityBatch.Entry> DeleteActivities =
        new RowStatement<OpportunityBatch.Entry>(
            order: 36,
            row => row.AccountId,
            $"""
            DELETE FROM activity a USING ({RowSource.Select("opportunity_id")}) u
            CROSS JOIN LATERAL ({Posted} ORDER BY x.activity_on) at
            WHERE a.account_id + 0 = $1 AND a.ctid = at.place
            """
        )
        .Locking(
            $"""
            SELECT FROM ({RowSource.Select("opportunity_id")}) u
            CROSS JOIN LATERAL ({Posted} ORDER BY x.activity_on FOR UPDATE) at
            """)
        .With(NpgsqlDbType.Uuid, row => row.Activity.Id);

    public static readonly RowStatement<OpportunityBatch.Entry> Delete = new RowStatement<OpportunityBatch.Entry>(
            order: 27,
            row => row.AccountId,
            $"""
            DELETE FROM activity a USING ({RowSource.Select("activity_id")}) u
            CROSS JOIN {ActivityStore.Place("u.activity_id")} at
            WHERE a.account_id + 0 = $1 AND a.ctid = at.place
            """)
        .Locking(ActivityStore.Lock)
        .With(NpgsqlDbType.Uuid, row => row.Activity.Id);

    public static readonly RowStatement<OpportunityBatch.Entry> DeleteShares = new RowStatement<OpportunityBatch.Entry>(
            order: 37,
            row => row.AccountId,
            $"""
            DELETE FROM opportunity_share s USING ({RowSource.Select("opportunity_id")}) u
            CROSS JOIN LATERAL ({Shares} ORDER BY x.user_id) at
            WHERE s.account_id + 0 = $1 AND s.ctid = at.place
            """)
        .Locking(
            $"SELECT FROM ({RowSource.Select("opportunity_id")}) u CROSS JOIN LATERAL ({Shares} FOR UPDATE) at")
        .With(NpgsqlDbType.Uuid, row => row.Activity.Id);

    public static NpgsqlBatchCommand FindByIds(int accountId, IReadOnlyCollection<Guid> ids) => LeadStore.Command(
        $"""
        SELECT {Columns}
        FROM ({RowSource.Select("activity_id")}) k
        CROSS JOIN LATERAL (
            SELECT a.* FROM activity a
            WHERE a.account_id = $1 AND {RowSource.Key("a.activity_id", "k.activity_id")}) a
        WHERE a.event_code >= {ActivityType.FirstOpportunityCode}
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Uuid, ids));

    public static NpgsqlBatchCommand FindByKeys(int accountId, IReadOnlyCollection<OpportunityKey> keys) =>
        LeadStore.Command(
            $"""
            SELECT {Columns}
            FROM ({RowSource.Select("lead_id", "opportunity_key")}) k
            CROSS JOIN LATERAL (
                SELECT a.* FROM activity a
                WHERE a.account_id = $1 AND a.lead_id = k.lead_id AND a.opportunity_key IS NOT NULL
                    AND {RowSource.Key("a.opportunity_key", "k.opportunity_key")}) a
            """,
            LeadStore.Account(accountId),
            LeadStore.Array(NpgsqlDbType.Uuid, keys.Select(key => key.LeadId)),
            LeadStore.Array(NpgsqlDbType.Uuid, keys.Select(key => key.Value)));

    public static OpportunityBatch.Entry Read(NpgsqlDataReader reader) => new(
        ActivityReadStore.Read(reader), reader.IsDBNull(KeyColumn) ? null : reader.GetGuid(KeyColumn));
}
