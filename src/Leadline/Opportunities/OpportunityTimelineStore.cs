using Leadline.Accounts;
using Leadline.Leads.Timeline;

namespace Leadline.Opportunities;

/// <summary>The SQL of what changed of opportunities, from the event log.</summary>
internal sealed class OpportunityTimelineStore(TimelineStore timelines)
{
    // The index event_of_opportunity has them in this order (0322).
    private const string Updates =
        """
        event e WHERE e.account_id = @accountId AND e.kind = 'opportunity.updated' AND e.record_id = @opportunityId
        """;

    /// <summary>Changes of an opportunity's stage, with what else the same save changed.</summary>
    public static readonly TimelineSource Stages = Changes("stage", "e.data ? 'mx_Custom_2'");

    /// <summary>All other changes of its fields.</summary>
    public static readonly TimelineSource Others = Changes("change", "NOT e.data ? 'mx_Custom_2'");

    /// <summary>The latest changes of an opportunity's field behind a place.</summary>
    public Task<IReadOnlyList<FieldHistoryItem>> History(
        int accountId,
        Guid opportunityId,
        string schemaName,
        (DateTime On, Guid Id)? after,
        int most,
        CancellationToken cancellation) =>
        timelines.History(
            accountId, RecordKind.Opportunity, opportunityId, [Updates], schemaName, after, most, cancellation);

    private static TimelineSource Changes(string kind, string condition) => new(
        kind, $"{Updates} AND {condition}", "e.occurred_on", "e.event_id", "e.user_id")
    {
        Of = RecordKind.Opportunity,
        Changes = "e.data",
    };
}
