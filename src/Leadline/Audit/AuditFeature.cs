using Leadline.Docs;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Audit;

/// <summary>The audit log: who changed what of the account's users, rights, keys and settings.</summary>
internal static class AuditFeature
{
    private static readonly string[] Filters = ["from", "to", "user", "action", "kind", "record"];

    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditStore>();
        services.AddSingleton<AuditOperations>();
        services.AddSingleton<FailedSignIns>();
        services.AddHostedService<FailedSignInWorker>();
        services.AddHostedService<AuditSweep>();
    }

    public static void MapAudit(this SurfaceRoutes routes)
    {
        var (own, audit) = (routes.Leadline, routes.Create<AuditEndpoints>());
        own.Get("audit", audit.List)
            .Describe(
                "Changes of users, rights, keys and settings, the newest first", null, [.. Filters, "after", "limit"])
            .Answers<AuditResponse>();
        own.Get("audit.csv", audit.Export)
            .Describe("The same as a CSV file, all that meet the filters", null, Filters)
            .AnswersFile();
    }
}
