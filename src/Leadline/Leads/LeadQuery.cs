using Leadline.Fields;

namespace Leadline.Leads;

/// <summary>
/// The order of a page: a column, and after it the lead's id, so that pages neither repeat nor lose a lead.
/// </summary>
internal sealed record LeadOrder(LeadColumn Column, bool Descending)
{
    public bool IsOrdered => Column.IsOrdered;

    /// <summary>What leads are sorted by, where <c>l</c> is the lead.</summary>
    public string Key => FieldFilter.SortKey(Column.Field, Column.Sql, Column.Kind);

    /// <summary>
    /// The same as the search index keeps it, where <c>s</c> is the lead's entry; null where it does not.
    /// </summary>
    public string? IndexedKey => Column.Name switch
    {
        LeadColumns.CreatedOn => "s.created_on",
        LeadColumns.ModifiedOn => "s.modified_on",
        _ => null,
    };

    /// <summary>The terms of ORDER BY.</summary>
    public string By(string key, string leadId)
    {
        var direction = Descending ? "DESC" : "ASC";

        // An index is read backwards for DESC, but never for DESC NULLS LAST; ordered columns have no nulls.
        return $"{key} {direction}{(IsOrdered ? "" : " NULLS LAST")}, {leadId} {direction}";
    }
}

/// <summary>A page of the leads that meet a condition.</summary>
internal sealed record LeadQuery
{
    public required int AccountId { get; init; }

    public required LeadOrder Order { get; init; }

    public int Offset { get; init; }

    public required int Limit { get; init; }

    /// <summary>SQL about the lead <c>l</c>; null takes all leads.</summary>
    public string? Condition { get; init; }

    /// <summary>What <see cref="Condition"/> names <c>@value</c>.</summary>
    public object? Value { get; init; }

    /// <summary>What <see cref="Condition"/> names <c>@digits</c>.</summary>
    public string? Digits { get; init; }

    /// <summary>What <see cref="Condition"/> names <c>@before</c>.</summary>
    public DateTime? Before { get; init; }

    /// <summary>
    /// Sets of tokens, of which a lead that meets the condition has at least one set whole; empty where the search
    /// index knows nothing of the condition.
    /// </summary>
    public IReadOnlyList<int[]> Tokens { get; init; } = [];

    /// <summary>The condition is about what identifies a lead: few can meet it.</summary>
    public bool IsRare { get; init; }
}
