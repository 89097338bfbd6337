using System.CommandLine;
using Leadline.Platform;
using Leadline.Setup;
using Leadline.Storage.Migrations;
using Microsoft.Extensions.Hosting;

namespace Leadline.Cli;

/// <summary>
/// <c>leadline serve</c>, or just <c>leadline</c>: opens the database, brings it up to date, and serves until a signal.
/// </summary>
internal static partial class ServeCommand
{
    public static Command New() => Become(new Command("serve", "Serve until a signal comes (the default)"));

    public static Command Become(Command command)
    {
        foreach (var setting in Settings.Serving)
            command.Add(setting);
        command.SetAction((parsed, cancellation) => Serve(Settings.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> Serve(ServerOptions options, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(builder =>
            builder.AddServerLogging(options.LogLevel, options.JsonLogs));
        var logger = logging.CreateLogger("Leadline");
        try
        {
            if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
                Log.Privileged(logger);
            ListeningAddresses.MustBeFree(options.Urls);
            await using var open = await OpenDatabase.ForServer(options, logger, cancellation);
            await Migrator.Apply(open.Database, OpenDatabase.Migrations(), logger, cancellation);
            await using var app = Server.Build(options, open.Database);
            _ = app.Services.GetRequiredService<ServerKey>().Id;
            await app.StartAsync(cancellation);
            await Announce(app, options, logger);
            await app.WaitForShutdownAsync(cancellation);
            return Faulted(app, logger) ? 1 : 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task Announce(WebApplication app, ServerOptions options, ILogger logger)
    {
        var url = Reachable(app.Urls.First());
        var isNew = await app.Services.GetRequiredService<NewAccounts>().CreateFirst(options.DataFolder, url);
        Log.Listening(logger, string.Join(' ', app.Urls));
        if (isNew)
            Log.FirstAccount(logger, Path.Combine(options.DataFolder, CredentialsFile.Name));
        Log.Reference(logger, url);
    }

    /// <summary>The address as a client on this machine writes it.</summary>
    private static string Reachable(string url) => url
        .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
        .Replace("//[::]:", "//[::1]:", StringComparison.Ordinal);

    // A background task that fails has stopped the host; its message may quote a value, so only its type and place are
    // told.
    private static bool Faulted(WebApplication app, ILogger logger)
    {
        var faults = app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(service => service.ExecuteTask is { IsFaulted: true })
            .ToList();
        foreach (var service in faults)
        {
            var fault = service.ExecuteTask!.Exception!.InnerException!;
            Log.Faulted(logger, service.GetType().Name, fault.GetType().Name, fault.StackTrace);
        }

        return faults.Count > 0;
    }

    private static partial class Log
    {
        [LoggerMessage(
            40, LogLevel.Warning, "The server runs as root, which it needs for nothing: start it as a user of its own")]
        public static partial void Privileged(ILogger logger);

        [LoggerMessage(41, LogLevel.Information, "Listening on {Urls}")]
        public static partial void Listening(ILogger logger, string urls);

        [LoggerMessage(42, LogLevel.Information, "Made the first account: its keys and passwords are in {File}")]
        public static partial void FirstAccount(ILogger logger, string file);

        [LoggerMessage(43, LogLevel.Information, "The APIs are described at {Url}/docs")]
        public static partial void Reference(ILogger logger, string url);

        [LoggerMessage(44, LogLevel.Critical, "{Service} failed and ended the server: {Error}\n{Stack}")]
        public static partial void Faulted(ILogger logger, string service, string error, string? stack);
    }
}
