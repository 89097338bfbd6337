using Leadline.Protocol.Own;

namespace Leadline.Activities;

/// <summary>Activities as Leadline's own API shows them.</summary>
internal static class ActivityResponses
{
    public static ActivityResponse Of(Activity activity) => new(
        activity.Id,
        activity.LeadId,
        activity.EventCode,
        activity.Note,
        activity.Status,
        activity.OwnerId,
        activity.OpportunityId,
        activity.ActivityOn,
        activity.CreatedOn,
        activity.CreatedBy,
        activity.ModifiedOn,
        activity.ModifiedBy,
        activity.IsLocked,
        activity.Values);
}
