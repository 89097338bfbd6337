using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>Sharing as LeadSquared's <c>EntityAccess.svc</c> does it (core §11, extended §2.12).</summary>
internal sealed class LeadSquaredShareEndpoints(EntityShares shares)
{
    /// <summary>The id of the sharing has no dashes.</summary>
    public async Task<Failure?> Share(Call call)
    {
        var body = call.Read<List<ShareBody>>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var shared = await shares.Share(call.Caller, call.Transaction, body.Value, call.Cancelled);
        return call.Answer(
            shared,
            id => new SuccessResponse<IdMessage>(new(id.ToString("N"))),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }
}
