using System.Data;
using Npgsql;

namespace Leadline.Storage.Batching;

/// <summary>
/// The connection that a lane's thread keeps for its work: opened when it is first asked for, and another one after the
/// database was away or the connection broke. For one thread at a time.
/// </summary>
/// <param name="database">Where it is opened.</param>
/// <param name="isAside">For <see cref="WriteUnit.Aside"/>.</param>
public sealed class LaneConnection(Database database, bool isAside = false) : IDisposable
{
    private NpgsqlConnection? connection;
    private int epoch;

    /// <summary>True while one is held from before, which may have died unnoticed since.</summary>
    public bool IsHeld => connection is { FullState: ConnectionState.Open } && epoch == database.Epoch;

    /// <summary>An open connection.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public NpgsqlConnection Open()
    {
        if (!IsHeld)
        {
            Drop();
            epoch = database.Epoch;
            return connection = isAside ? database.OpenLaneAside() : database.OpenLane();
        }

        return connection!;
    }

    /// <inheritdoc cref="Open"/>
    /// <exception cref="DiskFullException">Nothing can be written now.</exception>
    public NpgsqlConnection OpenToWrite()
    {
        database.Space.ThrowIfFull();
        return Open();
    }

    /// <summary>Lets go of a connection that broke, so that a pool never counts it as in use.</summary>
    public void DropIfBroken()
    {
        if (!IsHeld)
            Drop();
    }

    /// <summary>
    /// Lets go of it; the next <see cref="Open"/> opens another. Never throws: closing ends the transaction that the
    /// connection may be in, which fails where the database went away unnoticed, and an exception would end the lane's
    /// thread.
    /// </summary>
    public void Drop()
    {
        var dropped = connection;
        connection = null;
        try
        {
            dropped?.Dispose();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The transaction went with the connection, and the connection out of its pool.
        }
    }

    public void Dispose() => Drop();
}
