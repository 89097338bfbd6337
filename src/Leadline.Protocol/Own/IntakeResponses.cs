using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>How an account's queue of asynchronous requests stands.</summary>
/// <param name="Paused">Whether work on it was stopped.</param>
/// <param name="Retrying">Requests that failed and wait to be tried again.</param>
/// <param name="Pending">Requests that wait, those included.</param>
/// <param name="OldestSeconds">How long the oldest has waited.</param>
/// <param name="PerMinute">Requests that were finished a minute of late.</param>
/// <param name="Calls">The same of each call.</param>
public sealed record IntakeResponse(
    bool Paused,
    int Retrying,
    long Pending,
    double OldestSeconds,
    double PerMinute,
    IReadOnlyDictionary<string, IntakeCallResponse> Calls);

/// <summary>How the requests of one call stand.</summary>
/// <param name="Pending">Requests that wait.</param>
/// <param name="OldestSeconds">How long the oldest has waited.</param>
/// <param name="PerMinute">Requests that were finished a minute of late.</param>
public sealed record IntakeCallResponse(long Pending, double OldestSeconds, double PerMinute);

/// <summary>What failed for good.</summary>
/// <param name="Failures">The newest first.</param>
public sealed record IntakeFailuresResponse(IReadOnlyList<IntakeRequestResponse> Failures);

/// <summary>An asynchronous request and how it stands.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Call">The call, such as leadCapture.</param>
/// <param name="Status">In-Queue, Success, FAILURE for the request's own fault or ERROR for the server's.</param>
/// <param name="ReceivedOn">When it was received.</param>
/// <param name="FinishedOn">When it was finished.</param>
/// <param name="RetryOn">When it is tried again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">Why it had no effect.</param>
public sealed record IntakeRequestResponse(
    Guid RequestId,
    string Call,
    string Status,
    DateTime ReceivedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? FinishedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? RetryOn,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>An asynchronous request, how it stands, what it said and what it was answered.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Call">The call, such as leadCapture.</param>
/// <param name="Status">In-Queue, Success, FAILURE for the request's own fault or ERROR for the server's.</param>
/// <param name="ReceivedOn">When it was received.</param>
/// <param name="FinishedOn">When it was finished.</param>
/// <param name="RetryOn">When it is tried again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">Why it had no effect.</param>
/// <param name="Body">The request's body.</param>
/// <param name="Answer">What the synchronous call would have answered; null without an effect.</param>
public sealed record IntakeRequestDetailResponse(
    Guid RequestId,
    string Call,
    string Status,
    DateTime ReceivedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? FinishedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? RetryOn,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    string Body,
    string? Answer);

/// <summary>Whether work on the queue is stopped.</summary>
/// <param name="Paused">True while it is.</param>
public sealed record IntakePausedResponse(bool Paused);

/// <summary>What is run again.</summary>
/// <param name="Replayed">How many requests.</param>
public sealed record IntakeReplayedResponse(int Replayed);
