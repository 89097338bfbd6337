using Leadline.Leads.Index;

namespace Leadline.Leads.Search;

/// <summary>One quick search by way of the index.</summary>
internal sealed class QuickSearch
{
    private readonly LeadSearchStore store;
    private readonly LeadQuery query;
    private readonly LeadColumns columns;
    private readonly QuickKey key;
    private readonly Dictionary<QuickMatch, TokenExpression> expressions = [];
    private readonly SegmentLists lists;
    private readonly List<StoredLead> found = [];
    private readonly HashSet<Guid> known = [];

    public QuickSearch(
        LeadIndexes indexes, LeadSearchStore store, LeadQuery query, LeadColumns columns, QuickKey key)
    {
        (this.store, this.query, this.columns, this.key) = (store, query, columns, key);
        foreach (var match in Enum.GetValues<QuickMatch>())
            if (key.Expression(query.AccountId, match) is { } expression)
                expressions.Add(match, expression);
        lists = indexes.Lists(query.AccountId, expressions.Values);
    }

    public async Task<List<StoredLead>> Run(IndexView view, CancellationToken cancellation)
    {
        // A rare key has few leads to look at, whichever way it fits them.
        var inside = Candidates(view, QuickMatch.Inside);
        var few = inside is null ? [] : await inside.Take(LeadSearch.MostFound, cancellation);
        if (inside is { Bound: null })
            return [.. (await Matches(few, cancellation)).OrderBy(one => one.Match).ThenBy(one => one.Lead, Latest)
                .Select(one => one.Lead).Take(query.Limit)];

        foreach (var match in Enum.GetValues<QuickMatch>())
            if (found.Count < query.Limit && Candidates(view, match) is { } candidates)
                await Add(candidates, match, cancellation);
        return found;
    }

    private LeadCandidates? Candidates(IndexView view, QuickMatch match) =>
        expressions.TryGetValue(match, out var expression)
            ? new LeadCandidates(view, expression, lists)
            : null;

    /// <summary>Adds the latest of the candidates that fit this well or better, as far as the page asks.</summary>
    private async Task Add(LeadCandidates candidates, QuickMatch worst, CancellationToken cancellation)
    {
        var wanted = query.Limit - found.Count;
        var matches = new Dictionary<Guid, StoredLead>();
        for (var take = wanted + (wanted / 4); ; take *= 2)
        {
            foreach (var (match, lead) in await Matches(await candidates.Take(take, cancellation), cancellation))
                if (match <= worst && !known.Contains(lead.Id))
                    matches[lead.Id] = lead;
            if (candidates.Bound is not { } bound || matches.Values.Count(lead => lead.ModifiedOn > bound) >= wanted)
                break;
        }

        foreach (var lead in matches.Values.Order(Latest).Take(wanted))
        {
            found.Add(lead);
            known.Add(lead.Id);
        }
    }

    private async Task<IEnumerable<(QuickMatch Match, StoredLead Lead)>> Matches(
        List<Candidate> candidates, CancellationToken cancellation) =>
        from lead in await store.Leads(query, candidates, cancellation)
        let match = key.Match(SearchText.Of(columns, lead))
        where match is not null
        select (match.Value, lead);

    private static readonly Comparer<StoredLead> Latest = Comparer<StoredLead>.Create((one, other) =>
        other.ModifiedOn.CompareTo(one.ModifiedOn) is not 0 and var byTime ? byTime : other.Id.CompareTo(one.Id));
}
