using System.Net.Sockets;
using Npgsql;

namespace Leadline.Storage;

/// <summary>What a database exception means to the one who runs the statement.</summary>
public static class DatabaseErrors
{
    /// <summary>Another transaction was first: run the same work again on what it left.</summary>
    public static bool IsRace(Exception exception) =>
        exception is RaceLostException || exception is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure
        };

    /// <summary>There is no room left where the database lies.</summary>
    public static bool IsDiskFull(Exception exception) =>
        exception is DiskFullException or PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    /// <summary>
    /// The database could not be reached, is starting or stopping, dropped the connection, or cannot write.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState
            is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.DiskFull
            or PostgresErrorCodes.ReadOnlySqlTransaction,
        DiskFullException => true,
        NpgsqlException npgsql => npgsql.InnerException is not TimeoutException || npgsql.IsTransient,
        SocketException or IOException { InnerException: SocketException } => true,
        AggregateException { InnerException: { } inner } => IsUnavailable(inner),
        _ => false,
    };
}

/// <summary>
/// Thrown by the work of a transaction that sees that another one was first: it is run again from the start.
/// </summary>
public sealed class RaceLostException : Exception
{
    public RaceLostException()
        : base("Another transaction was first.")
    {
    }
}
