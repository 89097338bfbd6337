namespace Leadline.Protocol.LeadSquared;

/// <summary>A call that rings: the body of Telephony.svc/ShowAgentPopup (core §9).</summary>
public sealed record CallPopupBody
{
    /// <summary>The number that calls.</summary>
    public string? SourceNumber { get; init; }

    /// <summary>The number that is called.</summary>
    public string? DestinationNumber { get; init; }

    /// <summary>The number that the other side sees.</summary>
    public string? DisplayNumber { get; init; }

    /// <summary>Inbound or Outbound; mandatory.</summary>
    public string? Direction { get; init; }

    /// <summary>The telephone system's name of the call.</summary>
    public string? CallSessionId { get; init; }

    /// <summary>The lead; without it the number of the other side names one.</summary>
    public string? LeadId { get; init; }

    /// <summary>Whatever the telephone system adds.</summary>
    public string? Tag { get; init; }

    /// <summary>The agent, by id or e-mail address.</summary>
    public string? UserId { get; init; }
}

/// <summary>A call was shown to its agent (core §9).</summary>
/// <param name="Id">An id.</param>
/// <param name="Message">Message broadcasted successfully.</param>
public sealed record CallPopupMessage(Guid Id, string Message);

/// <summary>A user was signed on (core §9).</summary>
/// <param name="SingleSignOnKey">A bearer token, good for 12 hours.</param>
public sealed record SingleSignOnMessage(string SingleSignOnKey);
