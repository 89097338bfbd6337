using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads.Merging;

/// <summary>Merging leads in Leadline's own API.</summary>
internal sealed class LeadMergeEndpoints(LeadMergeOperations merges, LeadReads leads)
{
    private static readonly Failure NoLead = new(ErrorCode.UnknownRecord, "There is no such lead.");

    /// <summary><c>POST leads/{lead}/merge</c>: what the lead is then; with <c>preview</c>, what it would be.</summary>
    public async Task<CommandAnswer> Merge(Call call)
    {
        var body = call.Read<MergeLeadsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (call.RouteId("lead") is not { } parentId)
            return NoLead;
        if (body.Value.Children is not { Count: > 0 } children)
            return new Failure(ErrorCode.MissingAttribute, "'children' is mandatory.") { Field = "children" };
        var choice = new MergeChoice(body.Value.Values ?? [])
        {
            SeenOn = (body.Value.Versions ?? []).ToDictionary(seen => seen.Key, seen => IfMatch.Moment(seen.Value)),
        };
        var view = (await leads.Columns(call.Caller)).All;
        if (body.Value.Preview != true)
            return await call.Run<LeadsMerged>(
                claim => merges.Merge(call.Caller, parentId, children, choice, claim, call.Cancelled),
                merged => Write(call, view, merged));
        var preview = await merges.Preview(call.Caller, parentId, children, choice, call.Cancelled);
        if (preview.Failure is { } failure)
            return failure;
        Write(call, view, preview.Value);
        return CommandAnswer.Written;
    }

    /// <summary><c>GET leads/{lead}/merged-leads</c>: what the leads were that are a part of it.</summary>
    public async Task<Failure?> List(Call call)
    {
        if (call.RouteId("lead") is not { } leadId
            || await merges.OfLead(call.Caller, leadId, call.Cancelled) is not { } found)
            return NoLead;
        call.Json.WriteStartObject();
        LeadPages.WriteLeads(call, (await leads.Columns(call.Caller)).All, [.. found]);
        call.Json.WriteEndObject();
        return null;
    }

    private static void Write(Call call, LeadView view, LeadsMerged merged)
    {
        call.Json.WriteStartObject();
        call.Json.WritePropertyName("lead"u8);
        view.WriteFlat(call.Json, merged.Lead, call.Caller.Account);
        call.Json.WriteStartArray("mergedLeads"u8);
        foreach (var child in merged.Children)
            call.Json.WriteStringValue(child);
        call.Json.WriteEndArray();
        call.Json.WriteBoolean("isPreview"u8, merged.AuditId is null);
        if (merged.AuditId is { } auditId)
            call.Json.WriteString("auditId"u8, auditId);
        call.Json.WriteEndObject();
    }
}
