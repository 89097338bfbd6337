using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Resets;

/// <summary>Leads made new again: what was recorded of them is taken away.</summary>
internal static class ResetsFeature
{
    public static void AddResets(this IServiceCollection services) => services.AddSingleton<LeadResetOperations>();

    public static void MapResets(this SurfaceRoutes routes)
    {
        routes.LeadSquared.Post("LeadManagement.svc/Lead.Reset", routes.Create<LeadSquaredResetEndpoints>().Reset)
            .Describe("Takes tasks, activities, notes and changes of a lead away", typeof(LeadResetBody))
            .Answers<SuccessResponse<TextMessage>>();
        routes.Leadline.Post("leads/{lead}/reset", routes.Create<LeadResetEndpoints>().Reset)
            .Describe("Takes tasks, activities, notes and changes of a lead away", typeof(ResetLeadRequest))
            .Answers<DoneResponse>();
    }
}
