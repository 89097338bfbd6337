using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;
using Own = Leadline.Protocol.Own;

namespace Leadline.Subscribers;

/// <summary>The ISPCRM API: leads as an internet provider's subscribers.</summary>
internal static class SubscribersFeature
{
    public static void AddSubscribers(this IServiceCollection services)
    {
        services.AddSingleton<SubscriberStore>();
        services.AddSingleton<SubscriberOperations>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<PlanOperations>();
        services.AddSingleton(PlanStore.DeletedWithLead);
        services.AddSingleton(PlanStore.MovedWithLead);
        services.AddSingleton(SubscriberStore.MovedWithLead);
        services.AddSingleton<AccountSeed>(provider => (connection, account) =>
            provider.GetRequiredService<PlanOperations>().Seed(connection, account));
        services.AddSingleton<WordNumberStore>();
        services.AddSingleton<SubscriberTicketOperations>();
        services.AddSingleton<IspcrmLoginEndpoints>();
    }

    public static void MapSubscribers(this SurfaceRoutes routes)
    {
        var ispcrm = routes.Ispcrm;
        var subscribers = routes.Create<IspcrmSubscriberEndpoints>();
        var sessions = routes.Create<IspcrmLoginEndpoints>();
        ispcrm.Post("subscriber/CreateLead", subscribers.CreateLead)
            .Describe("Creates a lead, or updates the person's", typeof(CreateLeadBody))
            .Answers<CreatedLeadResponse>();
        ispcrm.PostOpen("subscriber/Login", sessions.Login)
            .Describe("Begins a session of 12 hours with a user's password", typeof(LoginBody))
            .Answers<LoginResponse>();
        ispcrm.Post("subscriber/Logout", sessions.Logout).Describe("Ends the token's session")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getCustomerDetails", subscribers.GetCustomerDetails)
            .Describe("The token's user, or the lead of a number", query: ["lead_id", "id"])
            .Answers<SubscriberResponse>();

        MapTickets(ispcrm, routes.Create<IspcrmTicketEndpoints>());
        MapPlans(ispcrm, routes.Create<IspcrmPlanEndpoints>());
        MapOwnPlans(routes.Leadline, routes.Create<PlanEndpoints>());

        // Extended §7.5, §7.8: Leadline keeps no invoices or payments.
        ispcrm.Get("subscriber/getCustomersInvoices", IspcrmSubscriberEndpoints.NoneKept("Subscriber not found"))
            .Describe("A subscriber's invoices; Leadline keeps none")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getCustomerPayments", IspcrmSubscriberEndpoints.NoneKept("No payments found"))
            .Describe("A subscriber's payments; Leadline keeps none")
            .Answers<ResultResponse>();
    }

    private static void MapTickets(IspcrmSurface ispcrm, IspcrmTicketEndpoints tickets)
    {
        ispcrm.Get("Tickets/getSubjects", tickets.Subjects)
            .Describe("What tickets may be about")
            .Answers<SubjectsResponse>();
        ispcrm.Post("subscriber/CreateTicket", tickets.Create)
            .Describe("Makes a ticket of the token's user, or of the lead of a number", typeof(CreateTicketBody))
            .Answers<CreatedTicketResponse>();
        ispcrm.Get("subscriber/getCustomerTickets", tickets.List)
            .Describe("The tickets of the token's user, or of the lead of a number", null, "lead_id", "id")
            .Answers<CustomerTicketsResponse>();
    }

    private static void MapPlans(IspcrmSurface ispcrm, IspcrmPlanEndpoints plans)
    {
        ispcrm.Get("subscriber/getAvailablePlans", plans.Available)
            .Describe("The plans", null, "filter", "sort_by", "sort")
            .Answers<PlansResponse>();
        ispcrm.Get("subscriber/getUpgradeablePlans", plans.Upgrades)
            .Describe("The plans that the lead of a number may change to", null, "lead_id", "id", "sort_by", "sort")
            .Answers<PlansResponse>();
    }

    private static void MapOwnPlans(LeadlineSurface own, PlanEndpoints plans)
    {
        own.Get("plans", plans.List)
            .Describe("The plans of an internet provider", null, "after", "limit")
            .Answers<Own.PlansResponse>();
        own.Post("plans", plans.Create)
            .Describe("Makes a plan", typeof(Own.PlanRequest))
            .Answers<Own.PlanResponse>();
        own.Get("plans/{plan}", plans.Get).Describe("A plan").Answers<Own.PlanResponse>();
        own.Patch("plans/{plan}", plans.Change)
            .Describe(
                "Changes a plan; the header If-Match refuses an edit of an older version", typeof(Own.PlanRequest))
            .Answers<Own.PlanResponse>();
        own.Delete("plans/{plan}", plans.Delete)
            .Describe("Deletes a plan that nobody has")
            .Answers<Own.DoneResponse>();
        own.Put("plans/{plan}/subscribers/{lead}", plans.Give)
            .Describe("Gives a lead a plan in place of the one that it has")
            .Answers<Own.DoneResponse>();
        own.Delete("plans/{plan}/subscribers/{lead}", plans.Take)
            .Describe("Takes a plan from a lead")
            .Answers<Own.DoneResponse>();
    }
}
