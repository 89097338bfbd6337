using System.Text.Json;
using Leadline.Protocol.Own;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>Tickets, their history and their files as Leadline's own API shows them.</summary>
internal static class TicketResponses
{
    public static TicketResponse Response(Ticket ticket, IReadOnlyList<long>? parts = null) => new(
        ticket.Number,
        ticket.Id,
        ticket.Key,
        ticket.Version,
        ticket.LeadId,
        ticket.GroupId,
        ticket.AgentId,
        ticket.Parent,
        ticket.MergedInto,
        parts,
        ticket.Values,
        ticket.Tags,
        ticket.Watchers,
        Response(ticket.Sla),
        ticket.CreatedOn,
        ticket.CreatedBy,
        ticket.ModifiedOn,
        ticket.ModifiedBy,
        ticket.TrashedOn);

    public static TicketVersionResponse Response(TicketVersion version) => new(
        version.Version,
        version.Kind,
        version.UserId,
        version.OccurredOn,
        version.Changes is { } changes
            ? JsonSerializer.Deserialize(changes, OwnJson.Default.IReadOnlyDictionaryStringValueChangeResponse)
            : null);

    public static TicketFileResponse Response(FileEntry file) =>
        new(file.Id, file.Name, file.ContentType, file.Size, file.Conversation, file.CreatedOn);

    private static TicketSlaResponse Response(SlaState sla) => new(
        sla.PolicyId,
        sla.ResponseDueOn,
        sla.ResolutionDueOn,
        sla.RespondedOn,
        sla.ResolvedOn,
        sla.ResponseBreachedOn,
        sla.ResolutionBreachedOn,
        sla.IsPaused);
}
