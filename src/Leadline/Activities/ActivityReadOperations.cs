namespace Leadline.Activities;

/// <summary>Reading activities.</summary>
internal sealed class ActivityReadOperations(ActivityReadStore store)
{
    /// <summary>A page of activities, and how many there are over all pages.</summary>
    public Task<ActivityPage> Search(ActivityQuery query, CancellationToken cancellation) =>
        store.Search(query, cancellation);

    /// <summary>The activity; null when there is none of this id.</summary>
    public Task<Activity?> Find(int accountId, Guid activityId, CancellationToken cancellation) =>
        store.Find(accountId, activityId, cancellation);
}
