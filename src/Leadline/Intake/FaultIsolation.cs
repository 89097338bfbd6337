using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// Some faults take the connection with them (full disks, damaged pages), so that no savepoint helps. The account's
/// next windows are then smaller and smaller, until the request is alone that meets the fault; that one is put aside
/// unseen. What is remembered may be forgotten at any time: it would be found out again.
/// </summary>
internal sealed class FaultIsolation
{
    private readonly ConcurrentDictionary<int, State> states = new();

    /// <summary>How many requests of the account one turn may run.</summary>
    public int Most(int accountId, int usual) =>
        states.TryGetValue(accountId, out var state) ? Math.Min(state.Most, usual) : usual;

    /// <summary>Gives the request its fault that met one alone.</summary>
    public void Mark(int accountId, IReadOnlyList<IntakeItem> items)
    {
        if (states.TryGetValue(accountId, out var state) && state.Fault is { } fault
            && items is [{ } first, ..] && first.Request.Arrival == state.Arrival)
            first.Fault ??= fault;
    }

    /// <summary>
    /// Notes what a turn has met. False when the connection is still good, so that a savepoint would do.
    /// </summary>
    public bool Note(int accountId, NpgsqlConnection connection, Exception fault, IReadOnlyList<IntakeItem> items)
    {
        if (connection.FullState == ConnectionState.Open)
            return false;
        states[accountId] = items.Count == 1
            ? new State(1, items[0].Request.Arrival, fault)
            : new State(Math.Max(1, items.Count / 2), 0, null);
        return true;
    }

    /// <summary>A turn went well: the next may be larger again.</summary>
    public void Relax(int accountId, int usual)
    {
        if (!states.TryGetValue(accountId, out var state))
            return;
        if (state.Fault is not null || state.Most * 2 >= usual)
            states.TryRemove(accountId, out _);
        else
            states[accountId] = state with { Most = state.Most * 2 };
    }

    private sealed record State(int Most, long Arrival, Exception? Fault);
}
