using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>
/// Capturing, changing and deleting opportunities as LeadSquared's <c>OpportunityManagement.svc</c> does (extended
/// §2.1, §2.2, §2.10).
/// </summary>
internal sealed class LeadSquaredOpportunityEndpoints(OpportunityOperations opportunities)
{
    public async Task<CommandAnswer> Capture(Call call)
    {
        var body = LeadSquaredOpportunityInput.ReadCapture(call.Body.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        return await call.Run<OpportunityCaptured>(
            claim => opportunities.Capture(call.Caller, body.Value, claim, call.Cancelled),
            captured => LeadSquaredOpportunityAnswers.WriteCaptured(call.Json, body.Value, captured, Ids.New()));
    }

    public async Task<CommandAnswer> Update(Call call)
    {
        var body = LeadSquaredOpportunityInput.ReadUpdate(call.Body.Span);
        if (body.Failure is { } unreadable)
            return unreadable;
        return await call.Run<Guid>(
            claim => opportunities.Update(call.Caller, body.Value, claim, call.Cancelled),
            updated => LeadSquaredOpportunityAnswers.WriteUpdated(call.Json, updated));
    }

    /// <summary>A GET that changes (extended §2.10).</summary>
    public async Task<Failure?> Delete(Call call)
    {
        if (
            (await opportunities.Delete(call.Caller, call.QueryId("Id") ?? Guid.Empty, call.Cancelled)).Failure is
            { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteStartObject("Message"u8);
        call.Json.WriteBoolean("IsSuccessful"u8, true);
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }
}
