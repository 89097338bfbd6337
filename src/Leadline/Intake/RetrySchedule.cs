using Leadline.Storage;
using Npgsql;

namespace Leadline.Intake;

/// <summary>What a fault means to its request, and when the server tries again (extended §3.1).</summary>
internal static class RetrySchedule
{
    /// <summary>Each after the try before it.</summary>
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(7),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromMinutes(45),
        TimeSpan.FromMinutes(60),
        TimeSpan.FromMinutes(90),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(3),
    ];

    /// <summary>How long to wait after so many tries; null when that was the last.</summary>
    public static TimeSpan? After(int attempts) => attempts <= Delays.Length ? Delays[attempts - 1] : null;

    /// <summary>The database refused what the request holds: it would do so again.</summary>
    public static bool IsOfTheRequest(Exception fault) =>
        fault
            is PostgresException
        {
            SqlState: ['2', '2', ..]
                    or ['5', '4', ..]
                    or PostgresErrorCodes.CheckViolation
                    or PostgresErrorCodes.NotNullViolation
        };

    /// <summary>The fault in words. Messages may quote values, so only kinds are told.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        _ when IsOfTheRequest(fault) =>
            "MXInvalidInputException: The database cannot hold a value of the request (SQLSTATE "
            + $"{((PostgresException)fault).SqlState})",
        PostgresException postgres => $"The database refused (SQLSTATE {postgres.SqlState})",
        _ when DatabaseErrors.IsUnavailable(fault) => "Unable to connect to the database",
        _ => $"The server failed ({fault.GetType().Name})",
    };
}
