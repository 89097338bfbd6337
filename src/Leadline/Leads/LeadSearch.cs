using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Leads;

/// <summary>A condition on one field, as callers state it.</summary>
internal sealed record LeadFilter(string Field, string? Operator, string? Value);

/// <summary>Which page of which order: the column's schema name, and rows to pass over and to take.</summary>
internal sealed record LeadPage(string? SortBy, bool Descending, int Offset, int Limit);

/// <summary>Finding leads by their values, newest first unless asked otherwise.</summary>
internal sealed class LeadSearch(FieldOperations fields, LeadSearchStore store)
{
    /// <summary>Most leads that a quick search finds.</summary>
    public const int MostFound = 100;

    /// <summary>The leads that meet the filter, or all. A filter on a field that does not exist finds none.</summary>
    public async Task<Result<List<StoredLead>>> Find(
        Caller caller, LeadFilter? filter, LeadPage page, CancellationToken cancellation)
    {
        var columns = await Columns(caller);
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = Order(columns, page, LeadColumns.CreatedOn),
            Offset = page.Offset,
            Limit = page.Limit,
        };
        if (filter is null)
            return await store.Page(query, 0, cancellation);
        if (columns.Find(filter.Field) is not { } column)
            return new List<StoredLead>();
        var context = new FieldContext(caller.Account.CountryCode, CheckOptions: false);
        var condition = FieldFilter.For(column.Field, column.Sql, column.Kind, filter.Operator, filter.Value, context);
        if (condition.Failure is { } failure)
            return failure;
        query = query with
        {
            Condition = condition.Value.Sql,
            Value = condition.Value.Parameter,
            Tokens = TokensOf(
                caller.AccountId, column, filter.Operator!.Trim().ToUpperInvariant(), condition.Value.Parameter),
            IsRare = column.Field.Unique != Uniqueness.None || column.Name == LeadColumns.Number,
        };
        return await store.Page(query, LeadTokens.Fingerprint(columns), cancellation);
    }

    /// <summary>
    /// At most <see cref="MostFound"/> leads whose searchable fields hold the key, most recently modified first: a part
    /// of a name or an address in any case, a part of a phone number however it is punctuated. A key of one or two
    /// letters is looked for at the starts of words.
    /// </summary>
    public async Task<List<StoredLead>> Quick(Caller caller, string key, CancellationToken cancellation)
    {
        var columns = await Columns(caller);
        var query = QuickSearchQuery.For(caller.AccountId, columns, key, MostFound);
        return query is null ? [] : await store.Page(query, LeadTokens.Fingerprint(columns), cancellation);
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
        var total = await store.CountModified(caller.AccountId, from, before, cancellation);
        if (total <= page.Offset)
            return (total, []);
        var query = new LeadQuery
        {
            AccountId = caller.AccountId,
            Order = Order(await Columns(caller), page, LeadColumns.LastModifiedOn),
            Offset = page.Offset,
            Limit = page.Limit,
            Condition = "l.last_modified_on >= @value AND l.last_modified_on < @before",
            Value = from,
            Before = before,
        };
        return (total, await store.Page(query, 0, cancellation));
    }

    private async ValueTask<LeadColumns> Columns(Caller caller) =>
        LeadColumns.For((await fields.Get(caller.AccountId)).Lead);

    private static LeadOrder Order(LeadColumns columns, LeadPage page, string otherwise) =>
        page.SortBy is { } name && columns.Find(name) is { } column
            ? new LeadOrder(column, page.Descending)
            : new LeadOrder(columns.Find(otherwise)!, page.Descending);

    /// <summary>What the search index knows of a condition.</summary>
    private static int[][] TokensOf(
        int accountId, LeadColumn column, string op, object? parameter) => (op, parameter) switch
        {
            (_, null) => [],
            ("=" or "IN", Array values) when LeadTokens.HasExact(column) =>
                [.. values.Cast<object>().Select(value => Exact(accountId, column, value)).Distinct().Chunk(1)],
            ("=" or "IN", _) when LeadTokens.HasExact(column) => [[Exact(accountId, column, parameter)]],
            ("LIKE", string pattern) when column.Field.IsSearchable && column.Print is null =>
                PartsOf(accountId, column, pattern),
            _ => [],
        };

    private static int Exact(int accountId, LeadColumn column, object value) =>
        LeadTokens.Exact(accountId, column.Name, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static int[][] PartsOf(int accountId, LeadColumn column, string pattern)
    {
        var tokens = new HashSet<int>();
        foreach (var literal in pattern.Replace(@"\\", @"\", StringComparison.Ordinal).Split('%', '_'))
            tokens.UnionWith(LeadTokens.Parts(
                accountId, column.Field.Type == FieldType.Phone ? LeadTokens.DigitsOf(literal) : literal));
        return tokens.Count == 0 ? [] : [[.. tokens]];
    }

    private static DateTime WholeSecond(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
