using Leadline.Activities;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Opportunity types as LeadSquared's <c>OpportunityManagement.svc</c> lists them (extended §2.8).</summary>
internal sealed class LeadSquaredOpportunityTypeEndpoints(OpportunityTypeOperations types)
{
    /// <summary>A bare array, without the fields.</summary>
    public async Task<Failure?> List(Call call)
    {
        var json = call.Json;
        json.WriteStartArray();
        foreach (var type in await types.All(call.Caller.AccountId))
        {
            json.WriteStartObject();
            json.WriteNumber("EventCode"u8, type.Type.EventCode);
            json.WriteString("Name"u8, type.Type.Name);
            json.WriteString("DisplayName"u8, type.Type.DisplayName);
            json.WriteString("PluralName"u8, type.PluralName);
            json.WriteBoolean("CanDelete"u8, type.Type.CanDelete);
            json.WriteString("ModifiedBy"u8, type.ModifiedBy?.ToString());
            json.WriteNull("Fields"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return null;
    }

    /// <summary>The documented members first.</summary>
    public async Task<Failure?> GetMetadata(Call call)
    {
        var found = await types.Find(call.Caller.AccountId, int.TryParse(call.Query("code"), out var code) ? code : 0);
        if (found.Failure is not null)
            return ActivityRules.UnknownType;
        var type = found.Value;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteBoolean("AllowAttachments"u8, type.Type.AllowAttachments);
        json.WriteBoolean("CanDelete"u8, type.Type.CanDelete);
        json.WriteString("Description"u8, type.Type.Description ?? "");
        json.WriteString("DisplayName"u8, type.Type.DisplayName);
        json.WriteNumber("EventCode"u8, type.Type.EventCode);
        LeadSquaredOpportunityFieldJson.Write(json, type.Definition, opportunity: null);
        json.WriteString("ModifiedBy"u8, type.ModifiedBy?.ToString());
        json.WriteString("Name"u8, type.Type.Name);
        json.WriteString("PluralName"u8, type.PluralName);
        json.WriteEndObject();
        return null;
    }

    /// <summary>Every account has opportunities; of another account nothing is told.</summary>
    public Task<Failure?> IsEnabled(Call call)
    {
        var isOwn = call.Query("orgId") is not { } orgId || orgId == call.Caller.AccountId.ToString();
        call.Json.WriteStartObject();
        call.Json.WriteString("OpportunityManagement"u8, isOwn ? "Enabled"u8 : "Disabled"u8);
        call.Json.WriteEndObject();
        return Task.FromResult<Failure?>(null);
    }
}
