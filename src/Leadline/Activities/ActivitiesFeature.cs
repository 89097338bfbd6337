using Leadline.Accounts;
using Leadline.Docs;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>What leads do and what is done with them, and the types that such activities have.</summary>
internal static class ActivitiesFeature
{
    public static void AddActivities(this IServiceCollection services)
    {
        services.AddSingleton<ActivityTypeStore>();
        services.AddSingleton<ActivityTypeOperations>();
        services.AddSingleton<ActivityReadStore>();
        services.AddSingleton<ActivityHistoryStore>();
        services.AddSingleton<ActivityReadOperations>();
        services.AddSingleton<ActivityOperations>();
        services.AddSingleton<LeadSquaredActivityEndpoints>();

        services.AddSingleton(ActivityStore.DeletedWithLead);
        services.AddSingleton(ActivityStore.MovedWithLead);
        foreach (var timeline in ActivityReadStore.Timelines.Concat(ActivityReadStore.TimelinesOfOpportunity))
            services.AddSingleton(timeline);
        services.AddSingleton(LeadMilestones.Timeline);
        services.AddSystemActivityTypes(SystemActivityTypes.All);
        services.AddSingleton<AccountSeed>(provider =>
            async (connection, account) =>
            {
                await provider.GetRequiredService<ActivityTypeOperations>().Seed(connection, account.Id);
                if (account.WithSample)
                    await provider
                        .GetRequiredService<FieldOperations>()
                        .Seed(
                            connection,
                            account.Id,
                            AccountFields.ActivityOwner(SampleActivityFields.EventCode),
                            SampleActivityFields.All);
            });
    }

    public static void MapActivities(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var activities = routes.Create<LeadSquaredActivityEndpoints>();
        v2.Post("ProspectActivity.svc/CreateCustom", activities.CreateCustom)
            .Describe("Captures a lead and posts an activity on it", typeof(CreateCustomBody))
            .Answers<SuccessResponse<ActivityMessage>>();
        v2.Post("ProspectActivity.svc/Create", activities.Create)
            .Describe("Posts an activity on a lead", typeof(ActivityBody))
            .Answers<SuccessResponse<ActivityMessage>>();

        var bulk = routes.Create<LeadSquaredActivityBulkEndpoints>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId", bulk.AddByLeadId)
            .Describe("Posts up to 25 activities on leads named by id", typeof(List<ActivityBody>))
            .TakesAtMost(25)
            .Answers<BulkResponse>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField", bulk.AddByLeadField)
            .Describe(
                "Posts up to 25 activities on leads named by a unique field", typeof(List<ActivityBody>), "SearchBy")
            .TakesAtMost(25)
            .Answers<BulkResponse>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Update", bulk.Update)
            .Describe("Changes up to 25 activities", typeof(List<UpdateActivityBody>))
            .TakesAtMost(25)
            .Answers<BulkResponse>();

        var changes = routes.Create<LeadSquaredActivityChangeEndpoints>();
        v2.Post("ProspectActivity.svc/CustomActivity/Update", changes.Update)
            .Describe("Changes the passed fields of an activity", typeof(UpdateActivityBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("ProspectActivity.svc/DeleteActivities", changes.Delete)
            .Describe("Deletes activities", typeof(DeleteActivitiesBody))
            .Answers<SuccessResponse<TextMessage>>();
        v2.Post("LeadManagement.svc/DeleteStageChangeHistory", changes.DeleteStageChanges)
            .Describe("Deletes what a lead's timeline says of its stage", typeof(DeleteChangeHistoryBody))
            .Answers<SuccessResponse<TextMessage>>();
        v2.Post("LeadManagement.svc/DeleteUserAssignmentChangeHistory", changes.DeleteOwnerChanges)
            .Describe("Deletes what a lead's timeline says of its owner", typeof(DeleteChangeHistoryBody))
            .Answers<SuccessResponse<TextMessage>>();
        v2.Get("ProspectActivity.svc/CustomActivity/Lock", changes.Lock)
            .Describe("Locks an activity against changes", null, "activityId")
            .Answers<SuccessResponse<IdMessage>>();

        var reads = routes.Create<LeadSquaredActivityReadEndpoints>();
        v2.Post("ProspectActivity.svc/Retrieve", reads.Retrieve)
            .Describe("A page of a lead's activities, the latest first", typeof(SearchBody), "leadId")
            .Answers<ActivitiesOfLeadResponse>();
        v2.PostBulk("ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent", reads.RetrieveByActivityEvent)
            .Describe("A page of the activities of one type that changed in a window", typeof(SearchBody))
            .Answers<ListResponse>();
        v2.Post("ProspectActivity.svc/RetrieveRecentlyModified", reads.RetrieveRecentlyModified)
            .Describe("A page of the activities that changed in a window", typeof(SearchBody))
            .Answers<RecentActivitiesResponse>();
        v2.Get("ProspectActivity.svc/GetActivityDetails", reads.GetActivityDetails)
            .Describe("An activity with its fields", null, "activityId")
            .Answers<ActivityDetailsResponse>();

        MapSearches(v2, routes.Leadline, routes);

        var types = routes.Create<LeadSquaredActivityTypeEndpoints>();
        v2.Get("ProspectActivity.svc/ActivityTypes.Get", types.List)
            .Describe("The activity types")
            .Answers<List<Protocol.LeadSquared.ActivityTypeResponse>>();
        v2.Get("ProspectActivity.svc/ActivityType.Get", types.Get)
            .Describe("An activity type", null, "ActivityEvent")
            .Answers<Protocol.LeadSquared.ActivityTypeResponse>();
        v2.Get("ProspectActivity.svc/CustomActivity/GetActivitySetting", types.GetActivitySetting)
            .Describe("An activity type with its fields", null, "code")
            .Answers<ActivitySettingResponse>();
        v2.Post("ProspectActivity.svc/CreateType", types.Create)
            .Describe("Makes an activity type; Message.Id is its code", typeof(CreateTypeBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("ProspectActivity.svc/CustomActivityType/Update", types.Update)
            .Describe("Changes an activity type", typeof(UpdateTypeBody))
            .Answers<StatusResponse>();
        v2.Post("ProspectActivity.svc/ActivityField/Dropdown/Options/Get", types.GetOptions)
            .Describe("The options of a dropdown of an activity type", typeof(FieldOptionsBody))
            .Answers<OptionsResponse>();
        MapTypes(routes.Leadline, routes.Create<ActivityTypeEndpoints>());
    }

    private static void MapEdits(LeadlineSurface own, ActivityEditEndpoints activities)
    {
        own.Post("leads/{lead}/activities", activities.Create)
            .Describe("Posts an activity on a lead", typeof(ActivityRequest))
            .Answers<ActivityResponse>();
        own.Get("activities/{activity}", activities.Get).Describe("An activity").Answers<ActivityResponse>();
        own.Patch("activities/{activity}", activities.Change)
            .Describe("Changes what is passed of an activity", typeof(ActivityChangeRequest))
            .Answers<ActivityResponse>();
        own.Delete("activities/{activity}", activities.Delete)
            .Describe("Deletes an activity")
            .Answers<DoneResponse>();
    }

    private static void MapSearches(LeadSquaredSurface v2, LeadlineSurface own, SurfaceRoutes routes)
    {
        var wire = routes.Create<LeadSquaredActivitySearchEndpoints>();
        v2.Post("ProspectActivity.svc/Activity/Retrieve/BySearchParameter", wire.Search)
            .Describe("A page of the activities of one type that meet an advanced search", typeof(ActivitySearchBody))
            .Answers<ListResponse>();
        v2.Post("ProspectActivity.svc/GetLeadReferences", wire.GetLeadReferences)
            .Describe("The activities that name a lead in a custom field set", typeof(SearchBody), "leadId")
            .Answers<LeadReferencesResponse>();
        v2.Post("ProspectActivity.svc/RetrieveActivityChange", wire.RetrieveActivityChange)
            .Describe("What changed of activities in a window", typeof(ActivityChangeBody))
            .Answers<ActivityChangesResponse>();

        var activities = routes.Create<ActivityEndpoints>();
        MapEdits(own, routes.Create<ActivityEditEndpoints>());
        own.Post("activities/search", activities.Search)
            .Describe("A page of the activities of one type that meet a filter", typeof(ActivitySearchRequest))
            .Answers<ActivityPageResponse>();
        own.Get("activities/{activity}/changes", activities.Changes)
            .Describe("What changed of an activity, the latest first", null, "after", "limit")
            .Answers<ActivityHistoryResponse>();
        own.Get("leads/{lead}/references", activities.References)
            .Describe("The activities that name a lead in a custom field set", null, "type", "after", "limit")
            .Answers<ActivityPageResponse>();
    }

    private static void MapTypes(LeadlineSurface own, ActivityTypeEndpoints types)
    {
        own.Get("activity-types", types.List).Describe("The activity types").Answers<ActivityTypesResponse>();
        own.Post("activity-types", types.Create).Describe("Makes an activity type", typeof(ActivityTypeBody))
            .Answers<Protocol.Own.ActivityTypeResponse>();
        own.Get("activity-types/{code}", types.Get).Describe("An activity type")
            .Answers<Protocol.Own.ActivityTypeResponse>();
        own.Patch("activity-types/{code}", types.Update)
            .Describe("Changes what is passed of an activity type", typeof(ActivityTypeBody))
            .Answers<Protocol.Own.ActivityTypeResponse>();
    }
}
