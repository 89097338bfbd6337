namespace Leadline.Protocol.Own;

/// <summary>Calls that ring.</summary>
/// <param name="Popups">Those of the last day, the oldest first.</param>
public sealed record CallPopupsResponse(IReadOnlyList<CallPopupResponse> Popups);

/// <summary>A call that rings.</summary>
/// <param name="Id">Rises with time: what to send as <c>after</c> for later ones.</param>
/// <param name="LeadId">Whose number it is; null where nobody has it.</param>
/// <param name="Direction">inbound or outbound.</param>
/// <param name="SourceNumber">The number that calls.</param>
/// <param name="DestinationNumber">The number that is called.</param>
/// <param name="DisplayNumber">The number that the other side sees.</param>
/// <param name="CallSessionId">The telephone system's name of the call.</param>
/// <param name="Tag">Whatever the telephone system adds.</param>
/// <param name="CreatedOn">When it began to ring.</param>
public sealed record CallPopupResponse(
    Guid Id,
    Guid? LeadId,
    string Direction,
    string? SourceNumber,
    string? DestinationNumber,
    string? DisplayNumber,
    string? CallSessionId,
    string? Tag,
    DateTime CreatedOn);
