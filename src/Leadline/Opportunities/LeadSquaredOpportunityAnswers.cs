using System.Text.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Opportunities;

/// <summary>
/// What captures and updates are answered with, at once or later through a queue (extended §2.1, §2.2).
/// </summary>
internal static class LeadSquaredOpportunityAnswers
{
    /// <summary>
    /// The answer to a capture that has an outcome: Status is a number, unlike in other answers (extended §2.1).
    /// </summary>
    public static void WriteCaptured(
        Utf8JsonWriter json, CaptureOpportunityBody capture, OpportunityCaptured outcome, Guid requestId)
    {
        var body = capture.Opportunity!;
        json.WriteStartObject();
        json.WriteNumber("Status"u8, 0);
        json.WriteNumber("PrimaryAction"u8, 0);
        json.WriteNumber("SecondaryAction"u8, 0);
        json.WriteNull("ExceptionType"u8);
        json.WriteNull("ExceptionMessage"u8);
        json.WriteString("RequestId"u8, requestId);
        json.WriteString("RelatedProspectId"u8, outcome.LeadId);
        json.WriteBoolean("IsUnique"u8, outcome.IsCreated);
        WriteId("CreatedOpportunityId"u8, outcome.IsCreated);
        WriteId("ConflictedOpportunityId"u8, !outcome.IsCreated);
        json.WriteStartArray("AdditionalDetails"u8);
        json.WriteStartObject();

        // 1: an opportunity was made. 3: a duplicate was recorded. What is said when it was asked not to be is not
        // known.
        json.WriteNumber("PostDeDupActionPerformed"u8, outcome.IsCreated ? 1 : outcome.DuplicateRecorded ? 3 : 0);
        json.WriteString("ActivityId"u8, outcome.ActivityId);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("OverwriteFields"u8, body.OverwriteFields == true);
        json.WriteBoolean("UpdateEmptyFields"u8, body.UpdateEmptyFields == true);
        json.WriteBoolean("DoNotPostDuplicateActivity"u8, body.DoNotPostDuplicateActivity == true);
        json.WriteBoolean("DoNotChangeOwner"u8, body.DoNotChangeOwner == true);
        json.WriteEndObject();

        void WriteId(ReadOnlySpan<byte> name, bool isThis)
        {
            if (isThis)
                json.WriteString(name, outcome.OpportunityId);
            else
                json.WriteNull(name);
        }
    }

    /// <summary>The answer to an update that was done (extended §2.2).</summary>
    public static void WriteUpdated(Utf8JsonWriter json, Guid opportunityId)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, opportunityId);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
