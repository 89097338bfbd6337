using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>What has happened with a lead or an opportunity.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of what has happened with a lead, the latest first.</summary>
    /// <param name="lead">Its id.</param>
    /// <param name="kinds">activity, call, change, mail, note, opportunity, task, ticket; none for all.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<TimelineResponse> Timeline(
        string lead, IEnumerable<string> kinds, string? after = null, CancellationToken cancellation = default) =>
        Get<TimelineResponse>($"leads/{Escape(lead)}/timeline{Query(kinds, after)}", cancellation);

    /// <summary>A page of what has happened with an opportunity, the latest first.</summary>
    /// <param name="opportunity">Its id.</param>
    /// <param name="kinds">activity, call, change, mail, note, opportunity, stage, task; none for all.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<TimelineResponse> OpportunityTimeline(
        Guid opportunity, IEnumerable<string> kinds, string? after = null, CancellationToken cancellation = default) =>
        Get<TimelineResponse>($"opportunities/{opportunity}/timeline{Query(kinds, after)}", cancellation);

    /// <summary>How much of each kind has happened with a lead.</summary>
    public Task<TimelineCountsResponse> TimelineCounts(string lead, CancellationToken cancellation = default) =>
        Get<TimelineCountsResponse>($"leads/{Escape(lead)}/timeline/counts", cancellation);

    /// <summary>How much of each kind has happened with an opportunity.</summary>
    public Task<TimelineCountsResponse> OpportunityTimelineCounts(
        Guid opportunity, CancellationToken cancellation = default) =>
        Get<TimelineCountsResponse>($"opportunities/{opportunity}/timeline/counts", cancellation);

    /// <summary>What a field of a lead was, the latest change first.</summary>
    public Task<FieldHistoryResponse> FieldHistory(
        string lead, string field, string? after = null, CancellationToken cancellation = default) =>
        Get<FieldHistoryResponse>(
            $"leads/{Escape(lead)}/fields/{Escape(field)}/history{Query([], after)}", cancellation);

    /// <summary>What a field of an opportunity was, the latest change first.</summary>
    public Task<FieldHistoryResponse> OpportunityFieldHistory(
        Guid opportunity, string field, string? after = null, CancellationToken cancellation = default) =>
        Get<FieldHistoryResponse>(
            $"opportunities/{opportunity}/fields/{Escape(field)}/history{Query([], after)}", cancellation);

    /// <summary>The types of activities.</summary>
    public Task<ActivityTypesResponse> ActivityTypes(CancellationToken cancellation = default) =>
        Get<ActivityTypesResponse>("activity-types", cancellation);

    /// <summary>Records an activity of a lead.</summary>
    public Task<ActivityResponse> AddActivity(
        string lead, ActivityRequest request, CancellationToken cancellation = default) =>
        Post<ActivityRequest, ActivityResponse>($"leads/{Escape(lead)}/activities", request, cancellation);

    private static string Query(IEnumerable<string> kinds, string? after)
    {
        var only = string.Join(',', kinds);
        return "?limit=30" + (only.Length == 0 ? "" : $"&kinds={only}")
            + (after is null ? "" : $"&after={Escape(after)}");
    }
}
