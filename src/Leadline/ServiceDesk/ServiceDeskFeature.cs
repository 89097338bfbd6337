using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>How an account's service desk works: roles, groups, hours, promises, and the fields of tickets.</summary>
internal static class ServiceDeskFeature
{
    public static void AddServiceDesk(this IServiceCollection services)
    {
        services.AddSingleton<DeskStore>();
        services.AddSingleton<DeskOperations>();
        services.AddSingleton<ServiceRoleOperations>();
        services.AddSingleton<AccountSeed>(provider => (connection, account) => provider.GetRequiredService<DeskOperations>()
            .Seed(connection, account.Id, account.Settings.TimeZone, apiEnabled: account.WithSample));
    }

    public static void MapServiceDesk(this SurfaceRoutes routes)
    {
        var own = routes.Leadline;
        var desk = routes.Create<DeskEndpoints>();
        own.Get("service-desk", desk.Get).Describe("How the service desk works");
        own.Patch("service-desk", desk.Change).Describe("Changes how the service desk works", typeof(ServiceDeskRequest));

        var roles = routes.Create<ServiceRoleEndpoints>();
        own.Get("service-roles", roles.List).Describe("The users with their roles in the service desk");
        own.Put("service-roles/{user}", roles.Set).Describe(
            "Says what a user, named by id or e-mail address, may do in the service desk", typeof(ServiceRoleRequest));

        MapDefinitions(own, routes.Create<DeskDefinitionEndpoints>());

        var fields = routes.Create<TicketFieldEndpoints>();
        own.Get("ticket-fields", fields.List).Describe("The fields of tickets");
        own.Post("ticket-fields", fields.Add).Describe("Makes a field of tickets: CustomData.Name", typeof(TicketFieldRequest));
        own.Put("ticket-fields/{schemaName}/options", fields.SetOptions)
            .Describe("Replaces the options of a dropdown", typeof(TicketFieldOptionsRequest));
    }

    private static void MapDefinitions(LeadlineSurface own, DeskDefinitionEndpoints definitions)
    {
        own.Get("ticket-groups", definitions.Groups).Describe("Groups of agents");
        own.Post("ticket-groups", definitions.AddGroup).Describe("Makes a group of agents", typeof(TicketGroupRequest));
        own.Put("ticket-groups/{id}", definitions.PutGroup)
            .Describe("Replaces a group of agents", typeof(TicketGroupRequest));
        own.Delete("ticket-groups/{id}", definitions.RemoveGroup)
            .Describe("Removes a group; its tickets stay with their agents");
        own.Get("sla-policies", definitions.Policies).Describe("SLA policies in the order in which they are tried");
        own.Post("sla-policies", definitions.AddPolicy).Describe("Makes an SLA policy", typeof(SlaPolicyRequest));
        own.Put("sla-policies/{id}", definitions.PutPolicy)
            .Describe("Replaces an SLA policy; open tickets follow", typeof(SlaPolicyRequest));
        own.Delete("sla-policies/{id}", definitions.RemovePolicy).Describe("Removes an SLA policy; open tickets follow");
        own.Get("business-hours", definitions.Hours).Describe("Business hours with their holidays");
        own.Post("business-hours", definitions.AddHours).Describe("Makes business hours", typeof(BusinessHoursRequest));
        own.Put("business-hours/{id}", definitions.PutHours)
            .Describe("Replaces business hours; open tickets follow", typeof(BusinessHoursRequest));
        own.Delete("business-hours/{id}", definitions.RemoveHours).Describe("Removes business hours that no policy uses");
    }
}
