using System.Text.Json;
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

    // Lead.Convert (a visitor becomes a lead) has the same parameters and answer (core §2.5): Leadline keeps no visitors
    // apart from leads.
    public async Task<Failure?> Update(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for updating lead");
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        var updated = Guid.TryParse(leadId, out var id)
            ? await leads.Update(call.Caller, id, properties.Value, call.Cancelled)
            : new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system");
        if (updated.Failure is { } failure)
            return failure;
        WriteMessage(call.Json, id: null, affectedRows: 1);
        return null;
    }

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

    public async Task<Failure?> Capture(Call call)
    {
        var behavior = Behavior(call.Query("LeadUpdateBehavior"));
        if (behavior.Failure is { } unknown)
            return unknown;
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        var captured = await leads.Capture(call.Caller, properties.Value, behavior.Value, call.Cancelled);
        if (captured.Failure is { } failure)
            return failure;

        // Clients read the lead's id from RelatedId or from Id: both hold it (core §2.16).
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, captured.Value.LeadId);
        json.WriteString("RelatedId"u8, captured.Value.LeadId);
        json.WriteBoolean("IsCreated"u8, captured.Value.IsCreated);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
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
