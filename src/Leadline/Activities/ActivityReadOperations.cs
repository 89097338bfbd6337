using Leadline.Accounts;
using Leadline.Activities.Search;
using Leadline.Fields;
using Leadline.Leads.Merging;
using Leadline.Platform.Errors;

namespace Leadline.Activities;

/// <summary>Reading activities: those that the caller may see.</summary>
internal sealed class ActivityReadOperations(
    ActivityReadStore store,
    ActivityHistoryStore history,
    ActivityTypeOperations types,
    FieldOperations fields,
    LeadMergeOperations merges)
{
    /// <summary>A page of activities, and how many there are over all pages.</summary>
    public Task<ActivityPage> Search(Caller caller, ActivityQuery query, CancellationToken cancellation) =>
        store.Search(query, ActivityScope.Of(caller), cancellation);

    /// <summary>A page of those that meet conditions on their fields.</summary>
    public Task<ActivityPage> Search(
        Caller caller, ActivitySearchQuery query, CancellationToken cancellation) =>
        store.Search(query, ActivityScope.Of(caller), cancellation);

    /// <summary>The activity; null when there is none of this id.</summary>
    public async Task<Activity?> Find(Caller caller, Guid activityId, CancellationToken cancellation) =>
        (await store.Find(caller.AccountId, [activityId], ActivityScope.Of(caller), cancellation)).SingleOrDefault();

    /// <summary>The activities of these ids that exist, whoever may see them: for the server's own work.</summary>
    public Task<List<Activity>> FindAll(
        int accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        store.Find(accountId, ids, ActivityScope.All, cancellation);

    /// <summary>
    /// A page of the activities that name a lead in a custom field set (core §3.7), the lead's own or others'. Those
    /// that name a lead that was merged name its parent.
    /// </summary>
    public async Task<ActivityPage> References(
        Caller caller, Guid leadId, ActivityQuery page, CancellationToken cancellation)
    {
        if (await merges.OfLead(caller, leadId, cancellation) is not { } merged)
            return new ActivityPage(0, []);
        var (catalog, definitions) = (await types.Get(caller.AccountId), await fields.Get(caller.AccountId));
        int[] codes =
        [
            .. catalog.Types.Select(type => type.EventCode).Where(code =>
                (page.EventCode is null || code == page.EventCode)
                && definitions.OfActivity(code).Fields.Any(field => field.Type == FieldType.FieldSet)),
        ];
        Guid[] ids = [leadId, .. merged.Select(lead => lead.Id)];
        return codes.Length == 0
            ? new ActivityPage(0, [])
            : await store.References(ids, codes, page, ActivityScope.Of(caller), cancellation);
    }

    /// <summary>A page of what changed of activities that are still there, the latest first.</summary>
    public async Task<Result<ActivityHistory>> History(
        Caller caller, ActivityHistoryQuery query, CancellationToken cancellation) =>
        query.ActivityId is { } id && await Find(caller, id, cancellation) is null
            ? ActivityOperations.UnknownActivity
            : await history.Read(query, ActivityScope.Of(caller), cancellation);
}
