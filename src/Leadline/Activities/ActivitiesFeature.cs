using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>What leads do and what is done with them, and the types that such activities have.</summary>
internal static class ActivitiesFeature
{
    public static void AddActivities(this IServiceCollection services)
    {
        services.AddSingleton<ActivityTypeStore>();
        services.AddSingleton<ActivityTypeOperations>();
        services.AddSingleton<ActivityReads>();
        services.AddSingleton<ActivityOperations>();
        services.AddSingleton<ActivityTimeline>();
        services.AddSingleton<CallLogs>();
        services.AddSingleton<LeadSquaredActivityEndpoints>();

        services.AddSingleton<LeadDeletion>(ActivityStore.DeleteOfLead);
        services.AddSystemActivityTypes(SystemActivityTypes.All);
        services.AddSingleton<AccountSeed>(provider => async (connection, account) =>
        {
            await provider.GetRequiredService<ActivityTypeOperations>().Seed(connection, account.Id);
            if (account.WithSample)
                await provider.GetRequiredService<FieldOperations>()
                    .Seed(connection, account.Id, AccountFields.ActivityOwner(SampleActivityFields.EventCode), SampleActivityFields.All);
        });
    }

    public static void MapActivities(this SurfaceRoutes routes)
    {
        var v2 = routes.LeadSquared;
        var activities = routes.Create<LeadSquaredActivityEndpoints>();
        v2.Post("ProspectActivity.svc/CreateCustom", activities.CreateCustom);
        v2.Post("ProspectActivity.svc/Create", activities.Create);

        var bulk = routes.Create<LeadSquaredActivityBulkEndpoints>();
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId", bulk.AddByLeadId);
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField", bulk.AddByLeadField);
        v2.PostBulk("ProspectActivity.svc/Bulk/CustomActivity/Update", bulk.Update);

        var changes = routes.Create<LeadSquaredActivityChangeEndpoints>();
        v2.Post("ProspectActivity.svc/CustomActivity/Update", changes.Update);
        v2.Post("ProspectActivity.svc/DeleteActivities", changes.Delete);
        v2.Get("ProspectActivity.svc/CustomActivity/Lock", changes.Lock);

        var reads = routes.Create<LeadSquaredActivityReadEndpoints>();
        v2.Post("ProspectActivity.svc/Retrieve", reads.Retrieve);
        v2.PostBulk("ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent", reads.RetrieveByActivityEvent);
        v2.Post("ProspectActivity.svc/RetrieveRecentlyModified", reads.RetrieveRecentlyModified);
        v2.Get("ProspectActivity.svc/GetActivityDetails", reads.GetActivityDetails);

        var types = routes.Create<LeadSquaredActivityTypeEndpoints>();
        v2.Get("ProspectActivity.svc/ActivityTypes.Get", types.List);
        v2.Get("ProspectActivity.svc/ActivityType.Get", types.Get);
        v2.Get("ProspectActivity.svc/CustomActivity/GetActivitySetting", types.GetActivitySetting);
        v2.Post("ProspectActivity.svc/CreateType", types.Create);
        v2.Post("ProspectActivity.svc/CustomActivityType/Update", types.Update);
        v2.Post("ProspectActivity.svc/ActivityField/Dropdown/Options/Get", types.GetOptions);
    }
}
