using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Docs;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Portals.Hosted;
using Leadline.Protocol.Own;
using Leadline.Protocol.ServiceCrm;
using Leadline.ServiceDesk;
using Leadline.Surfaces;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Customers;
using Leadline.Tickets.Search;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>Tickets: for agents, for the Service CRM API, and for customers at their portal.</summary>
internal static class TicketsFeature
{
    public static void AddTickets(this IServiceCollection services)
    {
        services.AddSingleton<TicketWriter>();
        services.AddSingleton<TicketReadStore>();
        services.AddSingleton<TicketReadOperations>();
        services.AddSingleton<TicketOperations>();
        services.AddSingleton<TicketSearchStore>();
        services.AddSingleton<TicketSweep>();
        services.AddSingleton<TicketSweepStore>();
        services.AddHostedService<TicketSweepWorker>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<MailFileSource>(provider => provider.GetRequiredService<ConversationStore>().Contents);
        services.AddSingleton<TicketReplies>();

        services.AddSingleton<CustomerConversationStore>();
        services.AddSingleton<CustomerTickets>();
        services.AddSingleton<CustomerTicketView>();
        services.AddSingleton(provider => TicketPortalPage.Create(
            provider.GetRequiredService<TicketReadOperations>(), provider.GetRequiredService<DeskOperations>()));

        services.AddSingleton(TicketDeletionStore.DeletedWithLead);
        services.AddSingleton(TicketMergingStore.MovedWithLead);
        services.AddSystemActivityTypes(TicketActivityTypes.All);
        services.AddSingleton<SampleTicket>();
        services.AddSingleton<AccountSeed>(provider => provider.GetRequiredService<SampleTicket>().Add);
    }

    public static void MapTickets(this SurfaceRoutes routes)
    {
        MapTickets(routes.Leadline, routes.Create<TicketEndpoints>());
        MapConversations(routes.Leadline, routes.Create<ConversationEndpoints>());
        MapServiceCrm(routes.Surface<ServiceCrmSurface>(), routes);
        MapCustomers(routes.HostedPortal(), routes.Create<HostedPortal>(), routes.Create<CustomerTicketPages>());
    }

    private static void MapTickets(LeadlineSurface own, TicketEndpoints tickets)
    {
        own.Get("tickets", tickets.List).Describe(
            "A page of tickets; any field is a parameter, too",
            null,
            "words", "tag", "sort", "limit", "after", "trashed", "Status", "agentId")
            .Answers<Protocol.Own.TicketPageResponse>();
        own.Post("tickets/search", tickets.Search)
            .Describe("A page of tickets by any condition", typeof(TicketSearchRequest))
            .Answers<Protocol.Own.TicketPageResponse>();
        own.Post("tickets", tickets.Create).Describe("Makes a ticket", typeof(NewTicketRequest))
            .Answers<Protocol.Own.TicketResponse>();
        own.Get("tickets/{ticket}", tickets.Get).Describe("A ticket, its version as ETag")
            .Answers<Protocol.Own.TicketResponse>();
        own.Patch("tickets/{ticket}", tickets.Change)
            .Describe(
                "Changes a ticket; with If-Match or version, only if nobody else has meanwhile",
                typeof(TicketChangeRequest))
            .Answers<Protocol.Own.TicketResponse>();
        own.Delete("tickets/{ticket}", tickets.Trash).Describe("Puts a ticket into the bin")
            .Answers<Protocol.Own.TicketResponse>();
        own.Post("tickets/{ticket}/restore", tickets.Restore).Describe("Takes a ticket out of the bin")
            .Answers<Protocol.Own.TicketResponse>();
        own.Post("tickets/{ticket}/merge", tickets.Merge)
            .Describe("Merges a ticket into another, which goes on", typeof(MergeRequest))
            .Answers<Protocol.Own.TicketResponse>();
        own.Get("tickets/{ticket}/history", tickets.History).Describe("Every change of a ticket")
            .Answers<TicketHistoryResponse>();
    }

    private static void MapConversations(LeadlineSurface own, ConversationEndpoints conversations)
    {
        own.Get("tickets/{ticket}/conversations", conversations.List)
            .Describe("What was said on a ticket", null, "offset")
            .Answers<Protocol.Own.ConversationsResponse>();
        own.Get("tickets/{ticket}/conversations/{conversation}/original", conversations.Original)
            .Describe("The mail that a message came in, as it came")
            .AnswersFile();
        own.Post("tickets/{ticket}/replies", conversations.Reply)
            .Describe("Answers the customer; with files as a form of message and files", typeof(SayRequest))
            .Answers<SaidResponse>();
        own.Post("tickets/{ticket}/notes", conversations.Note)
            .Describe("Adds a note among agents; with files as a form of message and files", typeof(SayRequest))
            .Answers<SaidResponse>();
        own.Get("tickets/{ticket}/files", conversations.Files).Describe("The files of a ticket")
            .Answers<TicketFilesResponse>();
        own.Post("tickets/{ticket}/files", conversations.AddFiles).Describe("Adds the files of a form")
            .Answers<Protocol.Own.TicketResponse>();
        own.Get("tickets/{ticket}/files/{file}", conversations.File).Describe("A file").AnswersFile();
    }

    private static void MapServiceCrm(ServiceCrmSurface crm, SurfaceRoutes routes)
    {
        var tickets = routes.Create<ServiceCrmTicketEndpoints>();
        crm.Post("tickets", tickets.Create)
            .Describe("Creates a ticket; with files as a form of ticketDTO and files", typeof(TicketBody))
            .Answers<TicketSavedResponse>();
        crm.Put("tickets/{ticketId}/update", tickets.Update)
            .Describe("Changes a ticket; with files as a form of ticketDTO and files", typeof(TicketBody))
            .Answers<TicketSavedResponse>();
        crm.Get("tickets/{ticketId}", tickets.Get).Describe("A ticket with all its fields")
            .Answers<Protocol.ServiceCrm.TicketResponse>();
        crm.Get("tickets", tickets.GetByParameter)
            .Describe("A ticket with all its fields, its id as a parameter", null, "ticketId")
            .Answers<Protocol.ServiceCrm.TicketResponse>();
        crm.Put("tickets/trash", tickets.Trash).Describe("Puts tickets into the bin", typeof(TrashBody))
            .Answers<TrashResponse>();

        var conversations = routes.Create<ServiceCrmConversationEndpoints>();
        crm.Post("ticket/{ticketId}/portal/activity", conversations.PortalActivity).Describe(
            "Adds what the customer said, or was answered, in a portal; with files as a form of activityDTO and files",
            typeof(PortalActivityBody))
            .Answers<PortalActivityResponse>();
        crm.Post("internalnote/upload", conversations.InternalNote)
            .Describe("Adds a note among agents", typeof(InternalNoteBody))
            .Answers<InternalNoteResponse>();
        crm.Post("conversation/filter", conversations.Filter)
            .Describe("What was said on a ticket", typeof(ConversationFilterBody))
            .Answers<Protocol.ServiceCrm.ConversationsResponse>();

        var fields = routes.Create<ServiceCrmFieldEndpoints>();
        crm.Post("ticket-types/{typeId}/fields/filter", fields.Filter)
            .Describe("The fields of tickets", typeof(TicketFieldFilterBody))
            .Answers<Protocol.ServiceCrm.TicketFieldsResponse>();
        crm.Get("lookups/{name}/values", fields.Lookup).Describe("The values of a dropdown")
            .Answers<List<LookupValueResponse>>();
    }

    private static void MapCustomers(RouteGroupBuilder pages, HostedPortal hosted, CustomerTicketPages tickets)
    {
        pages.MapGet("tickets/new", hosted.SignedIn(tickets.ShowNew));
        pages.MapPost("tickets/new", hosted.SignedIn(tickets.Open, CustomerInput.LargestForm));
        pages.MapGet("tickets/{ticket}", hosted.SignedIn(tickets.Show));
        pages.MapPost("tickets/{ticket}", hosted.SignedIn(tickets.Answer, CustomerInput.LargestForm));
        pages.MapGet("tickets/{ticket}/files/{file}", hosted.SignedIn(tickets.File));
    }
}
