using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Protocol.ServiceCrm;
using Leadline.Surfaces;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Leadline.ServiceDesk;

namespace Leadline;

/// <summary>The routes of the service desk.</summary>
internal static partial class Routes
{
    private static void MapServiceCrm(ServiceCrmSurface crm, IServiceProvider services)
    {
        var tickets = services.GetRequiredService<ServiceCrmTicketEndpoints>();
        crm.Post("tickets", tickets.Create)
            .Describe("Creates a ticket; with files as a form of ticketDTO and files", typeof(TicketBody));
        crm.Put("tickets/{ticketId}/update", tickets.Update)
            .Describe("Changes a ticket; with files as a form of ticketDTO and files", typeof(TicketBody));
        crm.Get("tickets/{ticketId}", tickets.Get).Describe("A ticket with all its fields");
        crm.Put("tickets/trash", tickets.Trash).Describe("Puts tickets into the bin", typeof(TrashBody));

        var conversations = services.GetRequiredService<ServiceCrmConversationEndpoints>();
        crm.Post("ticket/{ticketId}/portal/activity", conversations.PortalActivity)
            .Describe("Adds what the customer said, or was answered, in a portal; with files as a form of activityDTO and files", typeof(PortalActivityBody));
        crm.Post("internalnote/upload", conversations.InternalNote).Describe("Adds a note among agents", typeof(InternalNoteBody));
        crm.Post("conversation/filter", conversations.Filter).Describe("What was said on a ticket", typeof(ConversationFilterBody));

        var fields = services.GetRequiredService<ServiceCrmFieldEndpoints>();
        crm.Post("ticket-types/{typeId}/fields/filter", fields.Filter).Describe("The fields of tickets", typeof(TicketFieldFilterBody));
        crm.Get("lookups/{name}/values", fields.Lookup).Describe("The values of a dropdown");
    }

    private static void MapTickets(LeadlineSurface own, IServiceProvider services)
    {
        var tickets = services.GetRequiredService<TicketEndpoints>();
        own.Get("tickets", tickets.List).Describe(
            "A page of tickets; any field is a parameter, too", null, "words", "tag", "sort", "limit", "after", "trashed", "Status", "agentId");
        own.Post("tickets/search", tickets.Search).Describe("A page of tickets by any condition", typeof(TicketSearchRequest));
        own.Post("tickets", tickets.Create).Describe("Makes a ticket", typeof(NewTicketRequest));
        own.Get("tickets/{ticket}", tickets.Get).Describe("A ticket, its version as ETag");
        own.Patch("tickets/{ticket}", tickets.Change)
            .Describe("Changes a ticket; with If-Match or version, only if nobody else has meanwhile", typeof(TicketChangeRequest));
        own.Delete("tickets/{ticket}", tickets.Trash).Describe("Puts a ticket into the bin");
        own.Post("tickets/{ticket}/restore", tickets.Restore).Describe("Takes a ticket out of the bin");
        own.Post("tickets/{ticket}/merge", tickets.Merge).Describe("Merges a ticket into another, which goes on", typeof(MergeRequest));
        own.Get("tickets/{ticket}/history", tickets.History).Describe("Every change of a ticket");

        var conversations = services.GetRequiredService<ConversationEndpoints>();
        own.Get("tickets/{ticket}/conversations", conversations.List).Describe("What was said on a ticket", null, "offset");
        own.Post("tickets/{ticket}/replies", conversations.Reply).Describe("Answers the customer; with files as a form of message and files", typeof(SayRequest));
        own.Post("tickets/{ticket}/notes", conversations.Note).Describe("Adds a note among agents; with files as a form of message and files", typeof(SayRequest));
        own.Get("tickets/{ticket}/files", conversations.Files).Describe("The files of a ticket");
        own.Post("tickets/{ticket}/files", conversations.AddFiles).Describe("Adds the files of a form");
        own.Get("tickets/{ticket}/files/{file}", conversations.File).Describe("A file");
    }

    private static void MapServiceDesk(LeadlineSurface own, IServiceProvider services)
    {
        var desk = services.GetRequiredService<DeskEndpoints>();
        own.Get("service-desk", desk.Get).Describe("How the service desk works");
        own.Patch("service-desk", desk.Change).Describe("Changes how the service desk works", typeof(ServiceDeskRequest));

        var roles = services.GetRequiredService<ServiceRoleEndpoints>();
        own.Get("service-roles", roles.List).Describe("The users with their roles in the service desk");
        own.Put("service-roles/{user}", roles.Set)
            .Describe("Says what a user, named by id or e-mail address, may do in the service desk", typeof(ServiceRoleRequest));

        var definitions = services.GetRequiredService<DeskDefinitionEndpoints>();
        own.Get("ticket-groups", definitions.Groups).Describe("Groups of agents");
        own.Post("ticket-groups", definitions.AddGroup).Describe("Makes a group of agents", typeof(TicketGroupRequest));
        own.Put("ticket-groups/{id}", definitions.PutGroup).Describe("Replaces a group of agents", typeof(TicketGroupRequest));
        own.Delete("ticket-groups/{id}", definitions.RemoveGroup).Describe("Removes a group; its tickets stay with their agents");
        own.Get("sla-policies", definitions.Policies).Describe("SLA policies in the order in which they are tried");
        own.Post("sla-policies", definitions.AddPolicy).Describe("Makes an SLA policy", typeof(SlaPolicyRequest));
        own.Put("sla-policies/{id}", definitions.PutPolicy).Describe("Replaces an SLA policy; open tickets follow", typeof(SlaPolicyRequest));
        own.Delete("sla-policies/{id}", definitions.RemovePolicy).Describe("Removes an SLA policy; open tickets follow");
        own.Get("business-hours", definitions.Hours).Describe("Business hours with their holidays");
        own.Post("business-hours", definitions.AddHours).Describe("Makes business hours", typeof(BusinessHoursRequest));
        own.Put("business-hours/{id}", definitions.PutHours).Describe("Replaces business hours; open tickets follow", typeof(BusinessHoursRequest));
        own.Delete("business-hours/{id}", definitions.RemoveHours).Describe("Removes business hours that no policy uses");

        var fields = services.GetRequiredService<TicketFieldEndpoints>();
        own.Get("ticket-fields", fields.List).Describe("The fields of tickets");
        own.Post("ticket-fields", fields.Add).Describe("Makes a field of tickets: CustomData.Name", typeof(TicketFieldRequest));
        own.Put("ticket-fields/{schemaName}/options", fields.SetOptions)
            .Describe("Replaces the options of a dropdown", typeof(TicketFieldOptionsRequest));
    }
}
