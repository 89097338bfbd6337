using System.Text.Json;
using Leadline.Leads;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Intake;

/// <summary>Where an account stands, read from its cursor by the one who holds the cursor's lock.</summary>
internal sealed record IntakeCursor(
    int AccountId,
    long Done,
    DateTime DoneOn,
    long[] Finished,
    int Parked,
    DateTime? DueOn,
    DateTime PacedOn,
    bool IsPaused)
{
    public static IntakeCursor Read(int accountId, NpgsqlDataReader reader) => new(
        accountId,
        reader.GetInt64(0),
        reader.GetDateTime(1),
        CallTotals.Widened(reader.GetFieldValue<long[]>(2)),
        reader.GetInt32(3),
        reader.IsDBNull(4) ? null : reader.GetDateTime(4),
        reader.GetDateTime(5),
        reader.GetBoolean(6));
}

/// <summary>A request that waits for a retry at a time, or without one behind another of its lead.</summary>
internal sealed record ParkedRow(
    StoredRequest Request, int Attempts, DateTime? DueOn, string? Reason, IReadOnlyList<LeadReference> Names);

/// <summary>The SQL of working on requests: all rows of a window in a statement each.</summary>
internal static class IntakeStore
{
    /// <summary>Bodies of one window together, unless a single one is larger.</summary>
    public const int MaxWindowBytes = 16 * 1024 * 1024;

    private const string RequestColumns = "q.arrival, q.received_on, q.call, q.user_id, q.target, q.body";

    public static readonly RowStatement<IntakeResult> AddResult = new RowStatement<IntakeResult>(
            order: 110,
            row => row.Request.AccountId,
            $"""
            INSERT INTO intake_result (account_id, call, status, attempts, arrival, received_on, finished_on, reason,
                message)
            {RowSource.WithAccount(
                "call", "status", "attempts", "arrival", "received_on", "finished_on", "reason", "message")}
            """)
        .With(NpgsqlDbType.Smallint, row => (short)row.Request.Call)
        .With(NpgsqlDbType.Smallint, row => (short)row.Status)
        .With(NpgsqlDbType.Smallint, row => (short)row.Attempts)
        .With(NpgsqlDbType.Bigint, row => row.Request.Arrival)
        .With(NpgsqlDbType.TimestampTz, row => row.Request.ReceivedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.FinishedOn)
        .With(NpgsqlDbType.Text, row => row.Reason)
        .With(NpgsqlDbType.Text, row => row.Message);

    // Whoever has the cursor's lock is the only one to change what is parked.
    public static readonly RowStatement<StoredRequest> RemoveParked = new RowStatement<StoredRequest>(
            order: 111,
            row => row.AccountId,
            $"""
            DELETE FROM intake_parked p USING ({RowSource.Select("arrival")}) u
            CROSS JOIN LATERAL (
                SELECT x.ctid AS place FROM intake_parked x
                WHERE x.account_id = $1 AND {RowSource.Key("x.arrival", "u.arrival")}) at
            WHERE p.account_id + 0 = $1 AND p.ctid = at.place
            """)
        .With(NpgsqlDbType.Bigint, row => row.Arrival);

    public static readonly RowStatement<ParkedRow> AddParked = new RowStatement<ParkedRow>(
            order: 112,
            row => row.Request.AccountId,
            $"""
            INSERT INTO intake_parked (account_id, arrival, received_on, call, attempts, due_on, reason, names)
            {RowSource.WithAccount("arrival", "received_on", "call", "attempts", "due_on", "reason", "names")}
            """)
        .With(NpgsqlDbType.Bigint, row => row.Request.Arrival)
        .With(NpgsqlDbType.TimestampTz, row => row.Request.ReceivedOn)
        .With(NpgsqlDbType.Smallint, row => (short)row.Request.Call)
        .With(NpgsqlDbType.Smallint, row => (short)row.Attempts)
        .With(NpgsqlDbType.TimestampTz, row => row.DueOn)
        .With(NpgsqlDbType.Text, row => row.Reason)
        .With(
            NpgsqlDbType.Jsonb,
            row => JsonSerializer.Serialize(row.Names.SelectMany(name => new[] { name.Field, name.Value })));

    /// <summary>Where the statements of the cursor run among those of a turn: after its results.</summary>
    public const int CursorOrder = 113;

    public static NpgsqlBatchCommand MoveCursor(IntakeCursor cursor) => Command(
        """
        UPDATE intake_cursor SET done = $2, done_on = $3, finished = $4, parked = $5, due_on = $6, paced_on = $7
        WHERE account_id = $1
        """,
        One(cursor.AccountId),
        One(cursor.Done),
        One(cursor.DoneOn),
        One(cursor.Finished),
        One(cursor.Parked),
        new NpgsqlParameter<DateTime?> { NpgsqlDbType = NpgsqlDbType.TimestampTz, TypedValue = cursor.DueOn },
        One(cursor.PacedOn));

    public static NpgsqlBatchCommand AddPace(IntakeCursor cursor) => Command(
        """
        INSERT INTO intake_pace (account_id, minute, finished) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, minute) DO NOTHING
        """,
        One(cursor.AccountId),
        One(cursor.PacedOn),
        One(cursor.Finished));

    /// <summary>
    /// Bounds of the transaction that works on a window: it does not wait long for a lead that somebody else holds, and
    /// PostgreSQL ends it when its node has gone silent.
    /// </summary>
    public static NpgsqlBatchCommand Bounds() => new(
        """
        SELECT set_config('lock_timeout', '5s', true),
            set_config('idle_in_transaction_session_timeout', '60s', true)
        """);

    /// <summary>Locks the account's cursor; no row when another worker has it.</summary>
    public static NpgsqlBatchCommand LockCursor(int accountId) => Command(
        """
        SELECT done, done_on, finished, parked, due_on, paced_on, is_paused FROM intake_cursor
        WHERE account_id = $1 FOR UPDATE SKIP LOCKED
        """,
        One(accountId));

    /// <summary>What the cursor says is done, without its lock.</summary>
    public static NpgsqlBatchCommand ReadDone(int accountId) => Command(
        "SELECT done FROM intake_cursor WHERE account_id = $1", One(accountId));

    /// <summary>
    /// The next requests after one; without it, after what the cursor says is done, and none of a paused account.
    /// </summary>
    public static NpgsqlBatchCommand ReadWindow(
        int accountId, (long Done, DateTime DoneOn)? after, int most) => Command(
        $"""
        SELECT {RequestColumns} FROM (
            SELECT w.*, sum(octet_length(w.body)) OVER (ORDER BY w.arrival) - octet_length(w.body) AS before FROM (
                SELECT arrival, received_on, call, user_id, target, body FROM intake_request
                WHERE account_id = $1
                    AND arrival > coalesce($2, (SELECT done FROM intake_cursor WHERE account_id = $1 AND NOT is_paused))
                    AND received_on >= coalesce($3, (SELECT done_on FROM intake_cursor WHERE account_id = $1))
                ORDER BY arrival LIMIT $4) w) q
        WHERE q.before < {MaxWindowBytes} ORDER BY q.arrival
        """,
        One(accountId),
        new NpgsqlParameter<long?> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = after?.Done },
        new NpgsqlParameter<DateTime?> { NpgsqlDbType = NpgsqlDbType.TimestampTz, TypedValue = after?.DoneOn },
        One(most));

    /// <summary>Single requests by their places.</summary>
    public static NpgsqlBatchCommand ReadRequests(
        int accountId,
        IReadOnlyList<(long Arrival, DateTime ReceivedOn)> places) =>
        Command(
            $"""
            SELECT {RequestColumns} FROM ({RowSource.Select("arrival", "received_on")}) p
            CROSS JOIN LATERAL (
                SELECT q.* FROM intake_request q
                WHERE q.account_id = $1 AND q.arrival = p.arrival AND q.received_on = p.received_on OFFSET 0) q
            ORDER BY q.arrival
            """,
            One(accountId),
            LeadStore.Array(NpgsqlDbType.Bigint, places.Select(place => place.Arrival)),
            LeadStore.Array(NpgsqlDbType.TimestampTz, places.Select(place => place.ReceivedOn)));

    public static NpgsqlBatchCommand ReadParked(int accountId, int most) => Command(
        """
        SELECT arrival, received_on, call, attempts, due_on, names::text FROM intake_parked
        WHERE account_id = $1 ORDER BY arrival LIMIT $2
        """,
        One(accountId),
        One(most));

    public static List<StoredRequest> Requests(int accountId, NpgsqlDataReader reader)
    {
        var requests = new List<StoredRequest>();
        while (reader.Read())
            requests.Add(new StoredRequest(
                accountId,
                reader.GetInt64(0),
                reader.GetDateTime(1),
                (IntakeCall)reader.GetInt16(2),
                reader.GetGuid(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetFieldValue<byte[]>(5)));
        return requests;
    }

    public static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static NpgsqlParameter<T> One<T>(T value) => new() { TypedValue = value };
}
