using Microsoft.Extensions.Logging.Console;

namespace Leadline.Platform;

/// <summary>What the server logs, and in what form.</summary>
internal static class ServerLogging
{
    public static void AddServerLogging(this ILoggingBuilder logging, LogLevel level, bool asJson)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);

        // The framework's own request lines carry query strings, and so keys.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.None);

        // A failed start is told in one line by who started us; its stack trace, which these two log, helps nobody.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);

        // A logger that listens here makes the framework trace every request, heard or not. Faults logs what fails.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // The request id has the trace's: the framework's own scopes would say it again.
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
        if (asJson)
            logging.AddJsonConsole(Configure);
        else
            logging.AddSimpleConsole(console =>
            {
                Configure(console);
                console.SingleLine = true;
                console.TimestampFormat += " ";
            });
    }
    private static void Configure(ConsoleFormatterOptions console)
    {
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        console.UseUtcTimestamp = true;
        console.IncludeScopes = true;
    }
}
