using System.Net;
using Leadline.Platform;
using Leadline.Platform.Http;
using Leadline.Storage;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using IPNetwork = System.Net.IPNetwork;

namespace Leadline;

/// <summary>Builds the server: its services, its pipeline, its routes. Starting the database is the caller's.</summary>
internal static class Server
{
    /// <summary>The server, ready to start.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="database">The open database, which the caller keeps and closes.</param>
    /// <param name="configure">Last changes to the services: what a host adds, or a test puts in a clock's place.</param>
    public static WebApplication Build(ServerOptions options, Database database, Action<IHostApplicationBuilder>? configure = null)
    {
        // Otherwise the working folder is watched for settings, and with it the data folder, where PostgreSQL writes all the time.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
        });
        // Endpoints do not block threads, so a request may run where its bytes were read: a hop less each way.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2.5));
        AddLogging(builder.Logging, options);
        Services.Add(builder.Services, options, database);
        configure?.Invoke(builder);

        var app = builder.Build();
        if (options.Proxies.Count > 0)
            app.UseForwardedHeaders(Forwarded(options.Proxies));
        app.UseMiddleware<RequestDiagnostics>();
        app.UseMiddleware<Faults>();
        app.UseRouting();
        Routes.Map(app);
        return app;
    }

    // Only a proxy that the operator names is believed: anybody can send these headers.
    private static ForwardedHeadersOptions Forwarded(IReadOnlyList<string> proxies)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        }

        return forwarded;
    }

    internal static void AddLogging(ILoggingBuilder logging, ServerOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);

        // The framework's own request lines carry query strings, and so keys.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.None);

        // A failed start is told in one line by who started us; its stack trace, which these two log, helps nobody.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        // A logger that listens here makes the framework trace every request, heard or not. Faults logs what fails.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (options.JsonLogs)
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
    }
}
