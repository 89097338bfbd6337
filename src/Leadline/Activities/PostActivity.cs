using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>An activity that was posted, and the score of its lead.</summary>
internal readonly record struct ActivityPosted(Guid ActivityId, string? LeadScore)
{
    /// <summary>The activity as it was posted.</summary>
    public Activity? Activity { get; init; }
}

/// <summary>Posts an activity, and makes or changes its lead: both happen or neither.</summary>
internal sealed class PostActivity(Caller caller, Definitions definitions, LeadTarget target, ActivityDraft draft)
    : LeadCommand<ActivityPosted>(caller, definitions, target)
{
    /// <summary>Posts on the lead that the input names, finds or makes (core §3.1, §3.2).</summary>
    public static Result<LeadCommand<ActivityPosted>> Prepare(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, ActivityInput input)
    {
        if (input.LeadId is { } leadId)
            return On(caller, definitions, types, LeadTarget.ForId(leadId), input.Activity, input.SkipOptions);
        var target = LeadTarget.Read(definitions, MatchOf(input.Lead), input.Lead);
        return target.Failure is { } failure
            ? Checked(caller, definitions, types, input) ?? failure
            : On(
                caller,
                definitions,
                types,
                target.Value with
                {
                    Behavior = input.Behavior,
                },
                input.Activity,
                input.SkipOptions);
    }

    /// <summary>
    /// Posts on the lead that has this value in a unique field; it must exist, and is not changed (core §3.8).
    /// </summary>
    public static Result<LeadCommand<ActivityPosted>> OnLeadOf(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, string searchBy, ActivityBody body)
    {
        var target = LeadTarget.Read(definitions, searchBy, body.SearchByValue);
        var input = new ActivityInput(body) { SkipOptions = body.ValidateDropDownOptions == true };
        return target.Failure is { } failure
            ? Checked(caller, definitions, types, input) ?? failure
            : On(caller, definitions, types, target.Value, body, input.SkipOptions);
    }

    protected override Result<ActivityPosted> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now) =>
        draft.Post(batch, entry, rows, Caller, now);

    private static Result<LeadCommand<ActivityPosted>> On(
        Caller caller,
        Definitions definitions,
        ActivityTypeCatalog types,
        LeadTarget target,
        ActivityBody body,
        bool skipOptions)
    {
        var draft = ActivityDraft.Read(caller, definitions, types, body, skipOptions);
        return draft.Failure is { } failure ? failure : new PostActivity(caller, definitions, target, draft.Value);
    }

    /// <summary>
    /// What is wrong with the activity itself, which a caller hears of before what is wrong with its lead.
    /// </summary>
    private static Failure? Checked(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, ActivityInput input) =>
        ActivityDraft.Read(caller, definitions, types, input.Activity, input.SkipOptions).Failure;

    // A lead's id without SearchBy still means that lead, as in Capture.
    private static LeadMatch MatchOf(IReadOnlyList<LeadProperty> lead)
    {
        foreach (var property in lead)
            if (LeadFieldNames.ProspectId.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase))
                return LeadMatch.Capture;
        return LeadMatch.ByIdentity;
    }
}

/// <summary>An activity that is checked in full, so that posting it cannot fail, and waits for its lead.</summary>
internal sealed record ActivityDraft(Activity Activity, ActivityType Type, byte[] Values)
{
    public static Result<ActivityDraft> Read(
        Caller caller, Definitions definitions, ActivityTypeCatalog types, ActivityBody body, bool skipOptions)
    {
        var read = ActivityRules.Read(
            caller with { Account = definitions.Account }, types, definitions.Fields, body, skipOptions);
        return read.Failure is { } failure
            ? failure
            : new ActivityDraft(read.Value, types.Find(read.Value.EventCode)!, read.Value.ValuesJson());
    }

    /// <summary>Adds the activity with its event, and notes it on the lead.</summary>
    public ActivityPosted Post(LeadBatch batch, LeadBatch.Entry entry, RowBuffer rows, Caller caller, DateTime now)
    {
        var lead = entry.Lead;
        var activity = Activity with
        {
            LeadId = lead.Id,
            CreatedOn = now,
            ModifiedOn = now,
            ActivityOn = Activity.ActivityOn == default ? now : Activity.ActivityOn,
        };
        rows.Add(ActivityStore.Insert, new ActivityRow(activity, Values));
        batch.Number(ActivityStore.NumberCounter, activity);
        rows.Add(EventStore.Append, Event.By(caller, ActivityEvents.Created, lead.Id, activity.Id, now));
        lead.RecordActivity(Type.Name, activity.ActivityOn, now);
        LeadScore.Add(rows, lead, Type.Score, caller.User.Id, now);
        entry.Touch();
        return new ActivityPosted(activity.Id, lead.Value(LeadScore.Score)) { Activity = activity };
    }
}
