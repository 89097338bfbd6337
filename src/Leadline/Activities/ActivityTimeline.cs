using Leadline.Accounts;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>Something that another feature's record did, to stand on its lead's timeline.</summary>
/// <param name="Number">From <see cref="ActivityTimeline.NextNumber"/>.</param>
internal sealed record TimelineEntry(Guid LeadId, int EventCode, long Number, string Note);

/// <summary>Puts what happens to other records on the timelines of their leads, in the transaction of the change itself.</summary>
internal sealed class ActivityTimeline(Counters counters)
{
    public ValueTask<long> NextNumber(int accountId) => counters.Take(accountId, ActivityOperations.NumberCounter, 1);

    /// <summary>Adds the activity and its event. The lead is the caller's to touch: it may be a part of the same write.</summary>
    public static void Add(WriteUnit unit, Caller caller, TimelineEntry entry, DateTime now)
    {
        var activity = new Activity
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            LeadId = entry.LeadId,
            EventCode = entry.EventCode,
            Number = entry.Number,
            Note = entry.Note,
            Status = Activity.DefaultStatus,
            OwnerId = caller.User.Id,
            ActivityOn = now,
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
            Values = [],
        };
        unit.Add(ActivityStore.Insert, new ActivityRow(activity, activity.ValuesJson()));
        unit.Add(EventLog.Append, new Event(
            caller.AccountId, Ids.New(), ActivityEvents.Created, entry.LeadId, activity.Id, caller.User.Id, now, Data: null));
    }

    /// <summary>As <see cref="Add"/>, and notes on the lead, which is no part of the write, that something happened.</summary>
    public static void AddTo(WriteUnit unit, Caller caller, TimelineEntry entry, string typeName, DateTime now)
    {
        Add(unit, caller, entry, now);
        unit.Add(LeadStore.SawActivity, new SeenActivity(caller.AccountId, entry.LeadId, typeName, now));
    }
}
