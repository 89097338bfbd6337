using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Sharing as LeadSquared's <c>EntityAccess.svc</c> does it (extended §2.12).</summary>
internal sealed class LeadSquaredShareEndpoints(OpportunityShares shares)
{
    /// <summary>The id of the sharing has no dashes.</summary>
    public async Task<Failure?> Share(Call call)
    {
        var body = call.Read<List<ShareBody>>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var shared = await shares.Share(call.Caller, call.Transaction, body.Value);
        if (shared.Failure is { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteStartObject("Message"u8);
        call.Json.WriteString("Id"u8, shared.Value.ToString("N"));
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }
}
