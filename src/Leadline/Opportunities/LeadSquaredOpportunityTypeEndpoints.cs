using Leadline.Activities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Opportunity types as LeadSquared's <c>OpportunityManagement.svc</c> lists them (extended §2.8).</summary>
internal sealed class LeadSquaredOpportunityTypeEndpoints(OpportunityTypeOperations types)
{
    /// <summary>A bare array, without the fields.</summary>
    public async Task<Failure?> List(Call call)
    {
        var all = await types.All(call.Caller.AccountId);
        return call.Answer([.. all.Select(Response)], LeadSquaredJson.Default.IReadOnlyListOpportunityTypeResponse);
    }

    /// <summary>The documented members first.</summary>
    public async Task<Failure?> GetMetadata(Call call)
    {
        var found = await types.Find(call.Caller.AccountId, int.TryParse(call.Query("code"), out var code) ? code : 0);
        if (found.Failure is not null)
            return ActivityRules.UnknownType;
        var type = found.Value;
        return call.Answer(
            new OpportunityTypeMetadataResponse
            {
                AllowAttachments = type.Type.AllowAttachments,
                CanDelete = type.Type.CanDelete,
                Description = type.Type.Description ?? "",
                DisplayName = type.Type.DisplayName,
                EventCode = type.Type.EventCode,
                Fields = LeadSquaredOpportunityFields.Describe(type.Definition, opportunity: null),
                ModifiedBy = type.ModifiedBy?.ToString(),
                Name = type.Type.Name,
                PluralName = type.PluralName,
            },
            LeadSquaredJson.Default.OpportunityTypeMetadataResponse);
    }

    /// <summary>Every account has opportunities; of another account nothing is told.</summary>
    public Task<Failure?> IsEnabled(Call call)
    {
        var isOwn = call.Query("orgId") is not { } orgId || orgId == call.Caller.AccountId.ToString();
        return Task.FromResult(call.Answer(
            new OpportunityEnabledResponse(isOwn ? "Enabled" : "Disabled"),
            LeadSquaredJson.Default.OpportunityEnabledResponse));
    }

    private static OpportunityTypeResponse Response(OpportunityType type) => new()
    {
        EventCode = type.Type.EventCode,
        Name = type.Type.Name,
        DisplayName = type.Type.DisplayName,
        PluralName = type.PluralName,
        CanDelete = type.Type.CanDelete,
        ModifiedBy = type.ModifiedBy?.ToString(),
    };
}
