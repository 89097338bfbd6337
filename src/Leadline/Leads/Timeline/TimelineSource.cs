using Dapper;
using Leadline.Accounts;

namespace Leadline.Leads.Timeline;

/// <summary>
/// A part of what stands on the timelines of leads or of opportunities, as its feature keeps it: its rows of one record
/// come from an index in their order, so that a page costs the same however long the record's past is. Features
/// register theirs.
/// </summary>
/// <param name="Kind">What callers know it by. Several sources may be of one kind.</param>
/// <param name="From">
/// Table and conditions, of <c>@accountId</c> and <c>@leadId</c> or <c>@opportunityId</c>.
/// </param>
/// <param name="On">The time that an item stands at, which the index has next, then <paramref name="Id"/>.</param>
/// <param name="Id">The record's id.</param>
/// <param name="By">The user whose doing it is.</param>
internal sealed record TimelineSource(string Kind, string From, string On, string Id, string By)
{
    /// <summary>The records on whose timelines it stands: leads or opportunities.</summary>
    public RecordKind Of { get; init; } = RecordKind.Lead;

    /// <summary>What the caller may see of it: adds parameters, and returns further conditions.</summary>
    public Func<Caller, DynamicParameters, string> Seen { get; init; } = (_, _) => "";

    public string Title { get; init; } = "NULL";

    public string Text { get; init; } = "NULL";

    /// <summary>The code of the type of an activity or an opportunity.</summary>
    public string Code { get; init; } = "NULL";

    public string Status { get; init; } = "NULL";

    public string Number { get; init; } = "NULL";

    public string DueOn { get; init; } = "NULL";

    public string OpportunityId { get; init; } = "NULL";

    /// <summary>The record's own fields, as JSON.</summary>
    public string Values { get; init; } = "NULL";

    /// <summary>What changed, as JSON: each field with its value before and after.</summary>
    public string Changes { get; init; } = "NULL";
}

/// <summary>Something that happened on a lead or an opportunity.</summary>
internal sealed record TimelineItem
{
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    public required DateTime On { get; init; }

    public Guid? UserId { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public int? Code { get; init; }

    public string? Status { get; init; }

    public long? Number { get; init; }

    public DateTime? DueOn { get; init; }

    public Guid? OpportunityId { get; init; }

    public string? Values { get; init; }

    public string? Changes { get; init; }
}

/// <summary>A change of one field.</summary>
internal sealed record FieldHistoryItem(Guid Id, DateTime On, Guid UserId, string? Before, string? After);
