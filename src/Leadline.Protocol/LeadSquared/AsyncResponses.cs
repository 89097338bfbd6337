namespace Leadline.Protocol.LeadSquared;

/// <summary>An asynchronous request was accepted (extended §3.2).</summary>
/// <param name="Status">Request accepted. Please use below request id to check the status</param>
/// <param name="RequestID">The request's id.</param>
public sealed record AsyncAcceptedResponse(string Status, Guid RequestID);

/// <summary>How an asynchronous request stands (extended §3.3); some calls spell the id RequestId, others RequestID.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="TaskStatus">How it stands.</param>
public sealed record AsyncStatusResponse(Guid? RequestId, AsyncTaskStatus TaskStatus);

/// <summary>How an asynchronous request stands.</summary>
/// <param name="TaskType">Which call it was.</param>
/// <param name="Status">In-Queue, Success, FAILURE or ERROR.</param>
/// <param name="StatusReason">Why.</param>
/// <param name="TaskCurrentStep">In-Process-Queue while it waits.</param>
/// <param name="TaskLastStep">In-Process-Queue when it is finished.</param>
/// <param name="RequestBody">The request's body.</param>
/// <param name="Message">What the synchronous call would have answered.</param>
public sealed record AsyncTaskStatus(
    string TaskType,
    string Status,
    string? StatusReason,
    string? TaskCurrentStep,
    string? TaskLastStep,
    string RequestBody,
    string? Message);

/// <summary>How a call's queue stands (extended §3.4).</summary>
/// <param name="PendingMessages">Requests that wait.</param>
/// <param name="MaxDelayInSeconds">How long the oldest has waited.</param>
/// <param name="ProcessingRatePerMinute">Requests that were finished a minute; some calls spell it ProcessingratePerMinute.</param>
public sealed record AsyncMetricsResponse(long PendingMessages, long MaxDelayInSeconds, double? ProcessingRatePerMinute);
