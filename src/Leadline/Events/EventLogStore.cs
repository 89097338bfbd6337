using System.Globalization;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Events;

/// <summary>A place in an account's log of events: behind this event.</summary>
internal readonly record struct LogPosition(ulong Tx, Guid EventId)
{
    /// <summary>In the order of the log: ids compare by their bytes, as in PostgreSQL.</summary>
    public bool IsBehind(LogPosition other) =>
        Tx == other.Tx ? EventId.CompareTo(other.EventId) > 0 : Tx > other.Tx;

    /// <summary>As callers hand it back.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tx}.{EventId:N}");

    /// <summary>What <see cref="ToString"/> gave; null for any other text.</summary>
    public static LogPosition? Parse(string text) =>
        text.Split('.') is [var tx, var id]
        && ulong.TryParse(tx, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Guid.TryParseExact(id, "N", out var eventId)
            ? new LogPosition(number, eventId)
            : null;
}

/// <summary>An event, and its place.</summary>
internal readonly record struct LoggedEvent(LogPosition Position, Event Event);

/// <summary>A piece of the log.</summary>
/// <param name="Events">Those that were asked for.</param>
/// <param name="End">Where the piece ends, passed-over events included; null when there was nothing.</param>
internal sealed record LogPage(List<LoggedEvent> Events, LogPosition? End);

/// <summary>
/// The SQL of reading an account's log in the order in which events became visible: it stays below transactions that
/// are still open, so none is passed over.
/// </summary>
internal sealed class EventLogStore(Database database)
{
    /// <summary>The events behind a place.</summary>
    /// <param name="accountId">Whose log.</param>
    /// <param name="after">Where the last page ended.</param>
    /// <param name="kinds">Kinds to read; one that ends in * stands for all that begin so. None reads all.</param>
    /// <param name="since">Earlier events are passed over.</param>
    /// <param name="most">How many events are looked at.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<LogPage> Read(
        int accountId,
        LogPosition after,
        IReadOnlyCollection<string> kinds,
        DateTime since,
        int most,
        CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT e.tx, e.event_id, e.is_wanted, e.kind, e.lead_id, e.record_id, e.user_id, e.occurred_on,
                CASE WHEN e.is_wanted THEN e.data::text END, e.is_quiet IS TRUE
            FROM (
                SELECT e.*, e.occurred_on >= $4 AND (cardinality($5) = 0 OR e.kind LIKE ANY ($5)) AS is_wanted
                FROM event e
                WHERE e.account_id = $1 AND (e.tx, e.event_id) > ($2, $3)
                    AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY e.tx, e.event_id LIMIT $6
            ) e
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Xid8, Value = after.Tx });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.EventId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since });
        command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = [.. kinds.Select(kind => kind.Replace('*', '%'))] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (events, end) = (new List<LoggedEvent>(), (LogPosition?)null);
        while (await reader.ReadAsync(cancellation))
        {
            var position = new LogPosition(await reader.GetFieldValueAsync<ulong>(0, cancellation), reader.GetGuid(1));
            end = position;
            if (reader.GetBoolean(2))
                events.Add(new LoggedEvent(position, Read(reader, accountId, position.EventId)));
        }

        return new LogPage(events, end);
    }

    /// <summary>The place behind all that can be read now.</summary>
    public async Task<LogPosition> End(int accountId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())", connection);
        return new LogPosition((ulong)(await command.ExecuteScalarAsync(cancellation))!, Guid.Empty);
    }

    private static Event Read(NpgsqlDataReader reader, int accountId, Guid id) => new(
        accountId,
        id,
        reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetGuid(4),
        reader.IsDBNull(5) ? null : reader.GetGuid(5),
        reader.GetGuid(6),
        reader.GetDateTime(7),
        reader.IsDBNull(8) ? null : reader.GetString(8))
    {
        IsQuiet = reader.GetBoolean(9),
    };
}
