using Leadline.Activities;
using Leadline.Portals.Hosted;
using Leadline.Portals.Hosted.Pages;

namespace Leadline.Opportunities;

/// <summary>A lead's own opportunities on the hosted portal.</summary>
internal static class OpportunityPortalPage
{
    public static PortalPage Create(OpportunityReadOperations reads) =>
        new(
            "opportunities",
            "Opportunities",
            ["Name", "Stage", "Status", "Since"],
            async (caller, leadId, cancellation) =>
                [
                    .. (await reads.OfLead(caller, leadId, PortalPage.MostRows, cancellation)).Select(
                        opportunity =>
                            (IReadOnlyList<Cell>)
                                [
                                    opportunity.Value(OpportunityFieldNames.Name) ?? "",
                                    opportunity.Value(OpportunityFieldNames.Stage) ?? "",
                                    opportunity.Status ?? "",
                                    PortalPage.Day(caller.Account, opportunity.ActivityOn),
                                ]),
                ]);
}
