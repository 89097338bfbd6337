using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Storage.Batching;
using Leadline.Surfaces;
using Leadline.Telephony;

namespace Leadline.Intake;

/// <summary>The LeadSquared Async API: requests that are taken in at once and run later.</summary>
internal static class IntakeFeature
{
    public static void AddIntake(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(new IntakeSettings
        {
            MaxBacklog = options.IntakeBacklog,
            KeptDays = options.IntakeKeptDays,
            Workers = options.IntakeWorkers ?? LaneCount.ForThisMachine,
        });
        services.AddSingleton<AccountQueue>();
        services.AddSingleton<IntakeQueue>();
        services.AddSingleton<IntakeReadStore>();
        services.AddSingleton<IntakeOperations>();

        services.AddSingleton<IntakeCommands>();
        services.AddSingleton<IntakeWindows>();
        services.AddSingleton<IntakeTurns>();
        services.AddSingleton<IntakePartitionStore>();
        services.AddSingleton<IntakePartitions>();
        services.AddSingleton<IntakePollerStore>();
        services.AddHostedService<IntakeSweep>();
        services.AddHostedService<IntakeNotifier>();
        services.AddHostedService<IntakeWorkers>();
        services.AddHostedService<IntakePoller>();
    }

    public static void MapIntake(this SurfaceRoutes routes)
    {
        var intake = routes.Create<LeadSquaredAsyncEndpoints>();
        MapSubmissions(routes.Async, intake);
        MapCallLogs(routes.Async, intake, routes.Create<LeadSquaredCallLogEndpoints>());
        foreach (var area in new[] { "lead", "activity", "opportunity" })
            routes.Async.Get($"{area}/status", intake.Status).Describe("How a request stands", null, "RequestID")
                .Answers<AsyncStatusResponse>();
        foreach (var form in IntakeCallForm.All.Where(form => form.Call is not IntakeCall.CallLog))
            MapLooks(routes.Async, form.Path, intake, form.Call);
        MapOwn(routes.Leadline, routes.Create<IntakeEndpoints>());
    }

    private static void MapSubmissions(AsyncSurface async, LeadSquaredAsyncEndpoints intake)
    {
        async.Post("lead/capture", intake.Submit(IntakeCall.LeadCapture, "LeadUpdateBehavior"))
            .Describe("Captures a lead, asynchronously", typeof(List<LeadProperty>), "LeadUpdateBehavior")
            .Answers<AsyncAcceptedResponse>();
        async.Post("lead/update", intake.Submit(IntakeCall.LeadUpdate, "leadId", "postUpdatedLead"))
            .Describe(
                "Updates the lead of an id, asynchronously", typeof(List<LeadProperty>), "leadId", "postUpdatedLead")
            .Answers<AsyncAcceptedResponse>();
        async.Post("activity/create", intake.Submit(IntakeCall.ActivityCreate))
            .Describe("Posts an activity on a lead, asynchronously", typeof(ActivityBody))
            .Answers<AsyncAcceptedResponse>();
        async.Post("activity/createcustom", intake.Submit(IntakeCall.ActivityCreateCustom))
            .Describe("Captures a lead and an activity, asynchronously", typeof(CreateCustomBody))
            .Answers<AsyncAcceptedResponse>();
        async.Post("opportunity/capture", intake.Submit(IntakeCall.OpportunityCapture))
            .Describe("Captures an opportunity with its lead, asynchronously", typeof(CaptureOpportunityBody))
            .Answers<AsyncAcceptedResponse>();
        async.Post("opportunity/update", intake.Submit(IntakeCall.OpportunityUpdate))
            .Describe("Changes the passed fields of an opportunity, asynchronously", typeof(UpdateOpportunityBody))
            .Answers<AsyncAcceptedResponse>();
    }

    // A client uses version 2 of the path (extended §3.2).
    private static void MapCallLogs(
        AsyncSurface async, LeadSquaredAsyncEndpoints intake, LeadSquaredCallLogEndpoints callLogs)
    {
        foreach (var version in new[] { 1, 2 })
        {
            var path = $"{version}/api/telephony/logcallcomplete";
            foreach (var tail in new[] { "{token}", "{token}/{connector}" })
                async.PostOfConnector(
                        $"{path}/{tail}", "token", callLogs.LogUnlessQueued(intake.Submit(IntakeCall.CallLog)))
                    .Describe("Logs a phone call, asynchronously with an x-api-key, else at once", typeof(CallLogBody))
                    .Answers<AsyncAcceptedResponse>();
            MapLooks(async, path, intake, IntakeCall.CallLog);
        }
    }

    private static void MapLooks(AsyncSurface async, string path, LeadSquaredAsyncEndpoints intake, IntakeCall call)
    {
        async.Get($"{path}/status", intake.Status).Describe("How a request stands", null, "RequestID")
            .Answers<AsyncStatusResponse>();
        async
            .Get($"{path}/metrics", intake.Metrics(call))
            .Describe("How much waits, for how long, and how fast it goes")
            .Answers<AsyncMetricsResponse>();
    }

    private static void MapOwn(LeadlineSurface own, IntakeEndpoints intake)
    {
        own.Get("intake", IntakeEndpoints.ForAdministrators(intake.Standing))
            .Describe("How much waits of the asynchronous requests, for how long, and how fast it goes")
            .Answers<IntakeResponse>();
        own.Get("intake/failures", IntakeEndpoints.ForAdministrators(intake.Failures))
            .Describe("What failed for good, the newest first", null, "before", "limit")
            .Answers<IntakeFailuresResponse>();
        own.Post("intake/failures/replay", IntakeEndpoints.ForAdministrators(intake.ReplayAll))
            .Describe("Runs again everything that failed for good")
            .Answers<IntakeReplayedResponse>();
        own.Get("intake/requests/{requestId}", IntakeEndpoints.ForAdministrators(intake.Request))
            .Describe("A request and how it stands")
            .Answers<IntakeRequestDetailResponse>();
        own.Post("intake/requests/{requestId}/replay", IntakeEndpoints.ForAdministrators(intake.Replay))
            .Describe("Runs a request again that failed for good")
            .Answers<IntakeReplayedResponse>();
        own.Post("intake/pause", IntakeEndpoints.ForAdministrators(intake.Pause))
            .Describe("Stops work on the account's requests")
            .Answers<IntakePausedResponse>();
        own.Post("intake/resume", IntakeEndpoints.ForAdministrators(intake.Resume))
            .Describe("Takes work on the account's requests up again")
            .Answers<IntakePausedResponse>();
    }
}
