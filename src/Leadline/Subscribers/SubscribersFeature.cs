using Leadline.Docs;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>The ISPCRM API: leads as an internet provider's subscribers.</summary>
internal static class SubscribersFeature
{
    public static void AddSubscribers(this IServiceCollection services)
    {
        services.AddSingleton<SubscriberStore>();
        services.AddSingleton<SubscriberOperations>();
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

        // Extended §7.5 - §7.8: Leadline keeps no invoices, plans, payments or subscribers' tickets.
        ispcrm.Get("subscriber/getCustomersInvoices", IspcrmSubscriberEndpoints.NoneKept("Subscriber not found"))
            .Describe("A subscriber's invoices; Leadline keeps none")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getAvailablePlans", IspcrmSubscriberEndpoints.NoneKept("No available plans found"))
            .Describe("The plans; Leadline keeps none")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getUpgradeablePlans", IspcrmSubscriberEndpoints.NoneKept("Customer not found"))
            .Describe("The plans that a subscriber may change to; Leadline keeps none")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getCustomerTickets", IspcrmSubscriberEndpoints.NoneKept("Subscriber not found"))
            .Describe("A subscriber's tickets; Leadline keeps none here")
            .Answers<ResultResponse>();
        ispcrm.Get("subscriber/getCustomerPayments", IspcrmSubscriberEndpoints.NoneKept("No payments found"))
            .Describe("A subscriber's payments; Leadline keeps none")
            .Answers<ResultResponse>();
        ispcrm.Post("subscriber/CreateTicket", IspcrmSubscriberEndpoints.NoneKept("Not found"))
            .Describe("Makes a subscriber's ticket; Leadline keeps none here")
            .Answers<ResultResponse>();
        ispcrm.Get("Tickets/getSubjects", IspcrmSubscriberEndpoints.NoneKept("Not found"))
            .Describe("The subjects of subscribers' tickets; Leadline keeps none")
            .Answers<ResultResponse>();
    }
}
