using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>What has happened with a lead.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of what has happened with a lead, the latest first.</summary>
    /// <param name="lead">Its id.</param>
    /// <param name="kinds">activity, call, change, mail, note, opportunity, task, ticket; none for all.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<TimelineResponse> Timeline(
        string lead, IEnumerable<string> kinds, string? after = null, CancellationToken cancellation = default)
    {
        var only = string.Join(',', kinds);
        return Get<TimelineResponse>(
            $"leads/{Escape(lead)}/timeline?limit=30" + (only.Length == 0 ? "" : $"&kinds={only}")
            + (after is null ? "" : $"&after={Escape(after)}"),
            cancellation);
    }

    /// <summary>How much of each kind has happened with a lead.</summary>
    public Task<TimelineCountsResponse> TimelineCounts(string lead, CancellationToken cancellation = default) =>
        Get<TimelineCountsResponse>($"leads/{Escape(lead)}/timeline/counts", cancellation);

    /// <summary>What a field of a lead was, the latest change first.</summary>
    public Task<FieldHistoryResponse> FieldHistory(
        string lead, string field, CancellationToken cancellation = default) =>
        Get<FieldHistoryResponse>($"leads/{Escape(lead)}/fields/{Escape(field)}/history", cancellation);

    /// <summary>The types of activities.</summary>
    public Task<ActivityTypesResponse> ActivityTypes(CancellationToken cancellation = default) =>
        Get<ActivityTypesResponse>("activity-types", cancellation);

    /// <summary>Records an activity of a lead.</summary>
    public Task<ActivityResponse> AddActivity(
        string lead, ActivityRequest request, CancellationToken cancellation = default) =>
        Post<ActivityRequest, ActivityResponse>($"leads/{Escape(lead)}/activities", request, cancellation);
}
