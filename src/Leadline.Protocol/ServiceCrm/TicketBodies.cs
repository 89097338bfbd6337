using System.Text.Json.Serialization;
using Leadline.Protocol.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Protocol.ServiceCrm;

/// <summary>
/// A ticket to create or to change: a JSON body, or the part <c>ticketDTO</c> of a multipart one (extended §5.3, §5.4).
/// </summary>
public sealed record TicketBody
{
    /// <summary>Always 1.</summary>
    public string? TypeId { get; init; }

    /// <summary>The ticket's number when it is changed.</summary>
    public string? Id { get; init; }

    /// <summary>The lead whose ticket it is.</summary>
    public string? LeadId { get; init; }

    /// <summary>Values by schema name.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }

    /// <summary>Always 1.</summary>
    public string? RelatedTicketTypeId { get; init; }
}

/// <summary>
/// Body of <c>portal/activity</c>: what the customer said, or was answered, in a portal (extended §5.2).
/// </summary>
public sealed record PortalActivityBody
{
    /// <summary>What was said.</summary>
    [Limit(LimitAttribute.Value)]
    public string? Text { get; init; }

    /// <summary>INBOUND from the customer, OUTBOUND to the customer.</summary>
    public string? Direction { get; init; }
}

/// <summary>Body of <c>tickets/trash</c> (extended §5.6).</summary>
public sealed record TrashBody
{
    /// <summary>Numbers of tickets.</summary>
    [Limit(500, IsCheckedByCall = true)]
    public List<string>? TicketIds { get; init; }
}

/// <summary>Body of <c>internalnote/upload</c> (extended §5.7).</summary>
public sealed record InternalNoteBody
{
    /// <summary>The note.</summary>
    [Limit(LimitAttribute.Value)]
    public string? TextPart { get; init; }

    /// <summary>CreateInternalNote.</summary>
    public string? ActivityType { get; init; }

    /// <summary>Permament, as the wire spells it.</summary>
    public string? StorageType { get; init; }

    /// <summary>The ticket's number.</summary>
    public string? RelatedTicketId { get; init; }
}

/// <summary>Body of <c>conversation/filter</c> (extended §5.8).</summary>
public sealed record ConversationFilterBody
{
    /// <summary>The ticket's number.</summary>
    public string? TicketId { get; init; }

    /// <summary>The account's number.</summary>
    public string? OrgId { get; init; }

    /// <summary>InboundEmail, OutboundEmail, PortalInbound, PortalOutbound; none asks for all four.</summary>
    public List<string>? ActivityType { get; init; }

    /// <summary>Most entries to answer with.</summary>
    public int? Limit { get; init; }

    /// <summary>Entries to pass over.</summary>
    public int? Offset { get; init; }
}

/// <summary>Body of <c>fields/filter</c> (extended §5.9).</summary>
public sealed record TicketFieldFilterBody
{
    /// <summary>Most fields to answer with.</summary>
    public int? Limit { get; init; }

    /// <summary>Fields to pass over.</summary>
    public int? Offset { get; init; }

    /// <summary>A part of the schema name or display name.</summary>
    public string? SearchText { get; init; }
}
