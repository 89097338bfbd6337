using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Writing leads as LeadSquared's <c>LeadManagement.svc</c> does (core §2).</summary>
internal sealed class LeadSquaredLeadEndpoints(LeadOperations leads)
{
    public async Task<Failure?> Create(Call call)
    {
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        var created = await leads.Create(call.Caller, properties.Value, call.Cancelled);
        if (created.Failure is { } failure)
            return failure;
        WriteMessage(call.Json, created.Value.LeadId, affectedRows: null);
        return null;
    }

    public Task<Failure?> Update(Call call) => Run(call, PlanUpdate(call.Caller, call.Query("leadId"), call.Body.Span));

    // Has the parameters and the answer of an update (core §2.5). A visitor's id is one that no lead has yet.
    public Task<Failure?> Convert(Call call) =>
        Run(call, PlanOfId(call.Caller, call.Query("leadId"), call.Body.Span, LeadOperations.PlanConvert));

    /// <summary>Reads an update; the lead's id comes beside the body.</summary>
    public static Result<PlannedWrite> PlanUpdate(Caller caller, string? leadId, ReadOnlySpan<byte> body) =>
        PlanOfId(caller, leadId, body, LeadOperations.PlanUpdate);

    public async Task<Failure?> CreateOrUpdate(Call call)
    {
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        var written = await leads.CreateOrUpdate(call.Caller, properties.Value, call.Cancelled);
        if (written.Failure is { } failure)
            return failure;
        WriteMessage(call.Json, written.Value.LeadId, affectedRows: 1);
        return null;
    }

    public Task<Failure?> Capture(Call call) =>
        Run(call, PlanCapture(call.Caller, call.Query("LeadUpdateBehavior"), call.Body.Span));

    /// <summary>Reads a capture; what happens to a lead that is there comes beside the body.</summary>
    public static Result<PlannedWrite> PlanCapture(Caller caller, string? updateBehavior, ReadOnlySpan<byte> body)
    {
        var behavior = Behavior(updateBehavior);
        if (behavior.Failure is { } unknown)
            return unknown;
        var properties = Call.Read<List<LeadProperty>>(body);
        if (properties.Failure is { } unreadable)
            return unreadable;
        var write = LeadOperations.PlanCapture(caller, properties.Value, behavior.Value);
        return new PlannedWrite(write, json => WriteCaptured(json, write.Outcome.Value));
    }

    // Deletes by GET, and answers without a Message (core §2.13).
    public async Task<Failure?> Delete(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for deleting lead");
        if (!Guid.TryParse(leadId, out var id))
            return new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system");
        if (await leads.Delete(call.Caller, id, call.Cancelled) is { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteEndObject();
        return null;
    }

    private static Result<PlannedWrite> PlanOfId(
        Caller caller, string? leadId, ReadOnlySpan<byte> body, Func<Caller, Guid, IReadOnlyList<LeadProperty>, LeadWrite> plan)
    {
        if (leadId is null)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for updating lead");
        var properties = Call.Read<List<LeadProperty>>(body);
        if (properties.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(leadId, out var id))
            return new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system");
        return new PlannedWrite(plan(caller, id, properties.Value), json => WriteMessage(json, id: null, affectedRows: 1));
    }

    private async Task<Failure?> Run(Call call, Result<PlannedWrite> planned)
    {
        if (planned.Failure is { } refusal)
            return refusal;
        var written = await leads.Write(planned.Value.Write, call.Cancelled);
        if (written.Failure is { } failure)
            return failure;
        planned.Value.Tell(call.Json);
        return null;
    }

    // Clients read the lead's id from RelatedId or from Id: both hold it (core §2.16).
    private static void WriteCaptured(Utf8JsonWriter json, LeadWritten captured)
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

    private static Result<LeadUpdateBehavior> Behavior(string? name) => name switch
    {
        null or "None" => LeadUpdateBehavior.UpdateAll,
        _ when Enum.TryParse<LeadUpdateBehavior>(name, ignoreCase: true, out var behavior) && !char.IsDigit(name[0]) => behavior,
        _ => new Failure(ErrorCode.InvalidInput, "Invalid Input! Parameter Name: LeadUpdateBehavior"),
    };

    private static void WriteMessage(Utf8JsonWriter json, Guid? id, int? affectedRows)
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
