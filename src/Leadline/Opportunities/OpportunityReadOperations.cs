using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Activities.Search;
using Npgsql;

namespace Leadline.Opportunities;

/// <summary>Reading opportunities: those that the caller may see.</summary>
internal sealed class OpportunityReadOperations(OpportunityReadStore store, ActivityReadOperations activities)
{
    /// <summary>Most opportunities in one read by ids (extended §2.7).</summary>
    public const int MostIds = 2_000;

    /// <summary>A page of opportunities, and how many there are over all pages.</summary>
    public Task<ActivityPage> Search(
        Caller caller, ActivitySearchQuery query, CancellationToken cancellation) =>
        activities.Search(caller, query, cancellation);

    /// <summary>The opportunity; null when there is none of this id.</summary>
    public async Task<Activity?> Find(Caller caller, Guid opportunityId, CancellationToken cancellation) =>
        (await Find(caller, [opportunityId], cancellation)).SingleOrDefault();

    /// <summary>The opportunities of these ids that exist.</summary>
    public Task<IReadOnlyList<Activity>> Find(
        Caller caller, IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        store.Find(caller.AccountId, ids, ActivityScope.Of(caller), cancellation);

    /// <summary>The leads of those of these opportunities that exist, as a transaction sees them.</summary>
    public static Task<IReadOnlyDictionary<Guid, Guid>> LeadsOf(
        NpgsqlConnection connection, int accountId, IReadOnlyCollection<Guid> ids) =>
        ids.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<Guid, Guid>>(new Dictionary<Guid, Guid>())
            : OpportunityReadStore.LeadsOf(connection, accountId, ids);

    /// <summary>The newest opportunities of a lead.</summary>
    public Task<IReadOnlyList<Activity>> OfLead(
        Caller caller, Guid leadId, int most, CancellationToken cancellation) =>
        store.OfLead(caller.AccountId, leadId, most, ActivityScope.Of(caller), cancellation);
}
