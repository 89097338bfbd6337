using System.Text.Json;

namespace Leadline.Activities;

/// <summary>How LeadSquared answers posts of activities (core §3.1, §3.2).</summary>
internal static class LeadSquaredActivityAnswers
{
    public static void WritePosted(Utf8JsonWriter json, ActivityPosted posted, bool withScore)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, posted.ActivityId);
        if (withScore)
            json.WriteString("LeadScore"u8, posted.LeadScore);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
