using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Intake;

/// <summary>The newest request of an account, and how many of its requests are finished.</summary>
/// <param name="Finished">Of all calls together; null when the account has never sent one.</param>
internal sealed record Newest(long Arrival, DateTime ReceivedOn, long[] Totals, long? Finished)
{
    /// <summary>No request has this number, so a statement that expects it tells what there is.</summary>
    public static readonly Newest Unknown = new(-1, Never, CallTotals.None(), null);

    // As a time in UTC: a statement is prepared for the types that it first met.
    private static DateTime Never => DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    public static Newest Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.IsDBNull(1) ? Never : reader.GetDateTime(1),
        reader.IsDBNull(2) ? CallTotals.None() : CallTotals.Widened(reader.GetFieldValue<long[]>(2)),
        reader.IsDBNull(3) ? null : reader.GetFieldValue<long[]>(3).Sum());
}

/// <summary>The SQL of taking requests in.</summary>
internal static class AcceptStore
{
    /// <summary>The class of the advisory locks under which an account's requests get their numbers.</summary>
    private const int ArrivalLock = 60;

    /// <summary>
    /// Until the commit, nobody else numbers requests of the account: numbers become visible in their order.
    /// </summary>
    public static NpgsqlBatchCommand Lock(int accountId) =>
        Command($"SELECT pg_advisory_xact_lock({ArrivalLock}, $1)", One(accountId));

    public static NpgsqlBatchCommand AddCursor(int accountId) => Command(
        """
        INSERT INTO intake_cursor (account_id, done, done_on, finished) VALUES ($1, 0, '-infinity', $2)
        ON CONFLICT (account_id) DO NOTHING
        """,
        One(accountId),
        Array(NpgsqlDbType.Bigint, CallTotals.None()));

    /// <summary>
    /// Adds the requests after the newest one, if that is still the expected one; tells what the newest was. The lower
    /// bound of time leaves the partitions of older days alone.
    /// </summary>
    public static NpgsqlBatchCommand Add(
        int accountId,
        Newest expected,
        DateTime receivedOn,
        long[] totals,
        IReadOnlyList<NewRequest> requests) =>
        Command(
            """
            WITH newest AS MATERIALIZED (
                SELECT coalesce(r.arrival, c.done, 0) AS arrival, greatest(r.received_on, c.done_on) AS received_on,
                    coalesce(r.totals, c.finished) AS totals, c.finished
                FROM (SELECT 1) one
                LEFT JOIN intake_cursor c ON c.account_id = $1
                LEFT JOIN (
                    SELECT q.arrival, q.received_on, q.totals FROM intake_request q
                    WHERE q.account_id = $1 AND q.received_on >= $2 ORDER BY q.arrival DESC LIMIT 1) r ON true),
            added AS (
                INSERT INTO intake_request (account_id, call, arrival, received_on, user_id, target, totals, body)
                SELECT $1, u.call, $3 + u.place, $4, u.user_id, u.target, CASE WHEN u.place = $5 THEN $6 END, u.body
                FROM newest, LATERAL (
                    SELECT unnest($7) AS call, unnest($8) AS user_id, unnest($9) AS target, unnest($10) AS body,
                        generate_subscripts($7, 1)::bigint AS place) u
                WHERE newest.arrival = $3)
            SELECT arrival, received_on, totals, finished FROM newest
            """,
            One(accountId),
            One(expected.ReceivedOn),
            One(expected.Arrival),
            One(receivedOn),
            One((long)requests.Count),
            Array(NpgsqlDbType.Bigint, totals),
            Array(NpgsqlDbType.Smallint, requests, request => (short)request.Call),
            Array(NpgsqlDbType.Uuid, requests, request => request.UserId),
            Array(NpgsqlDbType.Text, requests, request => request.Target),
            Array(NpgsqlDbType.Bytea, requests, request => request.Body));

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<T> One<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, T[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };

    private static NpgsqlParameter<T[]> Array<T>(
        NpgsqlDbType type, IReadOnlyList<NewRequest> requests, Func<NewRequest, T> value)
    {
        var values = new T[requests.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(requests[i]);
        return Array(type, values);
    }
}
