namespace Leadline.Activities;

/// <summary>What happens to activities, as the event log names it. An event's record is the activity.</summary>
internal static class ActivityEvents
{
    public const string Created = "activity.created";
    public const string Updated = "activity.updated";
    public const string Deleted = "activity.deleted";
}
