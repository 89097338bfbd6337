using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.Activities;

/// <summary>Changing, locking and deleting activities, each with its event in the same transaction.</summary>
internal sealed partial class ActivityOperations
{
    public static readonly Failure UnknownActivity = new(ErrorCode.UnknownActivity, "Activity does not exist.");

    private static readonly Failure Locked = new(ErrorCode.InvalidInput, "Activity is locked.");

    /// <summary>Changes activities; each has an outcome of its own, and a refused one stays as it was.</summary>
    public async Task<IReadOnlyList<Result<Guid>>> Update(
        Caller caller, NpgsqlConnection? within, IReadOnlyList<UpdateActivityBody> changes)
    {
        var definitions = await fields.Get(caller.AccountId);
        return await Rewrite(
            caller,
            within,
            [.. changes.Select(change => Guid.TryParse(change.ProspectActivityId, out var id) ? id : Guid.Empty)],
            (activity, row) => Changed(activity, caller, definitions, changes[row]));
    }

    /// <summary>Changes an activity, unless it has changed since it was seen.</summary>
    /// <param name="caller">Who changes it.</param>
    /// <param name="change">What is set.</param>
    /// <param name="seenOn">The activity's last change that the caller has seen; null for whatever it is now.</param>
    public async Task<Result<Guid>> Change(Caller caller, UpdateActivityBody change, DateTime? seenOn)
    {
        var definitions = await fields.Get(caller.AccountId);
        var id = Guid.TryParse(change.ProspectActivityId, out var activityId) ? activityId : Guid.Empty;
        return (await Rewrite(caller, within: null, [id], (activity, _) =>
            seenOn is { } seen && activity.ModifiedOn != seen
                ? IfMatch.Refusal("activity", activity.ModifiedOn, activity.ModifiedBy)
                : Changed(activity, caller, definitions, change)))[0];
    }

    /// <summary>Deletes an activity that is not locked.</summary>
    public Task<Failure?> Delete(Caller caller, Guid activityId) =>
        database.Transaction(caller.AccountId, async connection =>
        {
            var found = await reads.Lock(connection, caller.AccountId, [activityId], ActivityScope.Of(caller));
            if (!found.TryGetValue(activityId, out var activity) || !IsChangeable(activity))
                return UnknownActivity;
            if (caller.Refuse(RecordKind.Activity, Deed.Delete, activity.OwnerId) is { } notPermitted)
                return notPermitted;
            if (activity.IsLocked)
                return Locked;
            await ActivityStore.Delete(connection, caller.AccountId, activityId);
            var rows = new RowBuffer();
            rows.Add(
                EventStore.Append,
                Event.By(caller, ActivityEvents.Deleted, activity.LeadId, activityId, clock.GetUtcNow().UtcDateTime));
            await rows.Write(connection);
            return (Failure?)null;
        });

    /// <summary>Keeps an activity as it is from now on. Locking twice is no fault.</summary>
    public async Task<Result<Guid>> Lock(Caller caller, Guid activityId) =>
        (await Rewrite(caller, within: null, [activityId], (activity, _) => activity with { IsLocked = true }))[0];

    /// <summary>
    /// Deletes a lead's activities of these types that happened in the window, both ends included; locked ones stay,
    /// and those that the caller may not see or delete.
    /// </summary>
    public Task Delete(
        Caller caller, NpgsqlConnection? within, Guid leadId, int[] eventCodes, DateTime? from, DateTime? before) =>
        database.Transaction(caller.AccountId, within, async connection =>
        {
            var deleted = await ActivityStore.Delete(
                connection,
                caller.AccountId,
                leadId,
                eventCodes,
                (from, before),
                ActivityScope.Of(caller),
                caller.Scope(RecordKind.Activity, Deed.Delete).OwnerIds);
            var now = clock.GetUtcNow().UtcDateTime;
            var rows = new RowBuffer();
            foreach (var activityId in deleted)
                rows.Add(EventStore.Append, Event.By(caller, ActivityEvents.Deleted, leadId, activityId, now));
            await rows.Write(connection);
            return true;
        });

    private static Result<Activity> Changed(
        Activity activity, Caller caller, AccountFields definitions, UpdateActivityBody change)
    {
        if (activity.IsLocked)
            return Locked;
        if (change.ActivityEvent is { } eventCode && eventCode != activity.EventCode)
            return ActivityRules.UnknownType;
        var changed = activity with { Values = new(activity.Values) };
        var catalog = definitions.OfActivity(activity.EventCode);
        return ActivityRules.Change(changed, caller.Account, catalog, change) is { } refusal
            ? refusal
            : changed;
    }

    /// <summary>Opportunities have rules of their own, and what tells of a change of the lead stays.</summary>
    private static bool IsChangeable(Activity activity) =>
        !ActivityType.IsOpportunityCode(activity.EventCode) && !LeadMilestones.IsChange(activity.EventCode);

    /// <summary>Locks the activities, lays each change over its own, and writes those that became different.</summary>
    private Task<IReadOnlyList<Result<Guid>>> Rewrite(
        Caller caller,
        NpgsqlConnection? within,
        IReadOnlyList<Guid> ids,
        Func<Activity, int, Result<Activity>> change) =>
        database.Transaction<IReadOnlyList<Result<Guid>>>(
            caller.AccountId,
            within,
            async connection =>
            {
                var activities = await reads.Lock(
                    connection, caller.AccountId, [.. ids.Distinct()], ActivityScope.Of(caller));
                var now = clock.GetUtcNow().UtcDateTime;
                var rows = new RowBuffer();
                var rewritten = new HashSet<Guid>();
                var outcomes = new Result<Guid>[ids.Count];
                for (var row = 0; row < outcomes.Length; row++)
                {
                    if (!activities.TryGetValue(ids[row], out var before) || !IsChangeable(before))
                    {
                        outcomes[row] = UnknownActivity;
                        continue;
                    }

                    if (caller.Refuse(RecordKind.Activity, Deed.Update, before.OwnerId) is { } notPermitted)
                    {
                        outcomes[row] = notPermitted;
                        continue;
                    }

                    var after = change(before, row);
                    outcomes[row] = after.Failure is { } failure ? failure : before.Id;
                    if (after.Failure is not null || ActivityChanges.Describe(before, after.Value) is not { } data)
                        continue;
                    activities[before.Id] = after.Value with { ModifiedOn = now, ModifiedBy = caller.User.Id };
                    rewritten.Add(before.Id);
                    rows.Add(
                        EventStore.Append,
                        Event.By(caller, ActivityEvents.Updated, before.LeadId, before.Id, now, data));
                }

                foreach (var id in rewritten)
                    rows.Add(ActivityStore.Update, new ActivityRow(activities[id], activities[id].ValuesJson()));
                await rows.Write(connection);
                return outcomes;
            });
}
