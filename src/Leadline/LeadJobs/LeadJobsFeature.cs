using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.LeadJobs;

/// <summary>Changes of many leads, in the background and to be taken back.</summary>
internal static class LeadJobsFeature
{
    public static void AddLeadJobs(this IServiceCollection services)
    {
        services.AddSingleton<LeadJobStore>();
        services.AddSingleton<LeadJobOperations>();
        services.AddSingleton<LeadJobRun>();
        services.AddHostedService<LeadJobWorker>();
        services.AddHostedService<LeadJobSweep>();
    }

    public static void MapLeadJobs(this SurfaceRoutes routes)
    {
        var (own, jobs) = (routes.Leadline, routes.Create<LeadJobEndpoints>());
        own.Post("lead-jobs", jobs.Create)
            .Describe("Takes in a change of many leads, to be done", typeof(LeadJobRequest))
            .Accepts<LeadJobResponse>();
        own.Get("lead-jobs", jobs.List)
            .Describe("The caller's changes of many leads, the newest first", null, "after", "limit")
            .Answers<LeadJobsResponse>();
        own.Get("lead-jobs/{job}", jobs.Get)
            .Describe("A change of many leads and how far it has come")
            .Answers<LeadJobResponse>();
        own.Get("lead-jobs/{job}/rows", jobs.Rows)
            .Describe("What became of its leads", null, "outcome", "after", "limit")
            .Answers<LeadJobRowsResponse>();
        own.Post("lead-jobs/{job}/cancel", jobs.Cancel)
            .Describe("Ends a change of many leads where it is")
            .Answers<LeadJobResponse>();
        own.Post("lead-jobs/{job}/undo", jobs.Undo)
            .Describe("Gives each lead back what it had, where it still has what was set")
            .Accepts<LeadJobResponse>();
    }
}
