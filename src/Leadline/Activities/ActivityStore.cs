using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Activities;

/// <summary>The SQL of writing activities: all rows of a batch in a statement each.</summary>
internal static class ActivityStore
{
    /// <summary>ProspectActivityAutoId's counter.</summary>
    public static readonly Counter NumberCounter = new("activity");

    /// <summary>Where the activity of an id in a column of what stands before lies now.</summary>
    public static string Place(string id) =>
        $"""
        LATERAL (
            SELECT x.ctid AS place FROM activity x WHERE x.account_id = $1 AND {RowSource.Key("x.activity_id", id)})
        """;

    /// <summary>Locks activities by their ids.</summary>
    public static readonly string Lock =
        $"""
        SELECT FROM ({RowSource.Ordered("activity_id")}) k
        CROSS JOIN LATERAL (
            SELECT FROM activity a
            WHERE a.account_id = $1 AND {RowSource.Key("a.activity_id", "k.activity_id")} FOR UPDATE) a
        """;

    public static readonly RowStatement<ActivityRow> Insert = new RowStatement<ActivityRow>(
            order: 30,
            row => row.Activity.AccountId,
            $"""
            INSERT INTO activity (account_id, activity_id, lead_id, event_code, number, note, status, owner_id,
                activity_on,
                created_on, created_by, modified_on, modified_by, "values", opportunity_id)
            {RowSource.WithAccount(
                "activity_id", "lead_id", "event_code", "number", "note", "status", "owner_id", "activity_on",
                "created_on", "created_by", "modified_on", "modified_by", "values", "opportunity_id")}
            """)
        .WithWhole(row => row.Activity)
        .With(NpgsqlDbType.Jsonb, row => row.Values)
        .With(NpgsqlDbType.Uuid, row => row.Activity.OpportunityId)
        .ManyByCopy();

    public static readonly RowStatement<ActivityRow> Update = new RowStatement<ActivityRow>(
            order: 31,
            row => row.Activity.AccountId,
            $"""
            UPDATE activity a SET note = u.note, status = u.status, owner_id = u.owner_id, modified_on = u.modified_on,
                modified_by = u.modified_by, is_locked = u.is_locked, "values" = u."values"
            FROM ({RowSource.Select(
                "activity_id", "note", "status", "owner_id", "modified_on", "modified_by", "is_locked", "values")}) u
            CROSS JOIN {Place("u.activity_id")} at
            WHERE a.account_id + 0 = $1 AND a.ctid = at.place
            """)
        .Locking(Lock)
        .WithChangeable(row => row.Activity)
        .With(NpgsqlDbType.Boolean, row => row.Activity.IsLocked)
        .With(NpgsqlDbType.Jsonb, row => row.Values);

    /// <summary>
    /// The columns of a new activity after its account, from <c>activity_id</c> to <c>modified_by</c>.
    /// </summary>
    public static RowStatement<TRow> WithWhole<TRow>(
        this RowStatement<TRow> statement,
        Func<TRow, Activity> activity) =>
        statement
            .With(NpgsqlDbType.Uuid, row => activity(row).Id)
            .With(NpgsqlDbType.Uuid, row => activity(row).LeadId)
            .With(NpgsqlDbType.Integer, row => activity(row).EventCode)
            .With(NpgsqlDbType.Bigint, row => activity(row).Number)
            .With(NpgsqlDbType.Text, row => activity(row).Note)
            .With(NpgsqlDbType.Text, row => activity(row).Status)
            .With(NpgsqlDbType.Uuid, row => activity(row).OwnerId)
            .With(NpgsqlDbType.TimestampTz, row => activity(row).ActivityOn)
            .With(NpgsqlDbType.TimestampTz, row => activity(row).CreatedOn)
            .With(NpgsqlDbType.Uuid, row => activity(row).CreatedBy)
            .With(NpgsqlDbType.TimestampTz, row => activity(row).ModifiedOn)
            .With(NpgsqlDbType.Uuid, row => activity(row).ModifiedBy);

    /// <summary>The columns that tell an activity, then those that an update sets, up to <c>modified_by</c>.</summary>
    public static RowStatement<TRow> WithChangeable<TRow>(
        this RowStatement<TRow> statement,
        Func<TRow, Activity> activity) =>
        statement
            .With(NpgsqlDbType.Uuid, row => activity(row).Id)
            .With(NpgsqlDbType.Text, row => activity(row).Note)
            .With(NpgsqlDbType.Text, row => activity(row).Status)
            .With(NpgsqlDbType.Uuid, row => activity(row).OwnerId)
            .With(NpgsqlDbType.TimestampTz, row => activity(row).ModifiedOn)
            .With(NpgsqlDbType.Uuid, row => activity(row).ModifiedBy);

    /// <summary>
    /// Deletes a lead's activities of these types, of the scope and of the owners, that happened from a time on and
    /// before another; locked ones stay. Their ids.
    /// </summary>
    public static Task<IEnumerable<Guid>> Delete(
        NpgsqlConnection connection,
        int accountId,
        Guid leadId,
        int[] eventCodes,
        (DateTime? From, DateTime? Before) window,
        ActivityScope scope,
        Guid[]? owners) =>
        connection.QueryAsync<Guid>(
            $"""
            WITH doomed AS (
                SELECT activity_id FROM activity a
                WHERE account_id = @accountId AND lead_id = @leadId AND event_code = ANY(@eventCodes)
                    AND NOT is_locked{scope.Condition}
                    AND (@owners::uuid[] IS NULL OR owner_id = ANY(@owners))
                    AND activity_on >= coalesce(@From::timestamptz, '-infinity')
                    AND activity_on < coalesce(@Before::timestamptz, 'infinity')
                ORDER BY activity_id FOR UPDATE)
            DELETE FROM activity a USING doomed
            WHERE a.account_id = @accountId AND a.activity_id = doomed.activity_id
            RETURNING a.activity_id
            """,
            scope.With(new { accountId, leadId, eventCodes, window.From, window.Before, owners }));

    public static Task Delete(NpgsqlConnection connection, int accountId, Guid activityId) => connection.ExecuteAsync(
        "DELETE FROM activity WHERE account_id = @accountId AND activity_id = @activityId",
        new { accountId, activityId });

    /// <summary>
    /// Removes all activities of leads that are being deleted, locked ones too; each lead's own event tells of it.
    /// </summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("activity", "activity_on"),
        LeadStore.DeleteBelongings("activity", "activity_on"));

    /// <summary>A merged lead's activities, opportunities among them, stand on the timeline of its parent.</summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.OfAll("activity", "activity_on");
}

/// <summary>An activity to write, with its values as they are kept.</summary>
internal readonly record struct ActivityRow(Activity Activity, byte[] Values);
