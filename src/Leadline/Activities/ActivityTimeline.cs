using Leadline.Accounts;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>Something that another feature's record did, to stand on its lead's timeline.</summary>
internal sealed record TimelineEntry(Guid LeadId, int EventCode, string Note)
{
    /// <summary>The opportunity whose timeline shows it, too.</summary>
    public Guid? OpportunityId { get; init; }

    /// <summary>The activity's id, where it is known before; a new one otherwise.</summary>
    public Guid? ActivityId { get; init; }
}

/// <summary>
/// Puts what happens to other records on the timelines of their leads, in the transaction of the change itself.
/// </summary>
internal static class ActivityTimeline
{
    private static readonly byte[] NoValues = "{}"u8.ToArray();

    /// <summary>
    /// Adds the activity and its event; the activity has yet to be numbered
    /// (<see cref="ActivityStore.NumberCounter"/>). The lead is the caller's to touch: it may be a part of the same
    /// write.
    /// </summary>
    public static Activity Add(RowBuffer rows, Caller caller, TimelineEntry entry, DateTime now)
    {
        var activity = new Activity
        {
            AccountId = caller.AccountId,
            Id = entry.ActivityId ?? Ids.New(),
            LeadId = entry.LeadId,
            EventCode = entry.EventCode,
            Note = entry.Note,
            Status = Activity.DefaultStatus,
            OwnerId = caller.User.Id,
            ActivityOn = now,
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
            OpportunityId = entry.OpportunityId,
            Values = [],
        };
        rows.Add(ActivityStore.Insert, new ActivityRow(activity, NoValues));
        rows.Add(EventStore.Append, Event.By(caller, ActivityEvents.Created, entry.LeadId, activity.Id, now));
        return activity;
    }

    /// <summary>
    /// As <see cref="Add"/>, and notes on the lead, which is no part of the write, that something happened.
    /// </summary>
    public static Activity AddTo(RowBuffer rows, Caller caller, TimelineEntry entry, string typeName, DateTime now)
    {
        rows.Add(LeadStore.SawActivity, new SeenActivity(caller.AccountId, entry.LeadId, typeName, now));
        return Add(rows, caller, entry, now);
    }
}
