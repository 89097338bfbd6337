using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Docs;
using Leadline.Leads;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Opportunities to sell something to a lead, and their types.</summary>
internal static class OpportunitiesFeature
{
    public static void AddOpportunities(this IServiceCollection services)
    {
        services.AddSingleton<OpportunityTypeStore>();
        services.AddSingleton<OpportunityTypeOperations>();
        services.AddSingleton<OpportunityReadStore>();
        services.AddSingleton<OpportunityBoardStore>();
        services.AddSingleton<OpportunityBoardOperations>();
        services.AddSingleton<OpportunityReadOperations>();
        services.AddSingleton<OpportunityOperations>();
        services.AddSingleton<OpportunityTimelineStore>();
        services.AddSingleton<OpportunityTimelineOperations>();
        services.AddSingleton(OpportunityTimelineStore.Stages);
        services.AddSingleton(OpportunityTimelineStore.Others);
        services.AddSingleton<OpportunityActivities>();
        services.AddSingleton<EntityShares>();
        services.AddSingleton<LeadSquaredOpportunityEndpoints>();

        services.AddSingleton(EntityShareStore.DeletedWithLead);
        services.AddSingleton(EntityShareStore.MovedWithLead);
        services.AddSingleton(OpportunityStore.KeysOfMerged);
        services.AddSystemActivityTypes(OpportunityActivityTypes.All);
        services.AddSingleton(
            provider => OpportunityPortalPage.Create(provider.GetRequiredService<OpportunityReadOperations>()));
        services.AddSingleton<AccountSeed>(provider =>
            async (connection, account) =>
            {
                if (account.WithSample)
                    await provider
                        .GetRequiredService<OpportunityTypeOperations>()
                        .Seed(
                            connection,
                            account.Id,
                            account.Admin.Id,
                            SampleOpportunityType.EventCode,
                            SampleOpportunityType.Body);
            });
    }

    public static void MapOpportunities(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        MapWrites(
            v2, routes.Create<LeadSquaredOpportunityEndpoints>(), routes.Create<LeadSquaredOpportunityBulkEndpoints>());
        MapReads(v2, routes.Create<LeadSquaredOpportunityReadEndpoints>());
        v2.Post(
                "OpportunityManagement.svc/GetActivitiesOfOpportunity",
                routes.Create<LeadSquaredOpportunityActivityEndpoints>().GetActivitiesOfOpportunity)
            .Describe(
                "A page of what was posted on an opportunity", typeof(SearchBody), "opportunityId", "activityEventCode")
            .Answers<ListResponse>();
        v2.Post("EntityAccess.svc/Share", routes.Create<LeadSquaredShareEndpoints>().Share)
            .Describe("Shares leads and opportunities with further users", typeof(List<ShareBody>))
            .TakesAtMost(100)
            .Answers<SuccessResponse<IdMessage>>();
        MapTypes(v2, routes.Create<LeadSquaredOpportunityTypeEndpoints>());
        MapTypes(routes.Leadline, routes.Create<OpportunityTypeEndpoints>());
        MapOwn(routes.Leadline, routes.Create<OpportunityEndpoints>());
        MapTimelines(routes.Leadline, routes.Create<OpportunityTimelineEndpoints>());
    }

    private static void MapWrites(
        LeadSquaredSurface v2, LeadSquaredOpportunityEndpoints opportunities, LeadSquaredOpportunityBulkEndpoints bulk)
    {
        v2.Post("OpportunityManagement.svc/Capture", opportunities.Capture)
            .Describe("Captures an opportunity with its lead", typeof(CaptureOpportunityBody))
            .Answers<OpportunityCapturedResponse>();
        v2.Post("OpportunityManagement.svc/Update", opportunities.Update)
            .Describe("Changes the passed fields of an opportunity", typeof(UpdateOpportunityBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Get("OpportunityManagement.svc/Delete", opportunities.Delete)
            .Describe("Deletes an opportunity where its type allows that", query: "Id")
            .Answers<SuccessResponse<OpportunityDeletedMessage>>();

        v2.PostBulk("OpportunityManagement.svc/Bulk/Add/ByLeadField", bulk.AddByLeadField)
            .Describe("Captures up to 25 opportunities of leads that exist", typeof(List<OpportunityBody>), "SearchBy")
            .TakesAtMost(25)
            .Answers<BulkResponse>();
        v2.PostBulk("OpportunityManagement.svc/Bulk/Update/ByOpportunityId", bulk.UpdateByOpportunityId)
            .Describe("Changes up to 25 opportunities", typeof(List<UpdateOpportunityBody>))
            .TakesAtMost(25)
            .Answers<BulkResponse>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId", bulk.AddActivities)
            .Describe("Posts up to 25 activities on an opportunity", typeof(List<ActivityBody>), "opportunityId")
            .TakesAtMost(25)
            .Answers<BulkResponse>();
    }

    private static void MapReads(LeadSquaredSurface v2, LeadSquaredOpportunityReadEndpoints reads)
    {
        v2.Get("OpportunityManagement.svc/GetOpportunityDetails", reads.GetOpportunityDetails)
            .Describe("An opportunity with its fields", query: ["OpportunityId", "getFileURL"])
            .Answers<OpportunityDetailsResponse>();
        v2.Post("OpportunityManagement.svc/GetOpportunitiesOfLead", reads.GetOpportunitiesOfLead)
            .Describe("A page of a lead's opportunities", typeof(SearchBody), "leadId", "opportunityType")
            .Answers<ListResponse>();
        v2.Post("OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField", reads.GetOpportunitiesByUniqueLeadField)
            .Describe("A page of the opportunities of the lead that a unique field's value names", typeof(SearchBody))
            .Answers<ListResponse>();
        v2.Post("OpportunityManagement.svc/Retrieve/BySearchParameter", reads.Search)
            .Describe("A page of the opportunities of a type that meet conditions", typeof(OpportunitySearchBody))
            .Answers<ListResponse>();
        v2.PostBulk("OpportunityManagement.svc/GetOpportunitiesById", reads.GetOpportunitiesById)
            .Describe("Up to 2,000 opportunities by their ids", typeof(OpportunitiesByIdBody))
            .Answers<List<OpportunitiesOfTypeResponse>>();
    }

    private static void MapTypes(LeadSquaredSurface v2, LeadSquaredOpportunityTypeEndpoints types)
    {
        v2.Get("OpportunityManagement.svc/GetOpportunityTypes", types.List)
            .Describe("The opportunity types")
            .Answers<List<Protocol.LeadSquared.OpportunityTypeResponse>>();
        v2.Get("OpportunityManagement.svc/GetOpportunityTypeMetadata", types.GetMetadata)
            .Describe("An opportunity type with its fields", query: "code")
            .Answers<OpportunityTypeMetadataResponse>();
        v2.Get("OpportunityManagement.svc/IsOpportunityEnabled", types.IsEnabled)
            .Describe("Whether the account has opportunities", query: "orgId")
            .Answers<OpportunityEnabledResponse>();
    }

    private static void MapOwn(LeadlineSurface own, OpportunityEndpoints opportunities)
    {
        own.Post("opportunities/search", opportunities.Search)
            .Describe("A page of the opportunities that meet a filter", typeof(OpportunitySearchRequest))
            .Answers<OpportunityPageResponse>();
        own.Post("opportunities/board", opportunities.Board)
            .Describe(
                "The opportunities of a type by stage, counted and added up", typeof(OpportunityBoardRequest))
            .Answers<OpportunityBoardResponse>();
        own.Post("opportunities", opportunities.Create)
            .Describe("Makes an opportunity of a lead", typeof(OwnOpportunityRequest))
            .Answers<OwnOpportunityResponse>();
        own.Post("leads/{lead}/opportunities", opportunities.Create)
            .Describe("Makes an opportunity of a lead", typeof(OwnOpportunityRequest))
            .Answers<OwnOpportunityResponse>();
        own.Get("leads/{lead}/opportunities", opportunities.OfLead)
            .Describe("The opportunities of a lead, the latest changed first", null, "after", "limit")
            .Answers<OpportunityPageResponse>();
        own.Get("opportunities/{opportunity}", opportunities.Get)
            .Describe("An opportunity")
            .Answers<OwnOpportunityResponse>();
        own.Patch("opportunities/{opportunity}", opportunities.Change)
            .Describe("Changes what is passed of an opportunity", typeof(OpportunityChangeRequest))
            .Answers<OwnOpportunityResponse>();
        own.Delete("opportunities/{opportunity}", opportunities.Delete)
            .Describe("Deletes an opportunity with what was posted on it, where its type allows that")
            .Answers<DoneResponse>();
    }

    private static void MapTimelines(LeadlineSurface own, OpportunityTimelineEndpoints timelines)
    {
        own.Get("opportunities/{opportunity}/timeline", timelines.Page)
            .Describe("What happened on an opportunity, the latest first", null, "kinds", "after", "limit")
            .Answers<TimelineResponse>();
        own.Get("opportunities/{opportunity}/timeline/counts", timelines.Counts)
            .Describe("How much happened on an opportunity, by kind")
            .Answers<TimelineCountsResponse>();
        own.Get("opportunities/{opportunity}/fields/{schemaName}/history", timelines.History)
            .Describe("What a field of an opportunity was, the latest change first", null, "after", "limit")
            .Answers<FieldHistoryResponse>();
    }

    private static void MapTypes(LeadlineSurface own, OpportunityTypeEndpoints types)
    {
        own.Get("opportunity-types", types.List).Describe("The opportunity types").Answers<OpportunityTypesResponse>();
        own.Post("opportunity-types", types.Create).Describe("Makes an opportunity type", typeof(OpportunityTypeBody))
            .Answers<Protocol.Own.OpportunityTypeResponse>();
        own.Get("opportunity-types/{code}", types.Get).Describe("An opportunity type")
            .Answers<Protocol.Own.OpportunityTypeResponse>();
        own.Patch("opportunity-types/{code}", types.Update)
            .Describe("Changes what is passed of an opportunity type", typeof(OpportunityTypeBody))
            .Answers<Protocol.Own.OpportunityTypeResponse>();
    }
}
