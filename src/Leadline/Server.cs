using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Analytics;
using Leadline.Answers;
using Leadline.Application;
using Leadline.Audit;
using Leadline.Companies;
using Leadline.Demo;
using Leadline.Docs;
using Leadline.Drafts;
using Leadline.EmailMarketing;
using Leadline.Fields;
using Leadline.Files;
using Leadline.Health;
using Leadline.Imports;
using Leadline.InboundMail;
using Leadline.Intake;
using Leadline.LeadJobs;
using Leadline.Leads;
using Leadline.Lists;
using Leadline.Live;
using Leadline.Mail;
using Leadline.Notes;
using Leadline.Notifications;
using Leadline.Opportunities;
using Leadline.PersonalData;
using Leadline.Platform;
using Leadline.Platform.Http;
using Leadline.Portals;
using Leadline.Presence;
using Leadline.Profiles;
using Leadline.Refusals;
using Leadline.Resets;
using Leadline.Sales;
using Leadline.SavedViews;
using Leadline.ServiceDesk;
using Leadline.Setup;
using Leadline.Storage;
using Leadline.Subscribers;
using Leadline.Surfaces;
using Leadline.Tables;
using Leadline.Tasks;
using Leadline.Telephony;
using Leadline.Tickets;
using Leadline.Users;
using Leadline.Webhooks;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Leadline;

/// <summary>The list of features, and the pipeline.</summary>
internal static class Server
{
    /// <summary>The server, ready to start.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="database">The open database, which the caller keeps and closes.</param>
    /// <param name="configure">Last changes to the services: what a host adds, or a test puts in a clock's
    /// place.</param>
    public static WebApplication Build(
        ServerOptions options, Database database, Action<IHostApplicationBuilder>? configure = null)
    {
        // Otherwise the working folder is watched for settings, and with it the data folder, where PostgreSQL writes
        // all the time.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
            ApplicationName = "leadline",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;

            // What is read ahead of a body that waits for its turn (RequestBody).
            kestrel.Limits.MaxRequestBufferSize = 128 * 1024;

            // A body that trickles in holds its memory all the while.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(10));
        });
        // Endpoints do not block threads, so a request may run where its bytes were read: a hop less each way.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2.5));
        builder.Logging.AddServerLogging(options.LogLevel, options.JsonLogs);
        builder.AddOtlpExport(options.Otlp);
        AddFeatures(builder.Services, options, database);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseTrustedProxies(options.Proxies);
        app.UseMiddleware<RequestIds>();
        app.UseMiddleware<ErrorHandler>();
        app.UseDocsCompression();
        app.UseRouting();
        app.UseCors();
        MapFeatures(new SurfaceRoutes(app.Documented(), app.Services));
        return app;
    }

    // A feature stands below those that it builds on. A new account is furnished in this order, a lead's belongings are
    // deleted in the reverse: what refers to another feature's rows goes before them.
    private static void AddFeatures(IServiceCollection services, ServerOptions options, Database database)
    {
        services.AddSingleton(options);
        services.AddSingleton(database);
        services.AddPlatform();
        services.AddAccounts(options);
        services.AddSurfaces();
        services.AddFields();
        services.AddAudit();
        services.AddUsers(options);
        services.AddMail();
        services.AddLeads();
        services.AddCompanies();
        services.AddAnalytics();
        services.AddPortals();
        services.AddLists();
        services.AddActivities();
        services.AddTelephony();
        services.AddOpportunities();
        services.AddFiles();
        services.AddNotes();
        services.AddTables();
        services.AddTasks();
        services.AddResets();
        services.AddSales();
        services.AddEmailMarketing();
        services.AddServiceDesk();
        services.AddTickets();
        services.AddSubscribers();
        services.AddInboundMail();
        services.AddIntake(options);
        services.AddImports();
        services.AddLeadJobs();
        services.AddPersonalData();
        services.AddWebhooks();
        services.AddRefusals();
        services.AddLive();
        services.AddPresence();
        services.AddDrafts();
        services.AddSavedViews();
        services.AddProfiles();
        services.AddAnswers();
        services.AddNotifications();
        services.AddHealth();
        services.AddDocs();
        services.AddSetup();
        services.AddDemo();
    }

    private static void MapFeatures(SurfaceRoutes routes)
    {
        routes.MapHealth();
        routes.MapDocs();
        routes.MapLeads();
        routes.MapLists();
        routes.MapAnalytics();
        routes.MapActivities();
        routes.MapOpportunities();
        routes.MapFiles();
        routes.MapNotes();
        routes.MapTables();
        routes.MapTasks();
        routes.MapResets();
        routes.MapSales();
        routes.MapEmailMarketing();
        routes.MapUsers();
        routes.MapCompanies();
        routes.MapTelephony();
        routes.MapIntake();
        routes.MapImports();
        routes.MapLeadJobs();
        routes.MapPersonalData();
        routes.MapTickets();
        routes.MapInboundMail();
        routes.MapServiceDesk();
        routes.MapPortals();
        routes.MapSubscribers();
        routes.MapWebhooks();
        routes.MapRefusals();
        routes.MapAudit();
        routes.MapApplication();
        routes.MapLive();
        routes.MapPresence();
        routes.MapDrafts();
        routes.MapSavedViews();
        routes.MapProfiles();
        routes.MapAnswers();
        routes.MapNotifications();
    }
}
