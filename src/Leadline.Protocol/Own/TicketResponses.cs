using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>A ticket.</summary>
/// <param name="Number">Counts up within the account; what people call the ticket by.</param>
/// <param name="TicketId">Its id.</param>
/// <param name="Key">The number as people write it: #157.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="LeadId">The lead whose ticket it is.</param>
/// <param name="GroupId">The group that works on it.</param>
/// <param name="AgentId">The user who works on it.</param>
/// <param name="Parent">The number of the ticket that it is a part of.</param>
/// <param name="MergedInto">The number of the ticket that goes on in its place.</param>
/// <param name="Parts">The numbers of its parts; only where a single ticket is asked for.</param>
/// <param name="Fields">The values of its fields, by schema name.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Watchers">E-mail addresses that get a copy of every message.</param>
/// <param name="Sla">What its SLA policy promises.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="CreatedBy">The user who made it.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
/// <param name="ModifiedBy">The user who last changed it.</param>
/// <param name="TrashedOn">When it was put into the bin.</param>
public sealed record TicketResponse(
    long Number,
    Guid TicketId,
    string Key,
    int Version,
    Guid LeadId,
    Guid? GroupId,
    Guid? AgentId,
    long? Parent,
    long? MergedInto,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Parts,
    IReadOnlyDictionary<string, string> Fields,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Watchers,
    TicketSlaResponse Sla,
    DateTime CreatedOn,
    Guid CreatedBy,
    DateTime ModifiedOn,
    Guid ModifiedBy,
    DateTime? TrashedOn);

/// <summary>What a ticket's SLA policy promises, and what has come of it.</summary>
/// <param name="PolicyId">The policy that applies.</param>
/// <param name="ResponseDueOn">When the first response is due.</param>
/// <param name="ResolutionDueOn">When the resolution is due.</param>
/// <param name="RespondedOn">When the customer was first answered.</param>
/// <param name="ResolvedOn">When the ticket was resolved.</param>
/// <param name="ResponseBreachedOn">When the response fell overdue.</param>
/// <param name="ResolutionBreachedOn">When the resolution fell overdue.</param>
/// <param name="Paused">Whether the clocks stand still while the desk waits for the customer.</param>
public sealed record TicketSlaResponse(
    Guid? PolicyId,
    DateTime? ResponseDueOn,
    DateTime? ResolutionDueOn,
    DateTime? RespondedOn,
    DateTime? ResolvedOn,
    DateTime? ResponseBreachedOn,
    DateTime? ResolutionBreachedOn,
    bool Paused);

/// <summary>A page of tickets.</summary>
/// <param name="Tickets">The page.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
/// <param name="Count">How many tickets meet the search, counted up to 10,000; only when asked for.</param>
/// <param name="HasMore">True where there are more than were counted.</param>
public sealed record TicketPageResponse(
    IReadOnlyList<TicketResponse> Tickets,
    string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Count = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasMore = null);

/// <summary>Every change of a ticket.</summary>
/// <param name="History">The oldest first.</param>
public sealed record TicketHistoryResponse(IReadOnlyList<TicketVersionResponse> History);

/// <summary>One change of a ticket.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Kind">What happened.</param>
/// <param name="UserId">The user who did it.</param>
/// <param name="OccurredOn">When.</param>
/// <param name="Changes">Each changed value by name; null where no value changed.</param>
public sealed record TicketVersionResponse(
    int Version,
    string Kind,
    Guid UserId,
    DateTime OccurredOn,
    IReadOnlyDictionary<string, ValueChangeResponse>? Changes);

/// <summary>A value that changed.</summary>
/// <param name="Before">The value before; null for none.</param>
/// <param name="After">The value after; null for none.</param>
public sealed record ValueChangeResponse(
    [property: JsonPropertyName("Before")] string? Before, [property: JsonPropertyName("After")] string? After);

/// <summary>What was said on a ticket.</summary>
/// <param name="Total">Messages of the ticket.</param>
/// <param name="Conversations">A page of them, the oldest first.</param>
public sealed record ConversationsResponse(long Total, IReadOnlyList<MessageResponse> Conversations);

/// <summary>A message of a ticket.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">InboundEmail, OutboundEmail, PortalInbound, PortalOutbound or InternalNote.</param>
/// <param name="Text">The message as text.</param>
/// <param name="Html">The message as HTML that is safe to show.</param>
/// <param name="Sender">The address that it came from.</param>
/// <param name="Recipients">The addresses that it went to.</param>
/// <param name="Files">The files that came with it.</param>
/// <param name="CreatedOn">When it came.</param>
/// <param name="CreatedBy">The user who wrote or took it.</param>
public sealed record MessageResponse(
    long Id,
    string Kind,
    string? Text,
    string? Html,
    string? Sender,
    IReadOnlyList<string> Recipients,
    IReadOnlyList<TicketFileResponse> Files,
    DateTime CreatedOn,
    Guid CreatedBy);

/// <summary>The files of a ticket.</summary>
/// <param name="Files">The oldest first.</param>
public sealed record TicketFilesResponse(IReadOnlyList<TicketFileResponse> Files);

/// <summary>A file of a ticket.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type, as it was sent.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Conversation">The message that it came with.</param>
/// <param name="CreatedOn">When it came.</param>
public sealed record TicketFileResponse(
    Guid Id,
    string Name,
    string ContentType,
    int Size,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Conversation,
    DateTime CreatedOn);

/// <summary>A message that was added to a ticket.</summary>
/// <param name="Id">The message's number.</param>
/// <param name="Kind">OutboundEmail, PortalOutbound or InternalNote: how it reaches whom.</param>
/// <param name="Ticket">The ticket as it is now.</param>
public sealed record SaidResponse(long Id, string Kind, TicketResponse Ticket);
