using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;

namespace Leadline.Tickets.Search;

/// <summary>One condition of a filter; all of them have to hold.</summary>
internal sealed record TicketFilter(string Field, string? Operator, string? Value);

/// <summary>What a caller asks a list of tickets for.</summary>
internal sealed record TicketSearch
{
    public IReadOnlyList<TicketFilter> Filters { get; init; } = [];

    /// <summary>What they are to meet besides; null for nothing.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>Words that title, description or tags hold, all of them.</summary>
    public string? Words { get; init; }

    public string? Tag { get; init; }

    /// <summary>
    /// createdOn, modifiedOn or dueOn, with a minus sign before it for the latest first; null leaves it to the filters.
    /// </summary>
    public string? Sort { get; init; }

    public int Limit { get; init; } = 25;

    /// <summary>Where the page before ended.</summary>
    public string? After { get; init; }

    /// <summary>Tickets in the bin instead of all others.</summary>
    public bool Trashed { get; init; }
}

/// <summary>Where a page ended: the next one begins behind it.</summary>
internal sealed record TicketCursor(DateTime On, long Number)
{
    public string Text => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{On.Ticks}.{Number}")));

    public static TicketCursor? Read(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks < DateTime.MaxValue.Ticks
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new TicketCursor(new DateTime(ticks, DateTimeKind.Utc), number)
                : null;
    }
}

/// <summary>A search made ready for SQL. No value is part of the text.</summary>
internal sealed record TicketQuery
{
    public const int LargestPage = 200;

    private const int MostFilters = 20;

    private const int MostWords = 20;

    public required int AccountId { get; init; }

    /// <summary>
    /// What tickets are put in order by: <c>t.created_on</c> and its like, whose index ends with the number.
    /// </summary>
    public required string OrderColumn { get; init; }

    public required bool Descending { get; init; }

    /// <summary>What holds for every ticket of the order, and its range: what the index itself answers.</summary>
    public required string Range { get; init; }

    public required string Condition { get; init; }

    public required IReadOnlyList<object> Parameters { get; init; }

    /// <summary>Hashes that every match has.</summary>
    public required int[] Keys { get; init; }

    /// <summary>One of the conditions leaves few tickets by an index of its own.</summary>
    public required bool IsNarrow { get; init; }

    public required int Limit { get; init; }

    public TicketCursor? After { get; init; }

    public static Result<TicketQuery> Read(Account account, FieldCatalog catalog, TicketSearch search)
    {
        if (search.Limit is < 1 or > LargestPage)
            return new Failure(ErrorCode.LimitExceeded, $"A page has 1 to {LargestPage} tickets.");
        if (search.Filters.Count > MostFilters)
            return new Failure(ErrorCode.LimitExceeded, $"A search has at most {MostFilters} filters.");
        if (TicketKeys.Words(search.Words).Take(MostWords + 1).Count() > MostWords)
            return new Failure(ErrorCode.LimitExceeded, $"A search has at most {MostWords} words.");
        TicketCursor? after = null;
        if (search.After is { } text && (after = TicketCursor.Read(text)) is null)
            return new Failure(ErrorCode.InvalidInput, "'after' is not where a page ended.");
        if (OrderOf(search) is not var (order, descending))
            return new Failure(
                ErrorCode.InvalidInput,
                "Tickets are sorted by createdOn, modifiedOn or dueOn, with - before it for the latest first.");

        var sorted = TicketColumns.Find(catalog, order)!;
        var range = new List<string> { "true" };
        var conditions = new List<string> { search.Trashed ? "t.trashed_on IS NOT NULL" : "t.trashed_on IS NULL" };
        if (order == TicketColumns.DueOn)
            range.Add("t.resolution_due_on IS NOT NULL AND t.resolved_on IS NULL AND t.trashed_on IS NULL");
        var (parameters, keys, isNarrow) = (new List<object>(), new HashSet<int>(), false);
        foreach (var filter in search.Filters)
        {
            if (TicketColumns.Find(catalog, filter.Field) is not { } column)
                return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {filter.Field}");
            if (IsOfNoRecord(column, filter.Operator, filter.Value))
            {
                conditions.Add("false");
                isNarrow = true;
                continue;
            }

            var condition = Sql(account, column, filter.Operator, filter.Value, parameters);
            if (condition.Failure is { } unfit)
                return unfit;
            (column == sorted ? range : conditions).Add(condition.Value);
            if ((filter.Operator?.Trim() ?? "=") != "=" || string.IsNullOrEmpty(filter.Value))
                continue;
            isNarrow |= column.Field.SchemaName is TicketColumns.Lead or TicketColumns.Number or TicketColumns.Parent;
            if (column.Key is { } key && Canonical(column.Field, filter.Value) is { } value)
                keys.Add(TicketKeys.Exact(account.Id, key, value));
        }

        if (search.Filter is { } tree)
        {
            var condition = Sql(account, catalog, tree, parameters);
            if (condition.Failure is { } unfit)
                return unfit;
            conditions.Add(condition.Value);
        }

        AddWords(account.Id, search, conditions, parameters, keys);
        return new TicketQuery
        {
            AccountId = account.Id,
            OrderColumn = sorted.Sql,
            Descending = descending,
            Range = string.Join(" AND ", range),
            Condition = string.Join(" AND ", conditions),
            Parameters = parameters,
            Keys = [.. keys],
            IsNarrow = isNarrow,
            Limit = search.Limit,
            After = after,
        };
    }

    /// <summary>The query, of the tickets of the scope alone.</summary>
    public TicketQuery Within(TicketScope scope) => scope.Agents is not { } agents
        ? this
        : this with
        {
            Condition = $"({Condition}) AND (t.agent_id = ANY(@p{Parameters.Count})"
                + $" OR t.group_id = ANY(@p{Parameters.Count + 1}))",
            Parameters = [.. Parameters, agents, scope.Groups],
        };

    private static Result<string> Sql(
        Account account, FieldCatalog catalog, RecordFilter filter, List<object> parameters)
    {
        if (filter is RecordFilter.OfSeveral several)
        {
            var terms = new List<string>();
            foreach (var term in several.Terms)
            {
                var read = Sql(account, catalog, term, parameters);
                if (read.Failure is { } unfit)
                    return unfit;
                terms.Add(read.Value);
            }

            return terms.Count == 0 ? "true" : $"({string.Join(several.IsAny ? " OR " : " AND ", terms)})";
        }

        var field = (RecordFilter.OfField)filter;
        if (TicketColumns.Find(catalog, field.Field) is not { } column)
            return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {field.Field}");
        return IsOfNoRecord(column, field.Operator, field.Value)
            ? "false"
            : Sql(account, column, field.Operator, field.Value, parameters);
    }

    private static Result<string> Sql(
        Account account, TicketColumn column, string? op, string? value, List<object> parameters)
    {
        var condition = FieldFilter.For(
            column.Field, column.Sql, column.Kind, op ?? "=", value, new FieldContext(account.CountryCode, false));
        if (condition.Failure is { } unfit)
            return unfit;
        if (condition.Value.Parameter is not { } parameter)
            return condition.Value.Sql;
        parameters.Add(parameter);
        return condition.Value.Naming($"p{parameters.Count - 1}");
    }

    // No record has such an id, and no record need be read to know.
    private static bool IsOfNoRecord(TicketColumn column, string? op, string? value) =>
        column.Kind == ColumnKind.Uuid
        && (op?.Trim() ?? "=") == "="
        && !string.IsNullOrEmpty(value)
        && !Guid.TryParse(value, out _);

    private static (string Order, bool Descending)? OrderOf(TicketSearch search)
    {
        if (string.IsNullOrEmpty(search.Sort))
            return (
                search.Filters.Any(filter =>
                    filter.Field.Equals(TicketColumns.ModifiedOn, StringComparison.OrdinalIgnoreCase))
                    ? TicketColumns.ModifiedOn
                    : TicketColumns.CreatedOn,
                true);
        var descending = search.Sort[0] == '-';
        return search.Sort.TrimStart('-') switch
        {
            TicketColumns.CreatedOn => (TicketColumns.CreatedOn, descending),
            TicketColumns.ModifiedOn => (TicketColumns.ModifiedOn, descending),
            "dueOn" => (TicketColumns.DueOn, descending),
            _ => null,
        };
    }

    // Words and tags are met by their hashes; the text is looked at besides, since two words may share a hash.
    private static void AddWords(
        int accountId, TicketSearch search, List<string> conditions, List<object> parameters, HashSet<int> keys)
    {
        var needed = new List<int>();
        foreach (var word in TicketKeys.Words(search.Words))
        {
            needed.Add(TicketKeys.Word(accountId, word));
            conditions.Add(
                "strpos(lower(concat_ws(' ', t.\"values\" ->> 'Title', t.\"values\" ->> 'Description', "
                + $"t.\"values\" ->> 'Tags')), @p{parameters.Count}) > 0");
            parameters.Add(word);
        }

        if (!string.IsNullOrWhiteSpace(search.Tag))
        {
            needed.Add(TicketKeys.Exact(accountId, TicketFieldNames.Tags, search.Tag.Trim()));
            conditions.Add($"lower(@p{parameters.Count}) = ANY(string_to_array(lower(t.\"values\" ->> 'Tags'), ','))");
            parameters.Add(search.Tag.Trim());
        }

        keys.UnionWith(needed);
        if (needed.Count == 0)
            return;
        conditions.Add($"t.keys @> @p{parameters.Count}");
        parameters.Add(needed.ToArray());
    }

    private static string? Canonical(FieldDefinition field, string value)
    {
        if (field.Type == FieldType.User || field.SchemaName == "groupId")
            return Guid.TryParse(value, out var id) ? id.ToString() : null;
        return FieldRules.Coerce(field, value, new FieldContext(null, CheckOptions: false)).Value;
    }
}
