using System.Text.Json;

namespace Leadline.Leads;

/// <summary>How LeadSquared answers writes of leads (core §2).</summary>
internal static class LeadSquaredLeadAnswers
{
    // Clients read the lead's id from RelatedId or from Id: both hold it (core §2.16).
    public static void WriteCaptured(Utf8JsonWriter json, LeadWritten captured)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, captured.LeadId);
        json.WriteString("RelatedId"u8, captured.LeadId);
        json.WriteBoolean("IsCreated"u8, captured.IsCreated);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteMessage(Utf8JsonWriter json, Guid? id, int? affectedRows)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        if (id is { } leadId)
            json.WriteString("Id"u8, leadId);
        if (affectedRows is { } rows)
            json.WriteNumber("AffectedRows"u8, rows);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
