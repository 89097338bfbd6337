using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Ispcrm;

/// <summary>A ticket to make: the body of CreateTicket (extended §7.7).</summary>
public sealed record CreateTicketBody
{
    /// <summary>What it is about: one of getSubjects; mandatory.</summary>
    [JsonPropertyName("subject_id")]
    public int? SubjectId { get; init; }

    /// <summary>The number of its type, from 1 in the desk's order; mandatory.</summary>
    [JsonPropertyName("type_id")]
    public int? TypeId { get; init; }

    /// <summary>The number of its status, from 1 in the desk's order; the desk's first one when absent.</summary>
    [JsonPropertyName("status_id")]
    public int? StatusId { get; init; }

    /// <summary>What the customer says.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Low, Medium, High or whatever else the desk has.</summary>
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }

    /// <summary>The number of the lead whose ticket it is; the token's user when absent.</summary>
    [JsonPropertyName("lead_id")]
    public long? LeadId { get; init; }
}

/// <summary>What tickets may be about (extended §7.7).</summary>
/// <param name="Success">True.</param>
/// <param name="Data">The subjects.</param>
public sealed record SubjectsResponse(bool Success, IReadOnlyList<Subject> Data);

/// <summary>What a ticket may be about.</summary>
/// <param name="SubjectId">Its number, which it keeps.</param>
/// <param name="Name">Its name.</param>
public sealed record Subject([property: JsonPropertyName("subject_id")] int SubjectId, string Name);

/// <summary>A ticket was made.</summary>
/// <param name="Success">True.</param>
/// <param name="Message">Ticket created successfully.</param>
/// <param name="Data">The ticket.</param>
public sealed record CreatedTicketResponse(bool Success, string Message, CreatedTicket Data);

/// <summary>A ticket that was made.</summary>
/// <param name="TicketId">Its number.</param>
/// <param name="Status">Its status.</param>
public sealed record CreatedTicket([property: JsonPropertyName("ticket_id")] long TicketId, string Status);

/// <summary>A customer's tickets (extended §7.7).</summary>
/// <param name="Success">True.</param>
/// <param name="Data">At most 500, the newest first.</param>
public sealed record CustomerTicketsResponse(bool Success, IReadOnlyList<CustomerTicket> Data);

/// <summary>A customer's ticket (extended §7.7).</summary>
/// <param name="TicketId">Its number.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Status">Its status.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="UpdatedAt">When it was changed last, UTC.</param>
public sealed record CustomerTicket(
    [property: JsonPropertyName("ticket_id")] long TicketId,
    string Subject,
    string Status,
    string? Priority,
    [property: JsonPropertyName("created_at")] string CreatedAt,
    [property: JsonPropertyName("updated_at")] string UpdatedAt);
