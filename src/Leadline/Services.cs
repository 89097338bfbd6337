using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Docs;
using Leadline.Fields;
using Leadline.Health;
using Leadline.Intake;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Opportunities;
using Leadline.Platform;
using Leadline.Portals;
using Leadline.Portals.Hosted;
using Leadline.Setup;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Subscribers;
using Leadline.Surfaces;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Customers;
using Leadline.ServiceDesk;
using Leadline.InboundMail;
using Leadline.Tickets.Search;
using Leadline.Tickets.Sla;
using Leadline.Users;

namespace Leadline;

/// <summary>What the server is made of, a method a feature.</summary>
internal static class Services
{
    public static void Add(IServiceCollection services, ServerOptions options, Database database)
    {
        services.AddSingleton(options);
        services.AddSingleton(database);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Diagnostics>();
        services.AddHostedService(_ => new OtlpExport(options.Otlp));
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<DocsEndpoints>();
        OpenApiDocuments.Add(services);

        AddAccounts(services, options);
        AddFields(services);
        AddLeads(services);
        AddActivities(services);
        AddOpportunities(services);
        AddSubscribers(services);
        AddIntake(services, options);
        AddMail(services);
        AddTickets(services);
        AddPortals(services);
        services.AddSingleton<NewAccounts>();
    }

    private static void AddAccounts(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new RateLimitDefaults(options.RateLimitOff));
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<AccountChanges>());
        services.AddSingleton<AccountOperations>();
        services.AddSingleton<Counters>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddHostedService<IdempotencySweep>();
        services.AddSingleton<SurfaceGate>();
        services.AddSingleton<LeadSquaredUserEndpoints>();
    }

    private static void AddFields(IServiceCollection services)
    {
        services.AddSingleton<FieldStore>();
        services.AddSingleton<FieldOperations>();
        services.AddSingleton<LeadFieldOperations>();
        services.AddSingleton<LeadSquaredFieldEndpoints>();
    }

    private static void AddLeads(IServiceCollection services)
    {
        services.AddSingleton<LeadWriter>();
        services.AddSingleton<LeadOperations>();
        services.AddSingleton<LeadBulk>();
        services.AddSingleton<LeadSquaredLeadEndpoints>();
        services.AddSingleton<LeadSquaredBulkEndpoints>();

        services.AddSingleton<LeadReadStore>();
        services.AddSingleton<LeadReads>();
        services.AddSingleton<LeadSquaredLeadReadEndpoints>();
        services.AddSingleton<LeadSearchStore>();
        services.AddSingleton<LeadSearch>();
        services.AddSingleton<LeadSquaredLeadSearchEndpoints>();
        services.AddSingleton<LeadIndexStore>();
        services.AddHostedService<LeadIndexer>();

        services.AddSingleton<UniqueFields>();
        services.AddSingleton<LeadFieldEndpoints>();
        services.AddHostedService<UnfinishedUniqueFields>();
    }

    private static void AddActivities(IServiceCollection services)
    {
        services.AddSingleton<ActivityTypeStore>();
        services.AddSingleton<ActivityTypeOperations>();
        services.AddSingleton<ActivityReads>();
        services.AddSingleton<ActivityOperations>();
        services.AddSingleton(OpportunityShares.DeletedWithLead);
        services.AddSingleton(ActivityStore.DeletedWithLead);
        services.AddSingleton<LeadSquaredActivityEndpoints>();
        services.AddSingleton<LeadSquaredActivityBulkEndpoints>();
        services.AddSingleton<LeadSquaredActivityChangeEndpoints>();
        services.AddSingleton<LeadSquaredActivityReadEndpoints>();
        services.AddSingleton<LeadSquaredActivityTypeEndpoints>();
    }

    private static void AddOpportunities(IServiceCollection services)
    {
        services.AddSingleton<OpportunityTypeStore>();
        services.AddSingleton<OpportunityTypeOperations>();
        services.AddSingleton<OpportunityReads>();
        services.AddSingleton<OpportunityOperations>();
        services.AddSingleton<OpportunityTypeEndpoints>();
        services.AddSingleton<LeadSquaredOpportunityEndpoints>();
        services.AddSingleton<LeadSquaredOpportunityReadEndpoints>();
        services.AddSingleton<LeadSquaredOpportunityTypeEndpoints>();
        services.AddSingleton<OpportunityActivities>();
        services.AddSingleton<LeadSquaredOpportunityActivityEndpoints>();
        services.AddSingleton<LeadSquaredOpportunityBulkEndpoints>();
        services.AddSingleton<OpportunityShares>();
        services.AddSingleton<LeadSquaredShareEndpoints>();
    }

    private static void AddSubscribers(IServiceCollection services)
    {
        services.AddSingleton<PasswordLogin>();
        services.AddSingleton<SubscriberStore>();
        services.AddSingleton<SubscriberOperations>();
        services.AddSingleton<IspcrmSubscriberEndpoints>();
        services.AddSingleton<IspcrmLoginEndpoints>();
    }

    private static void AddIntake(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new IntakeSettings
        {
            MaxBacklog = options.IntakeBacklog,
            KeptDays = options.IntakeKeptDays,
            Workers = options.IntakeWorkers ?? LaneCount.ForThisMachine,
        });
        services.AddSingleton<AccountQueue>();
        services.AddSingleton<IntakeQueue>();
        services.AddSingleton<IntakeReadStore>();
        services.AddSingleton<IntakeOperations>();
        services.AddSingleton<LeadSquaredAsyncEndpoints>();
        services.AddSingleton<IntakeEndpoints>();

        services.AddSingleton<IntakeCommands>();
        services.AddSingleton<IntakeWindows>();
        services.AddSingleton<IntakeTurns>();
        services.AddSingleton<IntakePartitions>();
        services.AddHostedService<IntakeSweep>();
        services.AddHostedService<IntakeAlarm>();
        services.AddHostedService<IntakeWorkers>();
        services.AddHostedService<IntakeWatch>();
    }

    private static void AddMail(IServiceCollection services)
    {
        services.AddSingleton<MailStore>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<SmsGateway>();
        services.AddHostedService<MailSender>();
    }

    private static void AddPortals(IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<PortalStore>();
        services.AddSingleton<PortalDirectories>();
        services.AddSingleton<PortalUserStore>();
        services.AddSingleton<PortalOperations>();
        services.AddSingleton<PortalTokens>();
        services.AddSingleton<PortalSessions>();
        services.AddSingleton<PortalProofs>();
        services.AddSingleton<PortalTexts>();
        services.AddSingleton<PortalLimit>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<PasswordWork>();
        services.AddHostedService<PortalSweep>();
        services.AddSingleton<Registration>();
        services.AddSingleton<SigningIn>();
        services.AddSingleton<PortalPasswords>();
        foreach (var deletion in PortalUserStore.DeletedWithLead)
            services.AddSingleton(deletion);
        services.AddSingleton<PortalEndpoints>();
        services.AddSingleton(provider => OpportunityPortalPage.Of(provider.GetRequiredService<OpportunityReads>()));
        services.AddSingleton(provider => TicketPortalPage.Of(
            provider.GetRequiredService<TicketReads>(), provider.GetRequiredService<DeskOperations>()));
        services.AddSingleton<HostedPortal>();
        services.AddSingleton<HostedEntry>();
        services.AddSingleton<HostedHome>();
        services.AddSingleton<LeadSquaredPortalEndpoints>();
        services.AddSingleton<LeadSquaredAccessEndpoints>();
    }

    private static void AddTickets(IServiceCollection services)
    {
        services.AddSingleton<DeskStore>();
        services.AddSingleton<DeskOperations>();
        services.AddSingleton<SampleTicket>();
        services.AddSingleton<TicketSweep>();
        services.AddSingleton<TicketSweepStore>();
        services.AddHostedService<TicketSweepWorker>();
        services.AddSingleton<MailIntake>();
        services.AddSingleton<InboundMailStore>();
        services.AddHostedService<Maildrop>();
        services.AddSingleton<TicketWriter>();
        services.AddSingleton<TicketReads>();
        services.AddSingleton<TicketOperations>();
        foreach (var deletion in TicketDeletion.WithLead)
            services.AddSingleton(deletion);
        services.AddSingleton<TicketSearchStore>();
        services.AddSingleton<TicketEndpoints>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<MailFileSource>(provider => provider.GetRequiredService<ConversationStore>().Contents);
        services.AddSingleton<TicketReplies>();
        services.AddSingleton<CustomerConversationStore>();
        services.AddSingleton<CustomerTickets>();
        services.AddSingleton<CustomerTicketView>();
        services.AddSingleton<CustomerTicketPages>();
        services.AddSingleton<ConversationEndpoints>();
        services.AddSingleton<DeskEndpoints>();
        services.AddSingleton<ServiceRoleEndpoints>();
        services.AddSingleton<DeskDefinitionEndpoints>();
        services.AddSingleton<TicketFieldEndpoints>();
        services.AddSingleton<ServiceCrmTicketEndpoints>();
        services.AddSingleton<ServiceCrmConversationEndpoints>();
        services.AddSingleton<ServiceCrmFieldEndpoints>();
    }
}
