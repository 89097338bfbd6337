using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads.Merging;

/// <summary>Merging leads as LeadSquared's <c>LeadManagement.svc</c> does (core §2.13, §2.20).</summary>
internal sealed class LeadSquaredMergeEndpoints(LeadMergeOperations merges, LeadReads leads)
{
    // The ids stand in the query, and there is no body and no Message (core §2.13). A visitor's id is one that no lead
    // has: visitors are not kept apart.
    public async Task<CommandAnswer> Merge(Call call)
    {
        foreach (var name in (string[])["masterId", "childId"])
            if (call.Query(name) is null)
                return new Failure(ErrorCode.MissingAttribute, $"'{name}' is mandatory for merging leads");
        if (call.QueryId("masterId") is not { } parentId || call.QueryId("childId") is not { } childId)
            return LeadRules.Unknown;
        return await call.Run<LeadsMerged>(
            claim => merges.Merge(call.Caller, parentId, [childId], MergeChoice.Parents, claim, call.Cancelled),
            _ =>
            {
                call.Json.WriteStartObject();
                call.Json.WriteString("Status"u8, "Success"u8);
                call.Json.WriteEndObject();
            });
    }

    public async Task<Failure?> GetMergedChildLeadsByAuditId(Call call)
    {
        var body = call.Read<MergedLeadsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Parameter is not { } parameter)
            return Failure.Absent("You have not passed Parameter.");
        if (string.IsNullOrEmpty(parameter.MergeAuditId))
            return Failure.Absent("You have not passed MergeAuditId.");
        var found = Guid.TryParse(parameter.MergeAuditId, out var auditId)
            ? await merges.OfAudit(call.Caller, auditId, call.Cancelled)
            : [];
        var view = (await leads.Columns(call.Caller)).All;
        call.Json.WriteStartArray();
        foreach (var lead in found)
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        call.Json.WriteEndArray();
        return null;
    }
}
