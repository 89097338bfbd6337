namespace Leadline.Telephony;

/// <summary>A call that an agent is to be shown while it rings.</summary>
internal sealed record CallPopup
{
    public Guid Id { get; init; }

    /// <summary>The agent; null is meant for every user.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Whose number it is; null where nobody has it.</summary>
    public Guid? LeadId { get; init; }

    public string? SourceNumber { get; init; }

    public string? DestinationNumber { get; init; }

    public string? DisplayNumber { get; init; }

    /// <summary>Inbound or Outbound.</summary>
    public string Direction { get; init; } = "";

    /// <summary>The telephone system's name of the call.</summary>
    public string? CallSessionId { get; init; }

    public string? Tag { get; init; }

    public DateTime CreatedOn { get; init; }
}
