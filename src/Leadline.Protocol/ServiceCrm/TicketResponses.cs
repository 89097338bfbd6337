using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.ServiceCrm;

/// <summary>A ticket was created or changed (extended §5.3, §5.4).</summary>
/// <param name="Status">Success.</param>
/// <param name="ReasonForFailure">Null.</param>
/// <param name="Id">The ticket's number.</param>
/// <param name="Message">What happened.</param>
/// <param name="Key">The number as people write it: #157.</param>
/// <param name="TicketId">The ticket's GUID; null when it was changed.</param>
public sealed record TicketSavedResponse(
    string Status, string? ReasonForFailure, string Id, string Message, string Key, Guid? TicketId);

/// <summary>A ticket with all its fields (extended §5.5).</summary>
/// <param name="TypeId">The word null.</param>
/// <param name="Id">The ticket's number.</param>
/// <param name="TicketId">The ticket's GUID.</param>
/// <param name="LeadId">The lead whose ticket it is.</param>
/// <param name="OpportunityId">Null.</param>
/// <param name="Association">0.</param>
/// <param name="BulkUpdate">False.</param>
/// <param name="Dispose">False.</param>
/// <param name="Fields">Every field of tickets.</param>
public sealed record TicketResponse(
    string TypeId,
    string Id,
    Guid TicketId,
    Guid LeadId,
    string? OpportunityId,
    int Association,
    bool BulkUpdate,
    bool Dispose,
    IReadOnlyList<TicketFieldValue> Fields);

/// <summary>A field of a ticket with its value.</summary>
/// <param name="SchemaName">The field.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="SubFields">Null.</param>
public sealed record TicketFieldValue(string SchemaName, string? Value, string? SubFields);

/// <summary>Which tickets were put into the bin (extended §5.6).</summary>
/// <param name="SuccessfulIds">Their numbers.</param>
/// <param name="FailedIds">Those that were not: numbers, or what was sent where it was none.</param>
public sealed record TrashResponse(
    IReadOnlyList<long> SuccessfulIds,
    [property: JsonConverter(typeof(NumbersConverter))] IReadOnlyList<string> FailedIds);

/// <summary>What was said in a portal was added (extended §5.2).</summary>
/// <param name="Id">The message's number.</param>
/// <param name="Status">Success.</param>
/// <param name="Message">Null.</param>
public sealed record PortalActivityResponse(string Id, string Status, string? Message);

/// <summary>A note among agents was added (extended §5.7).</summary>
/// <param name="Message">Activity Created.</param>
/// <param name="RelatedTicketId">The ticket's number.</param>
/// <param name="RelatedOrgId">The account's number.</param>
/// <param name="RelatedChannelMonitoringRequestId">0.</param>
public sealed record InternalNoteResponse(
    string Message, string RelatedTicketId, string RelatedOrgId, int RelatedChannelMonitoringRequestId);

/// <summary>What was said on a ticket (extended §5.8).</summary>
/// <param name="Total">Messages that match, whatever the page holds.</param>
/// <param name="Conversations">Null.</param>
/// <param name="ConversationList">The page.</param>
public sealed record ConversationsResponse(
    long Total, string? Conversations, IReadOnlyList<ConversationResponse> ConversationList);

/// <summary>A message of a ticket (extended §5.8).</summary>
/// <param name="RelatedActivityType">InboundEmail, OutboundEmail, PortalInbound or PortalOutbound.</param>
/// <param name="Html">The message as HTML that is safe to show.</param>
/// <param name="Text">The message as text.</param>
/// <param name="Attachments">The files that came with it.</param>
/// <param name="CreatedBy">The user who wrote or took it.</param>
/// <param name="CreatedOn">When it came, UTC.</param>
/// <param name="Id">Its number.</param>
public sealed record ConversationResponse(
    string RelatedActivityType,
    string? Html,
    string? Text,
    IReadOnlyList<AttachmentResponse> Attachments,
    Guid CreatedBy,
    string CreatedOn,
    long Id);

/// <summary>A file of a message.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record AttachmentResponse(Guid Id, string Name, string ContentType, int Size);

/// <summary>Why a call was refused: its own members, and those that the other LeadSquared APIs have.</summary>
/// <param name="Id">Null.</param>
/// <param name="Status">Error.</param>
/// <param name="Message">The explanation.</param>
/// <param name="ReasonForFailure">The explanation.</param>
/// <param name="ExceptionType">The kind of refusal.</param>
/// <param name="ExceptionMessage">The explanation.</param>
public sealed record ErrorResponse(
    string? Id, string Status, string Message, string ReasonForFailure, string ExceptionType, string ExceptionMessage)
{
    /// <summary>One explanation in the three places where clients look for it.</summary>
    public ErrorResponse(string exceptionType, string message)
        : this(null, "Error", message, message, exceptionType, message)
    {
    }
}
