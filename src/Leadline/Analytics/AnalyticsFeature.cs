using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Analytics;

/// <summary>Reports of an account's leads.</summary>
internal static class AnalyticsFeature
{
    public static void AddAnalytics(this IServiceCollection services) =>
        services.AddSingleton<LeadReportOperations>();

    public static void MapAnalytics(this SurfaceRoutes routes)
    {
        var reports = routes.Create<LeadSquaredReportEndpoints>();
        routes.LeadSquaredReports.Post("Leads/LeadDistribution/FilterByLeadField", reports.FilterByLeadField)
            .Describe(
                "How many leads each user or each value of a field has",
                typeof(LeadDistributionBody),
                "responseformat")
            .Answers<ListResponse>();
        routes.Leadline.Post("leads/distribution", routes.Create<LeadReportEndpoints>().Distribution)
            .Describe("How many leads of a filter have each value of a field", typeof(LeadDistributionRequest))
            .Answers<LeadDistributionResponse>();
    }
}
