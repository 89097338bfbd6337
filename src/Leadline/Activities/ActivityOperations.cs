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

    /// <summary>Updates the lead that is found, else makes one, and posts the activity on it (core §3.2).</summary>
    public Task<Result<ActivityPosted>> CreateWithLead(
        Caller caller, IReadOnlyList<LeadProperty> lead, ActivityBody body, bool skipOptions, CancellationToken cancellation) =>
        Post(caller, body, skipOptions, then => new LeadWrite(caller, MatchOf(lead), lead) { Then = then }, cancellation);

    /// <summary>Posts on a lead that must exist.</summary>
    public Task<Result<ActivityPosted>> CreateOnLead(
        Caller caller, Guid leadId, ActivityBody body, CancellationToken cancellation) =>
        Post(
            caller,
            body,
            body.ValidateDropDownOptions == true,
            then => new LeadWrite(caller, LeadMatch.ById, []) { LeadId = leadId, Then = then },
            cancellation);

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
        var catalog = await types.Of(caller.AccountId);
        var read = ActivityRules.Read(caller, catalog, await fields.Of(caller.AccountId), body, skipOptions);
        if (read.Failure is { } refusal)
            return refusal;
        var activity = read.Value with { OpportunityId = opportunityId };
        var isDated = activity.ActivityOn != default;
        var name = catalog.Find(activity.EventCode)!.Name;
        var values = activity.ValuesJson();
        activity.Number = await counters.Take(caller.AccountId, NumberCounter, 1);

        string? score = null;
        var written = await leads.Write(write(Then), cancellation);
        return written.Failure is { } failure ? failure : new ActivityPosted(activity.Id, score);

        void Then(WriteUnit unit, Lead lead, DateTime now)
        {
            activity.LeadId = lead.Id;
            activity.CreatedOn = activity.ModifiedOn = now;
            if (!isDated)
                activity.ActivityOn = now;
            unit.Add(ActivityStore.Insert, new ActivityRow(activity, values));
            AddEvent(unit, caller, EventKinds.ActivityCreated, lead.Id, activity.Id, now, data: null);
            lead.RecordActivity(name, activity.ActivityOn, now);
            score = lead.Value("Score");
        }
    }
}
