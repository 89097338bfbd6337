namespace Leadline.Intake;

/// <summary>A request to be taken in: its bytes, unread.</summary>
/// <param name="Target">What the query or the path says beside the body, as a query string.</param>
internal sealed record NewRequest(int AccountId, IntakeCall Call, Guid UserId, string? Target, byte[] Body);

/// <summary>A request as it lies in the database.</summary>
internal sealed record StoredRequest(
    int AccountId, long Arrival, DateTime ReceivedOn, IntakeCall Call, Guid UserId, string? Target, byte[] Body)
{
    public RequestId Id => new(AccountId, Arrival, ReceivedOn);
}

/// <summary>How a request ended, numbered as the database keeps it.</summary>
internal enum IntakeStatus : short
{
    Success,

    /// <summary>The request's own fault: trying again cannot help.</summary>
    Failure,

    /// <summary>The server's fault, after the last retry.</summary>
    Error,
}

/// <summary>The end of a request, to be written with its effect.</summary>
/// <param name="Reason">Why it has no effect; null for a success.</param>
/// <param name="Message">The answer that the synchronous call would have given; null without an effect.</param>
internal sealed record IntakeResult(
    StoredRequest Request, IntakeStatus Status, int Attempts, DateTime FinishedOn, string? Reason, string? Message);
