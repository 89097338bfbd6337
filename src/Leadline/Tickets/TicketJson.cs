using System.Text.Json;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>A ticket as Leadline's own API prints it.</summary>
internal static class TicketJson
{
    public static void Write(Utf8JsonWriter json, Ticket ticket, IReadOnlyList<long>? parts = null)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, ticket.Number);
        json.WriteString("ticketId"u8, ticket.Id);
        json.WriteString("key"u8, ticket.Key);
        json.WriteNumber("version"u8, ticket.Version);
        json.WriteString("leadId"u8, ticket.LeadId);
        Write(json, "groupId", ticket.GroupId);
        Write(json, "agentId", ticket.AgentId);
        Write(json, "parent", ticket.Parent);
        Write(json, "mergedInto", ticket.MergedInto);
        if (parts is not null)
        {
            json.WriteStartArray("parts"u8);
            foreach (var part in parts)
                json.WriteNumberValue(part);
            json.WriteEndArray();
        }

        json.WriteStartObject("fields"u8);
        foreach (var (name, value) in ticket.Values)
            json.WriteString(name, value);
        json.WriteEndObject();
        Write(json, "tags", ticket.Tags);
        Write(json, "watchers", ticket.Watchers);
        Write(json, ticket.Sla);
        json.WriteString("createdOn"u8, ticket.CreatedOn);
        json.WriteString("createdBy"u8, ticket.CreatedBy);
        json.WriteString("modifiedOn"u8, ticket.ModifiedOn);
        json.WriteString("modifiedBy"u8, ticket.ModifiedBy);
        Write(json, "trashedOn", ticket.TrashedOn);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SlaState sla)
    {
        json.WriteStartObject("sla"u8);
        Write(json, "policyId", sla.PolicyId);
        Write(json, "responseDueOn", sla.ResponseDueOn);
        Write(json, "resolutionDueOn", sla.ResolutionDueOn);
        Write(json, "respondedOn", sla.RespondedOn);
        Write(json, "resolvedOn", sla.ResolvedOn);
        Write(json, "responseBreachedOn", sla.ResponseBreachedOn);
        Write(json, "resolutionBreachedOn", sla.ResolutionBreachedOn);
        json.WriteBoolean("paused"u8, sla.IsPaused);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Guid? id)
    {
        if (id is { } known)
            json.WriteString(name, known);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, DateTime? moment)
    {
        if (moment is { } known)
            json.WriteString(name, known);
        else
            json.WriteNull(name);
    }
}
