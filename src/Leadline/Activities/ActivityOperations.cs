using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>An activity that was posted, and the score of its lead.</summary>
internal readonly record struct ActivityPosted(Guid ActivityId, string? LeadScore);

/// <summary>An activity that is checked and waits for its lead's write, and what it is once that has run.</summary>
internal sealed class PlannedActivity(LeadWrite write, Func<ActivityPosted> posted)
{
    public LeadWrite Write => write;

    public ActivityPosted Posted => posted();
}

/// <summary>
/// Posting activities. An activity and what its call does to its lead are one write: both happen or neither.
/// </summary>
internal sealed partial class ActivityOperations(
    Database database,
    LeadOperations leads,
    ActivityTypeOperations types,
    FieldOperations fields,
    ActivityReads reads,
    Counters counters,
    TimeProvider clock)
{
    /// <summary>ProspectActivityAutoId's counter.</summary>
    public const string NumberCounter = "activity";

    /// <summary>
    /// Updates the lead that is found, else makes one, and posts the activity on it (core §3.2): checked, but yet to run.
    /// <paramref name="behavior"/> is what happens to a lead that is there.
    /// </summary>
    public Task<Result<PlannedActivity>> PlanWithLead(
        Caller caller,
        IReadOnlyList<LeadProperty> lead,
        ActivityBody body,
        bool skipOptions,
        LeadUpdateBehavior behavior = LeadUpdateBehavior.UpdateAll) =>
        Plan(caller, body, skipOptions, then => new LeadWrite(caller, MatchOf(lead), lead) { Behavior = behavior, Then = then });

    /// <summary>Posts on a lead that must exist.</summary>
    public Task<Result<ActivityPosted>> CreateOnLead(
        Caller caller, Guid leadId, ActivityBody body, CancellationToken cancellation) =>
        Post(caller, body, body.ValidateDropDownOptions == true, then => OnLead(caller, leadId, then), cancellation);

    /// <summary><see cref="CreateOnLead"/>, checked but yet to run.</summary>
    public Task<Result<PlannedActivity>> PlanOnLead(Caller caller, Guid leadId, ActivityBody body) =>
        Plan(caller, body, body.ValidateDropDownOptions == true, then => OnLead(caller, leadId, then));

    /// <summary>Posts on the lead that has this value in a unique field; it must exist, and is not changed (core §3.8).</summary>
    public Task<Result<ActivityPosted>> CreateOnLeadOf(
        Caller caller, string searchBy, string? value, ActivityBody body, CancellationToken cancellation)
    {
        LeadProperty[] search =
        [
            new() { Attribute = searchBy, Value = value },
            new() { Attribute = LeadFieldNames.SearchBy, Value = searchBy },
        ];
        return Post(
            caller,
            body,
            body.ValidateDropDownOptions == true,
            then => new LeadWrite(caller, LeadMatch.ByIdentity, search)
            {
                MustExist = true,
                Behavior = LeadUpdateBehavior.DoNotUpdate,
                Then = then,
            },
            cancellation);
    }

    private static LeadWrite OnLead(Caller caller, Guid leadId, Action<WriteUnit, Lead, DateTime> then) =>
        new(caller, LeadMatch.ById, []) { LeadId = leadId, Then = then };

    // A lead's id without SearchBy still means that lead, as in Capture.
    private static LeadMatch MatchOf(IReadOnlyList<LeadProperty> lead)
    {
        foreach (var property in lead)
            if (LeadFieldNames.ProspectId.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase))
                return LeadMatch.Capture;
        return LeadMatch.ByIdentity;
    }

    /// <summary>Posts with the write that <paramref name="write"/> makes of what is to be done once the lead is known.</summary>
    public async Task<Result<ActivityPosted>> Post(
        Caller caller,
        ActivityBody body,
        bool skipOptions,
        Func<Action<WriteUnit, Lead, DateTime>, LeadWrite> write,
        CancellationToken cancellation,
        Guid? opportunityId = null)
    {
        var planned = await Plan(caller, body, skipOptions, write, opportunityId);
        if (planned.Failure is { } refusal)
            return refusal;
        var written = await leads.Write(planned.Value.Write, cancellation);
        return written.Failure is { } failure ? failure : planned.Value.Posted;
    }

    private async Task<Result<PlannedActivity>> Plan(
        Caller caller,
        ActivityBody body,
        bool skipOptions,
        Func<Action<WriteUnit, Lead, DateTime>, LeadWrite> write,
        Guid? opportunityId = null)
    {
        var catalog = await types.Of(caller.AccountId);
        var read = ActivityRules.Read(caller, catalog, await fields.Of(caller.AccountId), body, skipOptions);
        if (read.Failure is { } refusal)
            return refusal;
        var activity = read.Value with { OpportunityId = opportunityId };
        var isDated = activity.ActivityOn != default;
        var type = catalog.Find(activity.EventCode)!;
        var values = activity.ValuesJson();
        activity.Number = await counters.Take(caller.AccountId, NumberCounter, 1);

        string? score = null;
        return new PlannedActivity(write(Then), () => new ActivityPosted(activity.Id, score));

        void Then(WriteUnit unit, Lead lead, DateTime now)
        {
            activity.LeadId = lead.Id;
            activity.CreatedOn = activity.ModifiedOn = now;
            if (!isDated)
                activity.ActivityOn = now;
            unit.Add(ActivityStore.Insert, new ActivityRow(activity, values));
            AddEvent(unit, caller, ActivityEvents.Created, lead.Id, activity.Id, now, data: null);
            lead.RecordActivity(type.Name, activity.ActivityOn, now);
            LeadScore.Add(unit, lead, type.Score, caller.User.Id, now);
            score = lead.Value(LeadScore.Score);
        }
    }
}
