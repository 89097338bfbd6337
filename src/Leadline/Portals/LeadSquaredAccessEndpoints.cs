using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>
/// What an administrator's keys give at the Portal API: its tokens (extended §4.2) and a key that signs a lead in
/// without a password (extended §4.10).
/// </summary>
internal sealed class LeadSquaredAccessEndpoints(
    PortalTokens tokens, PortalOperations portals, PortalSessions sessions, LeadReads reads)
{
    private static readonly Failure NoTenantKey = new(ErrorCode.InvalidCredentials, ErrorTexts.InvalidAccess);

    private static readonly Failure NoPortal = new(ErrorCode.UnknownRecord, "There is no such portal.");
    private static readonly Failure Incomplete = new(ErrorCode.MalformedBody, "LeadId and PortalId are mandatory.");

    public async Task<Failure?> PublicToken(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var key = PortalKeys.AuthKey(await Get(call, PortalTokens.Public));
        return call.Answer(new PublicTokenResponse(key), LeadSquaredJson.Default.PublicTokenResponse);
    }

    public async Task<Failure?> RegisterToken(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        return call.Answer(
            PortalKeys.RegisterToken(await Get(call, PortalTokens.Register)), LeadSquaredJson.Default.String);
    }

    /// <summary>The tenant key. Its path is not documented; this one is ours.</summary>
    public async Task<Failure?> TenantKey(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        return call.Answer(
            PortalKeys.AuthKey(await Get(call, PortalTokens.AutoLogin)), LeadSquaredJson.Default.String);
    }

    /// <summary>A session of the lead, for a link into the portal.</summary>
    public async Task<Failure?> Generate(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        if (PortalKeys.ReadAuthKey(call.Query("authkey")) is not { } key || key.AccountId != call.Caller.AccountId
            || !await tokens.IsLive(key, PortalTokens.AutoLogin))
            return NoTenantKey;
        var body = call.Read<PortalAutoLoginBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(body.Value.LeadId, out var leadId) || !Guid.TryParse(body.Value.PortalId, out var portalId))
            return Incomplete;
        if (await portals.Enter(call.Caller.AccountId, portalId, "") is not { } context)
            return NoPortal;
        if (await reads.ById(call.Caller, leadId, call.Cancelled) is null)
            return LeadRules.Unknown;
        var session = await sessions.Begin(context.Portal, call.Transaction, leadId, call.Cancelled);
        return LeadSquaredPortalEndpoints.Begun(call, new SignedIn(leadId, session));
    }

    private Task<PortalKey> Get(Call call, string kind)
    {
        var (accessKey, secretKey) = LeadSquaredSurface.Credentials(call.Http.Request);
        return tokens.Get(call.Caller, kind, accessKey!, secretKey!);
    }
}
