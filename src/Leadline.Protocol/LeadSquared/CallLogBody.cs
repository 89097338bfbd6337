using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// A phone call that has ended: the body of LogCallComplete (extended §3.2) and of Telephony.svc/LogCall (core §9).
/// </summary>
public sealed record CallLogBody
{
    /// <summary>The number that called.</summary>
    public string? SourceNumber { get; init; }

    /// <summary>Where the caller comes from: the source of a lead that the call makes.</summary>
    public string? CallerSource { get; init; }

    /// <summary>The number that was called.</summary>
    public string? DestinationNumber { get; init; }

    /// <summary>The number that the other side saw.</summary>
    public string? DisplayNumber { get; init; }

    /// <summary>When the call began, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? StartTime { get; init; }

    /// <summary>When the call ended, UTC.</summary>
    public string? EndTime { get; init; }

    /// <summary>Seconds.</summary>
    public string? CallDuration { get; init; }

    /// <summary>Answered, Missed and the like.</summary>
    public string? Status { get; init; }

    /// <summary>The recording.</summary>
    public string? ResourceURL { get; init; }

    /// <summary>Inbound or Outbound.</summary>
    public string? Direction { get; init; }

    /// <summary>The telephone system's name of the call.</summary>
    public string? CallSessionId { get; init; }

    /// <summary>The lead; without it the number of the other side names one.</summary>
    public string? LeadId { get; init; }

    /// <summary>Whatever the telephone system adds.</summary>
    public string? Tag { get; init; }

    /// <summary>The user who spoke, by id or e-mail address.</summary>
    public string? UserId { get; init; }

    /// <summary>Notes of the user.</summary>
    [Limit(LimitAttribute.Value)]
    public string? CallNotes { get; init; }
}
