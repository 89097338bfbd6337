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
        services.AddSingleton<DeskDefinitionOperations>();
        services.AddSingleton<ServiceRoleOperations>();
        services.AddSingleton<AccountSeed>(provider =>
            (connection, account) =>
                provider
                    .GetRequiredService<DeskOperations>()
                    .Seed(connection, account.Id, account.Settings.TimeZone, apiEnabled: account.WithSample));
    }

    public static void MapServiceDesk(this SurfaceRoutes routes)
    {
        var own = routes.Leadline;
        var desk = routes.Create<DeskEndpoints>();
        own.Get("service-desk", desk.Get).Describe("How the service desk works").Answers<ServiceDeskResponse>();
        own.Patch("service-desk", desk.Change)
            .Describe("Changes how the service desk works", typeof(ServiceDeskRequest))
            .Answers<ServiceDeskResponse>();

        var roles = routes.Create<ServiceRoleEndpoints>();
        own.Get("service-roles", roles.List).Describe("The users with their roles in the service desk")
            .Answers<ServiceRolesResponse>();
        own.Put("service-roles/{user}", roles.Set).Describe(
            "Says what a user, named by id or e-mail address, may do in the service desk", typeof(ServiceRoleRequest))
            .Answers<ServiceRoleResponse>();

        MapDefinitions(own, routes.Create<DeskDefinitionEndpoints>());

        var fields = routes.Create<TicketFieldEndpoints>();
        own.Get("ticket-fields", fields.List).Describe("The fields of tickets").Answers<TicketFieldsResponse>();
        own.Post("ticket-fields", fields.Add)
            .Describe("Makes a field of tickets: CustomData.Name", typeof(TicketFieldRequest))
            .Answers<FieldResponse>();
        own.Put("ticket-fields/{schemaName}/options", fields.SetOptions)
            .Describe("Replaces the options of a dropdown", typeof(TicketFieldOptionsRequest))
            .Answers<FieldResponse>();
    }

    private static void MapDefinitions(LeadlineSurface own, DeskDefinitionEndpoints definitions)
    {
        own.Get("ticket-groups", definitions.Groups).Describe("Groups of agents").Answers<TicketGroupsResponse>();
        own.Post("ticket-groups", definitions.AddGroup).Describe("Makes a group of agents", typeof(TicketGroupRequest))
            .Answers<TicketGroupResponse>();
        own.Put("ticket-groups/{id}", definitions.PutGroup)
            .Describe("Replaces a group of agents", typeof(TicketGroupRequest))
            .Answers<TicketGroupResponse>();
        own.Delete("ticket-groups/{id}", definitions.RemoveGroup)
            .Describe("Removes a group; its tickets stay with their agents")
            .Answers<DoneResponse>();
        own.Get("sla-policies", definitions.Policies).Describe("SLA policies in the order in which they are tried")
            .Answers<SlaPoliciesResponse>();
        own.Post("sla-policies", definitions.AddPolicy).Describe("Makes an SLA policy", typeof(SlaPolicyRequest))
            .Answers<SlaPolicyResponse>();
        own.Put("sla-policies/{id}", definitions.PutPolicy)
            .Describe("Replaces an SLA policy; open tickets follow", typeof(SlaPolicyRequest))
            .Answers<SlaPolicyResponse>();
        own.Delete("sla-policies/{id}", definitions.RemovePolicy).Describe("Removes an SLA policy; open tickets follow")
            .Answers<DoneResponse>();
        own.Get("business-hours", definitions.Hours).Describe("Business hours with their holidays")
            .Answers<BusinessHoursListResponse>();
        own.Post("business-hours", definitions.AddHours).Describe("Makes business hours", typeof(BusinessHoursRequest))
            .Answers<BusinessHoursResponse>();
        own.Put("business-hours/{id}", definitions.PutHours)
            .Describe("Replaces business hours; open tickets follow", typeof(BusinessHoursRequest))
            .Answers<BusinessHoursResponse>();
        own.Delete("business-hours/{id}", definitions.RemoveHours)
            .Describe("Removes business hours that no policy uses")
            .Answers<DoneResponse>();
    }
}
