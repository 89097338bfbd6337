using Npgsql;

namespace Leadline.Storage;

/// <summary>
/// Whether there is room to write where the database lies. Where there is none, writes are refused untried: each would
/// cost its connection, new ones may not open, and once its log cannot grow PostgreSQL ends. Reads go on.
/// </summary>
/// <param name="isShort">Tells of the disk itself, where this process sees it.</param>
public sealed class DiskSpace(Func<bool>? isShort = null)
{
    private const int PauseMilliseconds = 1000;

    private long fullUntil = long.MinValue;

    /// <summary>
    /// True while writes are refused: the disk is short, or a write met a full one within this second.
    /// </summary>
    public bool IsFull => isShort?.Invoke() == true || Environment.TickCount64 < Volatile.Read(ref fullUntil);

    /// <summary>A write met a full disk, and none has been seen to succeed since.</summary>
    public bool RanOut { get; private set; }

    /// <exception cref="DiskFullException">Nothing can be written now.</exception>
    public void ThrowIfFull()
    {
        if (IsFull)
            throw new DiskFullException();
    }

    /// <summary>Takes note of a failure where it is that the disk is full; never true, for use as a filter.</summary>
    public bool Note(Exception exception)
    {
        if (exception is PostgresException && DatabaseErrors.IsDiskFull(exception))
        {
            RanOut = true;
            Volatile.Write(ref fullUntil, Environment.TickCount64 + PauseMilliseconds);
        }

        return false;
    }

    /// <summary>A write has succeeded.</summary>
    internal void Regained() => RanOut = false;
}

/// <summary>The write was not tried, since the database's disk is full. Reads go on.</summary>
public sealed class DiskFullException : Exception
{
    public DiskFullException()
        : base("The disk of the database is full.")
    {
    }
}
