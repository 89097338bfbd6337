using System.Net.Sockets;
using Leadline.Storage;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Leadline.Cli;

/// <summary>What an operator can do about, in one line. Anything else is a bug, and shows its stack.</summary>
internal static class ErrorText
{
    /// <summary>The line; null for a bug.</summary>
    public static string? For(Exception exception) =>
        exception switch
        {
            StartupException => exception.Message,
            OperationCanceledException => "Interrupted.",
            _ when DatabaseErrors.IsDiskFull(exception) => "The disk of the database is full.",
            PostgresException postgres => $"The database refused: {postgres.MessageText} ({postgres.SqlState}).",
            NpgsqlException when DatabaseErrors.IsUnavailable(exception) =>
                $"The database cannot be reached: {Innermost(exception)}",
            IOException { InnerException: AddressInUseException } => InUse(exception.Message),
            SocketException socket => $"It cannot listen there: {socket.Message}. Name another address with --urls.",
            IOException or UnauthorizedAccessException => exception.Message,
            _ => null,
        };

    // Kestrel: "Failed to bind to address http://127.0.0.1:8080: address already in use."
    private static string InUse(string message)
    {
        var address = message
            .Split(' ')
            .FirstOrDefault(word => word.StartsWith("http", StringComparison.Ordinal))
            ?.TrimEnd(':');
        return $"{address} is in use by another program: stop that one, or listen elsewhere with --urls.";
    }

    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner && inner is not TimeoutException
            ? $"{exception.Message} {inner.Message}"
            : exception.Message;
}
