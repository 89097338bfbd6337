using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads.Index;
using Leadline.Platform.Errors;

namespace Leadline.Leads.Search;

/// <summary>Which page of which order: the column's schema name, and rows to pass over and to take.</summary>
internal sealed record LeadPage(string? SortBy, bool Descending, int Offset, int Limit)
{
    /// <summary>Where the page before ended; rows are passed over from there.</summary>
    public LeadCursor? After { get; init; }
}

/// <summary>How many leads of an owner have a value of a field.</summary>
internal sealed record LeadTally(Guid OwnerId, string? Value, long Count);

/// <summary>
/// Finding leads by their values. What is found is exact at any time: see docs/decisions/0004-search.md.
/// </summary>
internal sealed class LeadSearch(
    FieldOperations fields, LeadIndexes indexes, LeadSearchStore store, LeadReadStore leads)
{
    /// <summary>Most leads that a quick search finds.</summary>
    public const int MostFound = 100;

    /// <summary>How far leads are counted.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Most pairs of an owner and a value that are told apart.</summary>
    private const int MostTallies = 50_000;

    /// <summary>Candidates beyond which reading leads in their order is the shorter way.</summary>
    private const int MostCandidates = 20_000;

    /// <summary>Leads that are read in order behind a cursor, before the index is asked.</summary>
    private const int FirstLook = 1_000;

    private const int FewestTaken = 64;

    /// <summary>The leads that meet the filter, or all, newest first unless asked otherwise.</summary>
    public async Task<Result<LeadPageFound>> Find(
        Caller caller, RecordFilter? filter, LeadPage page, CancellationToken cancellation)
    {
        var condition = Condition(caller, await Columns(caller), filter);
        return condition.Failure is { } failure ? failure : await Page(caller, condition.Value, page, cancellation);
    }

    /// <summary>The leads that meet a condition of another feature, such as the members of a list.</summary>
    public Task<Result<LeadPageFound>> Find(
        Caller caller, LeadCondition condition, LeadPage page, CancellationToken cancellation) =>
        Page(caller, Within(caller, condition), page, cancellation);

    /// <summary>How many leads meet a condition of another feature, however many they are.</summary>
    public async Task<int> CountAll(Caller caller, LeadCondition condition, CancellationToken cancellation) =>
        await store.Count(
            Counted(caller, await Columns(caller), Within(caller, condition)), int.MaxValue, cancellation);

    /// <summary>
    /// How many leads meet the filter: exact up to <see cref="MostCounted"/>, and one more where there are more.
    /// </summary>
    public async Task<Result<int>> Count(Caller caller, RecordFilter? filter, CancellationToken cancellation)
    {
        var columns = await Columns(caller);
        var condition = Condition(caller, columns, filter);
        if (condition.Failure is { } failure)
            return failure;
        var query = Counted(caller, columns, condition.Value);
        if (query.Condition.Tokens is not { } tokens
            || await indexes.View(caller.AccountId, cancellation) is not { } view)
            return await store.Count(query, MostCounted + 1, cancellation);
        var candidates = indexes.Find(caller.AccountId, view, tokens);
        var counted = new HashSet<Guid>();
        while (counted.Count <= MostCounted && candidates.Bound is not null)
            foreach (var match in await store.Matching(
                query, await candidates.Take(MostCounted / 2, cancellation), cancellation))
                counted.Add(match.LeadId);
        return Math.Min(counted.Count, MostCounted + 1);
    }

    /// <summary>How many leads meet the filter, however many they are.</summary>
    public async Task<Result<int>> CountAll(Caller caller, RecordFilter? filter, CancellationToken cancellation)
    {
        var counted = await Count(caller, filter, cancellation);
        if (counted.Failure is not null || counted.Value <= MostCounted)
            return counted;
        var columns = await Columns(caller);
        return await store.Count(
            Counted(caller, columns, Condition(caller, columns, filter).Value), int.MaxValue, cancellation);
    }

    /// <summary>Whether a lead meets the filter.</summary>
    public async Task<Result<bool>> Meets(
        Caller caller, RecordFilter? filter, Guid leadId, CancellationToken cancellation)
    {
        var named = new RecordFilter.OfField(LeadFieldNames.ProspectId, "=", leadId.ToString());
        var condition = Condition(
            caller,
            await Columns(caller),
            filter is null ? named : new RecordFilter.OfSeveral([named, filter], IsAny: false));
        if (condition.Failure is { } failure)
            return failure;

        // The lead's id is the shortest way to it: the index is not asked.
        var found = await Page(
            caller,
            condition.Value with { Tokens = null },
            new LeadPage(SortBy: null, Descending: true, Offset: 0, Limit: 1),
            cancellation);
        return found.Failure is { } unfit ? unfit : found.Value.Leads.Count > 0;
    }

    /// <summary>
    /// How many leads meet the filter, all of them counted: by owner, and by the value of a field.
    /// </summary>
    public async Task<Result<List<LeadTally>>> Tally(
        Caller caller, RecordFilter? filter, string field, CancellationToken cancellation)
    {
        var columns = await Columns(caller);
        if (columns.Find(field) is not { } column)
            return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {field}") { Field = field };
        var condition = Condition(caller, columns, filter);
        if (condition.Failure is { } failure)
            return failure;
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = new LeadOrder(columns.Find(LeadColumns.ModifiedOn)!, Descending: true),
            Limit = MostTallies + 1,
            Condition = condition.Value,
        };
        var tallies = await store.Tally(query, column, cancellation);
        return tallies.Count <= MostTallies ? tallies : TooMany(field);
    }

    /// <summary>
    /// At most <see cref="MostFound"/> leads that the key fits: those of which it is a whole value first, then those
    /// with a word or number that begins with it, then those that hold it anywhere, each most recently modified first.
    /// </summary>
    public async Task<List<StoredLead>> Quick(Caller caller, string text, CancellationToken cancellation)
    {
        if (QuickKey.For(text) is not { } key)
            return [];
        var columns = await Columns(caller);
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = new LeadOrder(columns.Find(LeadColumns.ModifiedOn)!, Descending: true),
            Limit = MostFound,
            Condition = Within(caller, LeadCondition.All),
        };
        if (Guid.TryParse(text.Trim(), out var id) && await leads.ById(caller.AccountId, id, cancellation) is { } named
            && caller.Scope(RecordKind.Lead, Deed.View).Includes(named.OwnerId, named.Id))
            return [named];
        return await indexes.View(caller.AccountId, cancellation) is { } view
            ? await new QuickSearch(indexes, store, query, columns, key).Run(view, cancellation)
            : await QuickInOrder(query, columns, key, cancellation);
    }

    /// <summary>
    /// The leads that were last modified in the window, activities included, and how many they are in all. Both ends
    /// are part of it, to the whole second (core §2.12).
    /// </summary>
    public async Task<(long Total, List<StoredLead> Leads)> Modified(
        Caller caller, DateTime from, DateTime to, LeadPage page, CancellationToken cancellation)
    {
        from = WholeSecond(from);
        to = WholeSecond(to);

        // Callers leave a window open with the last second that there is.
        var before = to < WholeSecond(DateTime.MaxValue) ? to.AddSeconds(1) : DateTime.MaxValue;
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = Order(await Columns(caller), page, LeadColumns.LastModifiedOn),
            Offset = page.Offset,
            Limit = page.Limit,
            Condition = Within(
                caller,
                new LeadCondition("l.last_modified_on >= @p0 AND l.last_modified_on < @p1", Tokens: null)
                {
                    Parameters = [from, before],
                }),
        };
        var total = await store.Count(query, int.MaxValue, cancellation);
        return total <= page.Offset
            ? (total, [])
            : (total, (await store.InOrder(query, first: null, cancellation)).Leads);
    }

    private async Task<Result<LeadPageFound>> Page(
        Caller caller, LeadCondition condition, LeadPage page, CancellationToken cancellation)
    {
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = Order(await Columns(caller), page, LeadColumns.CreatedOn),
            Offset = page.Offset,
            Limit = page.Limit,
            After = page.After,
            Condition = condition,
        };
        if (query.After is { } after && !query.Order.Fits(after))
            return new Failure(ErrorCode.InvalidInput, "'after' is not where a page of this order ended.");
        if (query.Condition.Tokens is null)
            return await store.InOrder(query, first: null, cancellation);
        if (query is { After: not null, Order.IsOrdered: true }
            && await store.InOrder(query, FirstLook, cancellation) is { } look && look.Leads.Count == query.Limit)
            return look;
        return await FromCandidates(query, cancellation)
            ?? await store.InOrder(query, first: null, cancellation);
    }

    /// <summary>The page by way of the index; null where that is the longer way.</summary>
    private async Task<LeadPageFound?> FromCandidates(LeadQuery query, CancellationToken cancellation)
    {
        if (await indexes.View(query.AccountId, cancellation) is not { } view)
            return null;
        var candidates = indexes.Find(query.AccountId, view, query.Condition.Tokens!);
        if (query.Order.IsByTime)
            return await Latest(query, candidates, cancellation);
        var all = await candidates.Take(MostCandidates + 1, cancellation);
        return all.Count > MostCandidates ? null
            : all.Count == 0 ? new LeadPageFound([], null)
            : await store.Sorted(query, all, cancellation);
    }

    // Candidates come by the time of their change, and none was created later than it was changed. So once the page is
    // full of leads that are later than any candidate to come, it is the page.
    private async Task<LeadPageFound?> Latest(
        LeadQuery query, LeadCandidates candidates, CancellationToken cancellation)
    {
        var isByCreation = query.Order.Column.Name == LeadColumns.CreatedOn;
        var end = query.Offset + query.Limit;
        var found = new Dictionary<Guid, DateTime>();
        for (var (take, taken) = (Math.Max(end + (end / 4), FewestTaken), 0); taken <= MostCandidates; take *= 2)
        {
            var some = await candidates.Take(Math.Min(take, MostCandidates), cancellation);
            taken += some.Count;
            foreach (var (leadId, createdOn, modifiedOn) in await store.Matching(query, some, cancellation))
                found[leadId] = isByCreation ? createdOn : modifiedOn;
            var bound = candidates.Bound;
            if (bound is not null && found.Values.Count(on => on > bound) < end)
                continue;
            Guid[] page =
            [
                .. found.OrderByDescending(lead => lead.Value).ThenByDescending(lead => lead.Key)
                    .Skip(query.Offset).Take(query.Limit).Select(lead => lead.Key),
            ];
            var read = await leads.ByIds(query.AccountId, page, cancellation);
            return new LeadPageFound(
                read,
                page is [.., var last]
                    ? new LeadCursor(found[last].ToString("O", CultureInfo.InvariantCulture), last)
                    : null);
        }

        return null;
    }

    /// <summary>While the index is being made: the latest matches, the best of them first.</summary>
    private async Task<List<StoredLead>> QuickInOrder(
        LeadQuery query, LeadColumns columns, QuickKey key, CancellationToken cancellation)
    {
        var found = new List<(QuickMatch Match, StoredLead Lead)>();
        query = query with { Limit = FirstLook };
        for (var isLast = false; !isLast && found.Count < MostFound;)
        {
            var page = await store.InOrder(query, first: null, cancellation);
            isLast = page.Leads.Count < FirstLook;
            query = query with { After = page.Last };
            foreach (var lead in page.Leads)
                if (key.Match(SearchText.Of(columns, lead)) is { } match)
                    found.Add((match, lead));
        }

        return [.. found.Take(MostFound).OrderBy(one => one.Match).Select(one => one.Lead)];
    }

    /// <summary>What the filter asks, of the leads that the caller may see.</summary>
    private static Result<LeadCondition> Condition(Caller caller, LeadColumns columns, RecordFilter? filter)
    {
        if (filter is null)
            return Within(caller, LeadCondition.All);
        var condition = LeadCondition.Of(caller.Account, columns, filter);
        return condition.Failure is { } failure ? failure : Within(caller, condition.Value);
    }

    private static LeadCondition Within(Caller caller, LeadCondition condition) =>
        condition.Within(caller.Scope(RecordKind.Lead, Deed.View), caller.AccountId);

    private static LeadQuery Counted(Caller caller, LeadColumns columns, LeadCondition condition) => new()
    {
        AccountId = caller.AccountId,
        Order = new LeadOrder(columns.Find(LeadColumns.ModifiedOn)!, Descending: true),
        Limit = MostCounted,
        Condition = condition,
    };

    private async ValueTask<LeadColumns> Columns(Caller caller) =>
        LeadColumns.For((await fields.Get(caller.AccountId)).Lead);

    private static LeadOrder Order(LeadColumns columns, LeadPage page, string otherwise) =>
        page.SortBy is { } name && columns.Find(name) is { } column
            ? new LeadOrder(column, page.Descending)
            : new LeadOrder(columns.Find(otherwise)!, page.Descending);

    private static Failure TooMany(string field) =>
        new(ErrorCode.LimitExceeded, $"'{field}' has too many different values to count by.") { Field = field };

    private static DateTime WholeSecond(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
