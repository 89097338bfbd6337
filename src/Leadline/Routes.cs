using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Docs;
using Leadline.Fields;
using Leadline.Health;
using Leadline.Intake;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Portals;
using Leadline.Portals.Hosted;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Subscribers;
using Leadline.Surfaces;
using Leadline.Tickets;
using Leadline.ServiceDesk;
using Leadline.Users;

namespace Leadline;

/// <summary>Every route of the server, once.</summary>
internal static partial class Routes
{
    public static void Map(WebApplication server)
    {
        var app = server.Documented();
        var services = server.Services;
        var accounts = services.GetRequiredService<AccountOperations>();
        var gate = services.GetRequiredService<SurfaceGate>();

        MapHealth(app, services.GetRequiredService<HealthEndpoints>());
        MapDocs(app, services.GetRequiredService<DocsEndpoints>());

        var v2 = new LeadSquaredSurface(app, accounts, gate);
        MapLeads(v2, services.GetRequiredService<LeadSquaredLeadEndpoints>());
        MapActivities(v2, services);
        MapLeadReads(
            v2, services.GetRequiredService<LeadSquaredLeadReadEndpoints>(), services.GetRequiredService<LeadSquaredLeadSearchEndpoints>());
        MapBulkLeads(v2, services.GetRequiredService<LeadSquaredBulkEndpoints>());
        MapLeadFields(v2, services.GetRequiredService<LeadSquaredFieldEndpoints>());
        MapOpportunities(v2, services);
        MapUsers(v2, services.GetRequiredService<LeadSquaredUserEndpoints>());

        var own = new LeadlineSurface(app, accounts, gate);
        MapOwnLeadFields(own, services.GetRequiredService<LeadFieldEndpoints>());
        MapOwnOpportunityTypes(own, services.GetRequiredService<OpportunityTypeEndpoints>());
        MapOwnIntake(own, services.GetRequiredService<IntakeEndpoints>());

        MapIntake(new AsyncSurface(app, accounts, gate), services.GetRequiredService<LeadSquaredAsyncEndpoints>());

        MapTickets(own, services);
        MapServiceDesk(own, services);

        MapPortals(app, own, services);

        var ispcrm = new IspcrmSurface(app, accounts, gate);
        MapSubscribers(
            ispcrm, services.GetRequiredService<IspcrmSubscriberEndpoints>(), services.GetRequiredService<IspcrmLoginEndpoints>());

        MapServiceCrm(new ServiceCrmSurface(app, accounts, services.GetRequiredService<DeskOperations>(), gate), services);
    }

    private static void MapHealth(IEndpointRouteBuilder routes, HealthEndpoints health)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/health/live", methods, HealthEndpoints.Live).AllowAnonymous().Describe("The process answers");
        routes.MapMethods("/health/ready", methods, health.Ready).AllowAnonymous().Describe("The server can do its work");
    }

    private static void MapDocs(IEndpointRouteBuilder routes, DocsEndpoints docs)
    {
        routes.MapGet("/openapi/{name}.json", docs.Document).ExcludeFromDescription();
        routes.MapGet("/docs", docs.Page).ExcludeFromDescription();
        routes.MapGet("/docs/{file}", DocsEndpoints.File).ExcludeFromDescription();
    }

    private static void MapLeads(LeadSquaredSurface v2, LeadSquaredLeadEndpoints leads)
    {
        v2.Post("LeadManagement.svc/Lead.Create", leads.Create).Describe("Creates a lead", typeof(List<LeadProperty>));
        v2.Post("LeadManagement.svc/Lead.Update", leads.Update)
            .Describe("Updates the lead of an id", typeof(List<LeadProperty>), "leadId");
        v2.Post("LeadManagement.svc/Lead.CreateOrUpdate", leads.CreateOrUpdate)
            .Describe("Updates the lead that is found, or creates one", typeof(List<LeadProperty>));
        v2.Post("LeadManagement.svc/Lead.Capture", leads.Capture)
            .Describe("Captures a lead", typeof(List<LeadProperty>), "LeadUpdateBehavior");
        v2.Post("LeadManagement.svc/Lead.Convert", leads.Convert)
            .Describe("Makes a lead of a visitor's id, or updates the lead of the id", typeof(List<LeadProperty>), "leadId");
        v2.Get("LeadManagement.svc/Lead/Delete/ById", leads.Delete);
    }

    private static void MapBulkLeads(LeadSquaredSurface v2, LeadSquaredBulkEndpoints leads)
    {
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Create", leads.Create);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/CreateOrUpdate", leads.CreateOrUpdate);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/Update", leads.SetField);
        v2.PostBulk("LeadManagement.svc/Lead/Bulk/UpdateV2", leads.Update);
    }

    private static void MapLeadFields(LeadSquaredSurface v2, LeadSquaredFieldEndpoints fields)
    {
        v2.Get("LeadManagement.svc/LeadsMetaData.Get", fields.MetaData);
        v2.Post("LeadManagement.svc/CreateLeadField", fields.Create);
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Push", fields.PushOptions);
        v2.Post("LeadManagement.svc/LeadField/Dropdown/Options/Remove", fields.RemoveOptions);
    }

    private static void MapUsers(LeadSquaredSurface v2, LeadSquaredUserEndpoints users)
    {
        v2.Get("Authentication.svc/UserByAccessKey.Get", users.ByAccessKey);
        v2.Get("UserManagement.svc/Users.Get", users.All);
        v2.Get("UserManagement.svc/User/Retrieve/ByUserId", users.ById);
        v2.Get("UserManagement.svc/User/Retrieve/ByEmailAddress", users.ByEmailAddress);
    }

    private static void MapOwnLeadFields(LeadlineSurface own, LeadFieldEndpoints fields)
    {
        own.Get("lead-fields", fields.List);
        own.Post("lead-fields/{schemaName}/unique", fields.MarkUnique);
        own.Delete("lead-fields/{schemaName}/unique", fields.UnmarkUnique);
    }

    private static void MapActivities(LeadSquaredSurface v2, IServiceProvider services)
    {
        var activities = services.GetRequiredService<LeadSquaredActivityEndpoints>();
        v2.Post("ProspectActivity.svc/CreateCustom", activities.CreateCustom);
        v2.Post("ProspectActivity.svc/Create", activities.Create);

        var bulk = services.GetRequiredService<LeadSquaredActivityBulkEndpoints>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId", bulk.AddByLeadId);
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField", bulk.AddByLeadField);
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Update", bulk.Update);

        var changes = services.GetRequiredService<LeadSquaredActivityChangeEndpoints>();
        v2.Post("ProspectActivity.svc/CustomActivity/Update", changes.Update);
        v2.Post("ProspectActivity.svc/DeleteActivities", changes.Delete);
        v2.Get("ProspectActivity.svc/CustomActivity/Lock", changes.Lock);

        var reads = services.GetRequiredService<LeadSquaredActivityReadEndpoints>();
        v2.Post("ProspectActivity.svc/Retrieve", reads.Retrieve);
        v2.PostBulk("ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent", reads.RetrieveByActivityEvent);
        v2.Post("ProspectActivity.svc/RetrieveRecentlyModified", reads.RetrieveRecentlyModified);
        v2.Get("ProspectActivity.svc/GetActivityDetails", reads.GetActivityDetails);

        var types = services.GetRequiredService<LeadSquaredActivityTypeEndpoints>();
        v2.Get("ProspectActivity.svc/ActivityTypes.Get", types.List);
        v2.Get("ProspectActivity.svc/ActivityType.Get", types.Get);
        v2.Get("ProspectActivity.svc/CustomActivity/GetActivitySetting", types.GetActivitySetting);
        v2.Post("ProspectActivity.svc/CreateType", types.Create);
        v2.Post("ProspectActivity.svc/CustomActivityType/Update", types.Update);
        v2.Post("ProspectActivity.svc/ActivityField/Dropdown/Options/Get", types.GetOptions);
    }

    private static void MapOpportunities(LeadSquaredSurface v2, IServiceProvider services)
    {
        var opportunities = services.GetRequiredService<LeadSquaredOpportunityEndpoints>();
        v2.Post("OpportunityManagement.svc/Capture", opportunities.Capture)
            .Describe("Captures an opportunity with its lead", typeof(CaptureOpportunityBody));
        v2.Post("OpportunityManagement.svc/Update", opportunities.Update)
            .Describe("Changes the passed fields of an opportunity", typeof(UpdateOpportunityBody));
        v2.Get("OpportunityManagement.svc/Delete", opportunities.Delete)
            .Describe("Deletes an opportunity where its type allows that", query: "Id");

        var reads = services.GetRequiredService<LeadSquaredOpportunityReadEndpoints>();
        v2.Get("OpportunityManagement.svc/GetOpportunityDetails", reads.GetOpportunityDetails)
            .Describe("An opportunity with its fields", query: ["OpportunityId", "getFileURL"]);

        v2.Post("OpportunityManagement.svc/GetOpportunitiesOfLead", reads.GetOpportunitiesOfLead)
            .Describe("A page of a lead's opportunities", typeof(SearchBody), "leadId", "opportunityType");
        v2.Post("OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField", reads.GetOpportunitiesByUniqueLeadField)
            .Describe("A page of the opportunities of the lead that a unique field's value names", typeof(SearchBody));
        v2.Post("OpportunityManagement.svc/Retrieve/BySearchParameter", reads.Search)
            .Describe("A page of the opportunities of a type that meet conditions", typeof(OpportunitySearchBody));
        v2.PostBulk("OpportunityManagement.svc/GetOpportunitiesById", reads.GetOpportunitiesById)
            .Describe("Up to 2,000 opportunities by their ids", typeof(OpportunitiesByIdBody));

        var bulk = services.GetRequiredService<LeadSquaredOpportunityBulkEndpoints>();
        v2.PostBulk("OpportunityManagement.svc/Bulk/Add/ByLeadField", bulk.AddByLeadField)
            .Describe("Captures up to 25 opportunities of leads that exist", typeof(List<OpportunityBody>), "SearchBy");
        v2.PostBulk("OpportunityManagement.svc/Bulk/Update/ByOpportunityId", bulk.UpdateByOpportunityId)
            .Describe("Changes up to 25 opportunities", typeof(List<UpdateOpportunityBody>));
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId", bulk.AddActivities)
            .Describe("Posts up to 25 activities on an opportunity", typeof(List<ActivityBody>), "opportunityId");

        var activities = services.GetRequiredService<LeadSquaredOpportunityActivityEndpoints>();
        v2.Post("OpportunityManagement.svc/GetActivitiesOfOpportunity", activities.GetActivitiesOfOpportunity)
            .Describe("A page of what was posted on an opportunity", typeof(SearchBody), "opportunityId", "activityEventCode");
        v2.Post("EntityAccess.svc/Share", services.GetRequiredService<LeadSquaredShareEndpoints>().Share)
            .Describe("Shares opportunities with further users", typeof(List<ShareBody>));

        var types = services.GetRequiredService<LeadSquaredOpportunityTypeEndpoints>();
        v2.Get("OpportunityManagement.svc/GetOpportunityTypes", types.List);
        v2.Get("OpportunityManagement.svc/GetOpportunityTypeMetadata", types.GetMetadata)
            .Describe("An opportunity type with its fields", query: "code");
        v2.Get("OpportunityManagement.svc/IsOpportunityEnabled", types.IsEnabled)
            .Describe("Whether the account has opportunities", query: "orgId");
    }

    private static void MapOwnOpportunityTypes(LeadlineSurface own, OpportunityTypeEndpoints types)
    {
        own.Get("opportunity-types", types.List).Describe("The opportunity types");
        own.Post("opportunity-types", types.Create).Describe("Makes an opportunity type", typeof(OpportunityTypeBody));
        own.Get("opportunity-types/{code}", types.Get).Describe("An opportunity type");
        own.Patch("opportunity-types/{code}", types.Update)
            .Describe("Changes what is passed of an opportunity type", typeof(OpportunityTypeBody));
    }

    private static void MapLeadReads(
        LeadSquaredSurface v2, LeadSquaredLeadReadEndpoints leads, LeadSquaredLeadSearchEndpoints search)
    {
        v2.Get("LeadManagement.svc/Leads.GetById", leads.GetById);
        v2.Get("LeadManagement.svc/Leads.GetByEmailaddress", leads.GetByEmailAddress);
        v2.Get("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber);
        v2.Post("LeadManagement.svc/RetrieveLeadByPhoneNumber", leads.GetByPhoneNumber);
        v2.Post("LeadManagement.svc/Leads/Retrieve/ByIds", leads.GetByIds);
        v2.Get("LeadManagement.svc/LeadOwner.Get", leads.GetOwner);
        v2.Get("LeadManagement.svc/Leads.GetByQuickSearch", search.GetByQuickSearch);
        v2.Post("LeadManagement.svc/Leads.Get", search.Get);
        v2.Post("LeadManagement.svc/Leads.RecentlyModified", search.RecentlyModified);
    }

    private static void MapSubscribers(
        IspcrmSurface ispcrm, IspcrmSubscriberEndpoints subscribers, IspcrmLoginEndpoints sessions)
    {
        ispcrm.Post("subscriber/CreateLead", subscribers.CreateLead)
            .Describe("Creates a lead, or updates the person's", typeof(CreateLeadBody));
        ispcrm.PostOpen("subscriber/Login", sessions.Login)
            .Describe("Begins a session of 12 hours with a user's password", typeof(LoginBody));
        ispcrm.Post("subscriber/Logout", sessions.Logout).Describe("Ends the token's session");
        ispcrm.Get("subscriber/getCustomerDetails", subscribers.GetCustomerDetails)
            .Describe("The token's user, or the lead of a number", query: ["lead_id", "id"]);

        // Extended §7.5 - §7.8: Leadline keeps no invoices, plans, payments or subscribers' tickets.
        ispcrm.Get("subscriber/getCustomersInvoices", IspcrmSubscriberEndpoints.NoneKept("Subscriber not found"));
        ispcrm.Get("subscriber/getAvailablePlans", IspcrmSubscriberEndpoints.NoneKept("No available plans found"));
        ispcrm.Get("subscriber/getUpgradeablePlans", IspcrmSubscriberEndpoints.NoneKept("Customer not found"));
        ispcrm.Get("subscriber/getCustomerTickets", IspcrmSubscriberEndpoints.NoneKept("Subscriber not found"));
        ispcrm.Get("subscriber/getCustomerPayments", IspcrmSubscriberEndpoints.NoneKept("No payments found"));
        ispcrm.Post("subscriber/CreateTicket", IspcrmSubscriberEndpoints.NoneKept("Not found"));
        ispcrm.Get("Tickets/getSubjects", IspcrmSubscriberEndpoints.NoneKept("Not found"));
    }

    private static void MapIntake(AsyncSurface async, LeadSquaredAsyncEndpoints intake)
    {
        async.Post("lead/capture", intake.Submit(IntakeCall.LeadCapture, "LeadUpdateBehavior"))
            .Describe("Captures a lead, asynchronously", typeof(List<LeadProperty>), "LeadUpdateBehavior");
        async.Post("lead/update", intake.Submit(IntakeCall.LeadUpdate, "leadId", "postUpdatedLead"))
            .Describe("Updates the lead of an id, asynchronously", typeof(List<LeadProperty>), "leadId", "postUpdatedLead");
        async.Post("activity/create", intake.Submit(IntakeCall.ActivityCreate))
            .Describe("Posts an activity on a lead, asynchronously", typeof(ActivityBody));
        async.Post("activity/createcustom", intake.Submit(IntakeCall.ActivityCreateCustom))
            .Describe("Captures a lead and an activity, asynchronously", typeof(CreateCustomBody));

        async.Post("opportunity/capture", intake.Submit(IntakeCall.OpportunityCapture))
            .Describe("Captures an opportunity with its lead, asynchronously", typeof(CaptureOpportunityBody));
        async.Post("opportunity/update", intake.Submit(IntakeCall.OpportunityUpdate))
            .Describe("Changes the passed fields of an opportunity, asynchronously", typeof(UpdateOpportunityBody));

        // A client uses version 2 of the path (extended §3.2).
        foreach (var version in new[] { 1, 2 })
        {
            var path = $"{version}/api/telephony/logcallcomplete";
            foreach (var tail in new[] { "{token}", "{token}/{connector}" })
                async.PostOfConnector($"{path}/{tail}", "token", intake.Submit(IntakeCall.CallLog))
                    .Describe("Logs a phone call, asynchronously", typeof(CallLogBody));
            MapIntakeLooks(async, path, intake, IntakeCall.CallLog);
        }

        foreach (var area in new[] { "lead", "activity", "opportunity" })
            async.Get($"{area}/status", intake.Status).Describe("How a request stands", null, "RequestID");
        foreach (var form in IntakeCallForm.All.Where(form => form.Call is not IntakeCall.CallLog))
            MapIntakeLooks(async, form.Path, intake, form.Call);
    }

    private static void MapIntakeLooks(AsyncSurface async, string path, LeadSquaredAsyncEndpoints intake, IntakeCall call)
    {
        async.Get($"{path}/status", intake.Status).Describe("How a request stands", null, "RequestID");
        async.Get($"{path}/metrics", intake.Metrics(call)).Describe("How much waits, for how long, and how fast it goes");
    }

    private static void MapOwnIntake(LeadlineSurface own, IntakeEndpoints intake)
    {
        own.Get("intake", IntakeEndpoints.ForAdministrators(intake.Standing))
            .Describe("How much waits of the asynchronous requests, for how long, and how fast it goes");
        own.Get("intake/failures", IntakeEndpoints.ForAdministrators(intake.Failures))
            .Describe("What failed for good, the newest first", null, "before", "limit");
        own.Post("intake/failures/replay", IntakeEndpoints.ForAdministrators(intake.ReplayAll))
            .Describe("Runs again everything that failed for good");
        own.Get("intake/requests/{requestId}", IntakeEndpoints.ForAdministrators(intake.Request)).Describe("A request and how it stands");
        own.Post("intake/requests/{requestId}/replay", IntakeEndpoints.ForAdministrators(intake.Replay))
            .Describe("Runs a request again that failed for good");
        own.Post("intake/pause", IntakeEndpoints.ForAdministrators(intake.Pause)).Describe("Stops work on the account's requests");
        own.Post("intake/resume", IntakeEndpoints.ForAdministrators(intake.Resume)).Describe("Takes work on the account's requests up again");
    }
}
