using Leadline.Leads.Index;

namespace Leadline.Leads.Search;

/// <summary>
/// One quick search by way of the index: the leads that fit best first, of those that fit alike the latest changed.
/// </summary>
internal sealed class QuickSearch
{
    // What a question for further candidates grows to, where few of them match.
    private const int MostTaken = 4_096;

    private readonly LeadSearchStore store;
    private readonly LeadQuery query;
    private readonly LeadColumns columns;
    private readonly QuickKey key;
    private readonly List<(QuickMatch Worst, TokenExpression Expression)> steps = [];
    private readonly SegmentRows rows;
    private readonly Dictionary<Guid, (QuickMatch? Match, StoredLead Lead)> read = [];
    private readonly HashSet<Guid> known = [];
    private readonly List<StoredLead> found = [];

    public QuickSearch(
        LeadIndexes indexes, LeadSearchStore store, LeadQuery query, LeadColumns columns, QuickKey key)
    {
        (this.store, this.query, this.columns, this.key) = (store, query, columns, key);
        foreach (var match in Enum.GetValues<QuickMatch>())
            if (key.Expression(query.AccountId, match) is { } expression)
                steps.Add((match, TokenExpression.All([expression, query.Condition.Tokens])!));
        rows = indexes.Rows(query.AccountId, steps.Select(step => step.Expression));
    }

    public async Task<List<StoredLead>> Run(IndexView view, CancellationToken cancellation)
    {
        foreach (var (worst, expression) in steps)
            if (found.Count < query.Limit)
                await Add(new LeadCandidates(view, expression, rows), worst, cancellation);
        return found;
    }

    /// <summary>Adds the latest of the candidates that fit this well or better, as far as the page asks.</summary>
    private async Task Add(LeadCandidates candidates, QuickMatch worst, CancellationToken cancellation)
    {
        for (var times = 1; query.Limit - found.Count is > 0 and var missing; times = Math.Min(times * 2, MostTaken))
        {
            var some = await candidates.Take(Math.Min(missing * times, MostTaken), cancellation);
            if (some.Count == 0)
                return;
            await Read(some, cancellation);
            foreach (var entry in some)
                if (found.Count < query.Limit
                    && read.TryGetValue(entry.LeadId, out var one) && one.Match <= worst && known.Add(entry.LeadId))
                    found.Add(one.Lead);
        }
    }

    private async Task Read(List<IndexEntry> entries, CancellationToken cancellation)
    {
        var unread = entries.FindAll(entry => !read.ContainsKey(entry.LeadId));
        foreach (var lead in await store.Leads(query, unread, cancellation))
            read[lead.Id] = (key.Match(SearchText.Of(columns, lead)), lead);
    }
}
