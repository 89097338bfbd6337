using System.Globalization;
using Npgsql;

namespace Leadline.Leads.Index;

/// <summary>The transactions that a reader has seen: all below a number, but for some that were under way.</summary>
internal sealed record Seen(ulong Below, ulong[] Except)
{
    /// <summary>Every transaction below it has ended.</summary>
    public ulong AllBelow => Except.Length == 0 ? Below : Math.Min(Below, Except.Min());

    /// <summary>True when it has seen the transaction.</summary>
    public bool Has(ulong tx) => tx < Below && System.Array.IndexOf(Except, tx) < 0;

    /// <summary>Reads a <c>pg_snapshot</c>: <c>xmin:xmax:xip,xip</c>.</summary>
    public static Seen Of(string snapshot)
    {
        var parts = snapshot.Split(':');
        ulong[] open = [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
        return new Seen(Number(parts[1]), open);
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>How an account's index stands.</summary>
/// <param name="Now">What the reading transaction sees of others.</param>
/// <param name="Tx">The segments hold every event below it.</param>
/// <param name="Version">Counts up with each change of the segments.</param>
/// <param name="Searchable">The fingerprint of the fields that it was made of.</param>
/// <param name="IsUsable">It is complete, and made in this cluster.</param>
internal sealed record IndexState(Seen Now, ulong Tx, long Version, int Searchable, bool IsUsable)
{
    /// <summary>Reads a snapshot and, where there is an index, the other members in their order.</summary>
    public static IndexState Read(NpgsqlDataReader reader)
    {
        var now = Seen.Of(reader.GetString(0));
        return reader.IsDBNull(1)
            ? new IndexState(now, 0, 0, 0, IsUsable: false)
            : new IndexState(
                now, TxOf(reader, 1), reader.GetInt64(2), reader.GetInt32(3), reader.GetBoolean(4));
    }

    public static ulong TxOf(NpgsqlDataReader reader, int column) => reader.GetFieldValue<ulong>(column);
}

/// <summary>Changes of leads, and after which event the next page begins; null after the last.</summary>
internal sealed record ChangePage(List<(ulong Tx, Guid LeadId)> Changes, (ulong Tx, Guid EventId)? Next);

/// <summary>How the filling of an index stands.</summary>
internal sealed record IndexProgress
{
    public bool IsComplete { get; init; }

    public DateTime FilledOn { get; init; }

    public Guid FilledTo { get; init; }

    /// <summary>Leads of later changes are met in the event log.</summary>
    public DateTime FillUntil { get; init; }

    public int Searchable { get; init; }

    public long DefinitionsVersion { get; init; }

    public bool IsOfThisCluster { get; init; }
}
