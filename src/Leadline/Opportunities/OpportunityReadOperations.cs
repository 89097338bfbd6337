using Leadline.Activities;

namespace Leadline.Opportunities;

/// <summary>Reading opportunities.</summary>
internal sealed class OpportunityReadOperations(OpportunityReadStore store)
{
    /// <summary>Most opportunities in one read by ids (extended §2.7).</summary>
    public const int MostIds = 2_000;

    /// <summary>A page of opportunities, and how many there are over all pages.</summary>
    public Task<ActivityPage> Search(OpportunityQuery query, CancellationToken cancellation) =>
        store.Search(query, cancellation);

    /// <summary>The opportunity; null when there is none of this id.</summary>
    public Task<Activity?> Find(int accountId, Guid opportunityId, CancellationToken cancellation = default) =>
        store.Find(accountId, opportunityId, cancellation);

    /// <summary>The opportunities of these ids that exist.</summary>
    public Task<IReadOnlyList<Activity>> Find(
        int accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        store.Find(accountId, ids, cancellation);

    /// <summary>The newest opportunities of a lead.</summary>
    public Task<IReadOnlyList<Activity>> OfLead(
        int accountId, Guid leadId, int most, CancellationToken cancellation) =>
        store.OfLead(accountId, leadId, most, cancellation);
}
