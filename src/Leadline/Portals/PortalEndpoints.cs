using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Json;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>Portals and their tokens in Leadline's own API.</summary>
internal sealed class PortalEndpoints(PortalOperations portals, PortalTokens tokens, PublicAddress address)
{
    private static readonly Failure UnknownKind = new(
        ErrorCode.InvalidInput, "The kind of a token is public or register.");

    public async Task<Failure?> List(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var all = await portals.All(call.Caller);
        return call.Answer(new PortalsResponse([.. all.Select(Response)]), OwnJson.Default.PortalsResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        PortalOperations.Refuse(call.Caller) ?? Answer(call, await portals.Find(call.Caller, Id(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = Read(call);
        return body.Failure
            ?? Answer(
                call,
                await portals.Create(
                    call.Caller, body.Value.Name, body.Value.IsActive, PortalMessages.Read(body.Value.Settings)));
    }

    /// <summary>Replaces a portal's name and settings; what is not sent is as in a new portal.</summary>
    public async Task<Failure?> Replace(Call call)
    {
        var body = Read(call);
        return body.Failure ?? Answer(
            call,
            await portals.Replace(
                call.Caller, Id(call), body.Value.Name, body.Value.IsActive, PortalMessages.Read(body.Value.Settings)));
    }

    public async Task<Failure?> Delete(Call call) =>
        await portals.Remove(call.Caller, Id(call)) ?? Done(call);

    public async Task<Failure?> ListTokens(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var live = await tokens.All(call.Caller.AccountId);
        return call.Answer(new PortalTokensResponse([.. live.Select(Response)]), OwnJson.Default.PortalTokensResponse);
    }

    /// <summary>Makes the token that is given out from now on; earlier ones live until they are revoked.</summary>
    public async Task<Failure?> Rotate(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var kind = call.Query("kind");
        if (kind is not (PortalTokens.Public or PortalTokens.Register))
            return UnknownKind;
        var (accessKey, secretKey) = LeadlineSurface.Credentials(call.Http.Request.Headers);
        var key = await tokens.Rotate(call.Caller, kind, accessKey!, secretKey!);
        var token = kind == PortalTokens.Public ? PortalKeys.AuthKey(key) : PortalKeys.RegisterToken(key);
        return call.Answer(new PortalTokenResponse(key.Id, token), OwnJson.Default.PortalTokenResponse);
    }

    public async Task<Failure?> Revoke(Call call) =>
        PortalOperations.Refuse(call.Caller)
        ?? await tokens.Revoke(call.Caller.AccountId, call.Route("tokenId"))
        ?? Done(call);

    private Failure? Answer(Call call, Result<Portal> portal) =>
        call.Answer(portal, Response, OwnJson.Default.PortalResponse);

    private static Failure? Done(Call call) => call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private PortalResponse Response(Portal portal) => new(
        portal.Id,
        portal.Name,
        portal.IsActive,
        address.Hosted(portal, "").TrimEnd('/'),
        PortalMessages.Message(portal.Settings),
        portal.CreatedOn,
        portal.ModifiedOn);

    private static PortalTokenEntryResponse Response(PortalToken token) =>
        new(token.Id, token.Kind, token.AccessKey, token.CreatedOn, token.ExpiresOn);

    // Strict: a misspelt rule for passwords must not be a rule that is not there.
    private static Result<PortalRequest> Read(Call call)
    {
        var read = JsonText.ReadStrictly<PortalRequest>(call.Body.Span, OwnJson.Default.Options);
        if (read.IsTooLarge)
            return Call.Refusal(read);
        return read.Error is null && read.Value is { } body && PortalMessages.IsWhole(body.Settings)
            ? body
            : new Failure(
                ErrorCode.MalformedBody,
                read.Error ?? "The request body is missing, or a list of settings holds null.")
            {
                IsUnreadable = true,
            };
    }

    private static Guid Id(Call call) => call.RouteId("portalId") ?? Guid.Empty;
}
