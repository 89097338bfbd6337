using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>What is the caller's own: notifications and views.</content>
public sealed partial class LeadlineClient
{
    /// <summary>The caller's notifications, the newest first.</summary>
    public Task<NotificationsResponse> Notifications(CancellationToken cancellation = default) =>
        Get<NotificationsResponse>("notifications?limit=30", cancellation);

    /// <summary>Notes that notifications were seen.</summary>
    public Task<UnreadResponse> ReadNotifications(
        ReadNotificationsRequest request, CancellationToken cancellation = default) =>
        Post<ReadNotificationsRequest, UnreadResponse>("notifications/read", request, cancellation);

    /// <summary>The views of a list that the caller has made or may see: leads, tickets, tasks, ...</summary>
    public Task<SavedViewsResponse> SavedViews(string list, CancellationToken cancellation = default) =>
        Get<SavedViewsResponse>($"saved-views?list={Escape(list)}", cancellation);

    /// <summary>Keeps a view.</summary>
    public Task<SavedViewResponse> CreateSavedView(
        SavedViewRequest request, CancellationToken cancellation = default) =>
        Post<SavedViewRequest, SavedViewResponse>("saved-views", request, cancellation);

    /// <summary>Changes a view for everybody who sees it.</summary>
    public async Task<SavedViewResponse> ChangeSavedView(
        Guid view, SavedViewRequest request, CancellationToken cancellation = default) =>
        (await Patch<SavedViewRequest, SavedViewResponse>($"saved-views/{view}", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Removes a view.</summary>
    public Task DeleteSavedView(Guid view, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"saved-views/{view}", cancellation);

    /// <summary>Changes many leads in the background.</summary>
    public Task<LeadJobResponse> StartLeadJob(LeadJobRequest request, CancellationToken cancellation = default) =>
        Post<LeadJobRequest, LeadJobResponse>("lead-jobs", request, cancellation);

    /// <summary>How far a change of many leads is.</summary>
    public Task<LeadJobResponse> LeadJob(Guid job, CancellationToken cancellation = default) =>
        Get<LeadJobResponse>($"lead-jobs/{job}", cancellation);

    /// <summary>Ends a change of many leads where it is.</summary>
    public Task<LeadJobResponse> CancelLeadJob(Guid job, CancellationToken cancellation = default) =>
        Post<LeadJobResponse>($"lead-jobs/{job}/cancel", cancellation);

    /// <summary>Gives back what a change of many leads has replaced.</summary>
    public Task<LeadJobResponse> UndoLeadJob(Guid job, CancellationToken cancellation = default) =>
        Post<LeadJobResponse>($"lead-jobs/{job}/undo", cancellation);

    /// <summary>What became of the leads of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="outcome">refused or changed.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<LeadJobRowsResponse> LeadJobRows(
        Guid job, string outcome, CancellationToken cancellation = default) =>
        Get<LeadJobRowsResponse>($"lead-jobs/{job}/rows?outcome={outcome}&limit=50", cancellation);
}
