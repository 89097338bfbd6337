using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Portals;

/// <summary>Portals and their tokens in Leadline's own API.</summary>
internal sealed class PortalEndpoints(PortalOperations portals, PortalTokens tokens, PublicAddress address)
{
    // Strict: a misspelt rule for passwords must not be a rule that is not there.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Failure UnknownKind = new(ErrorCode.InvalidInput, "The kind of a token is public or register.");

    public async Task<Failure?> List(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("portals"u8);
        foreach (var portal in await portals.All(call.Caller))
            Write(json, portal);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Get(Call call) =>
        PortalOperations.Refuse(call.Caller) ?? Answer(call, await portals.Find(call.Caller, Id(call)));

    public async Task<Failure?> Create(Call call)
    {
        var body = Read(call);
        return body.Failure ?? Answer(
            call, await portals.Create(call.Caller, body.Value.Name, body.Value.IsActive, body.Value.Settings ?? new PortalSettings()));
    }

    /// <summary>Replaces a portal's name and settings; what is not sent is as in a new portal.</summary>
    public async Task<Failure?> Replace(Call call)
    {
        var body = Read(call);
        return body.Failure ?? Answer(
            call,
            await portals.Replace(
                call.Caller, Id(call), body.Value.Name, body.Value.IsActive, body.Value.Settings ?? new PortalSettings()));
    }

    public async Task<Failure?> Delete(Call call) =>
        await portals.Remove(call.Caller, Id(call)) is { } failure ? failure : WriteDone(call.Json);

    public async Task<Failure?> ListTokens(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("tokens"u8);
        foreach (var token in await tokens.All(call.Caller.AccountId))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, token.Id);
            json.WriteString("kind"u8, token.Kind);
            json.WriteString("accessKey"u8, token.AccessKey);
            json.WriteString("createdOn"u8, token.CreatedOn);
            if (token.ExpiresOn is { } expiresOn)
                json.WriteString("expiresOn"u8, expiresOn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    /// <summary>Makes the token that is given out from now on; earlier ones live until they are revoked.</summary>
    public async Task<Failure?> Rotate(Call call)
    {
        if (PortalOperations.Refuse(call.Caller) is { } refusal)
            return refusal;
        var kind = call.Route("kind");
        if (kind is not (PortalTokens.Public or PortalTokens.Register))
            return UnknownKind;
        var (accessKey, secretKey) = LeadlineSurface.Credentials(call.Http.Request.Headers);
        var key = await tokens.Rotate(call.Caller, kind, accessKey!, secretKey!);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("id"u8, key.Id);
        json.WriteString("token"u8, kind == PortalTokens.Public ? PortalKeys.AuthKey(key) : PortalKeys.RegisterToken(key));
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Revoke(Call call) =>
        PortalOperations.Refuse(call.Caller) ?? await tokens.Revoke(call.Caller.AccountId, call.Route("tokenId")) ?? WriteDone(call.Json);

    private Failure? Answer(Call call, Result<Portal> portal)
    {
        if (portal.Failure is { } failure)
            return failure;
        Write(call.Json, portal.Value);
        return null;
    }

    private void Write(Utf8JsonWriter json, Portal portal)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, portal.Id);
        json.WriteString("name"u8, portal.Name);
        json.WriteBoolean("isActive"u8, portal.IsActive);
        json.WriteString("url"u8, address.Hosted(portal, "").TrimEnd('/'));
        json.WritePropertyName("settings"u8);
        JsonSerializer.Serialize(json, portal.Settings, Json);
        json.WriteString("createdOn"u8, portal.CreatedOn);
        json.WriteString("modifiedOn"u8, portal.ModifiedOn);
        json.WriteEndObject();
    }

    private static Result<PortalBody> Read(Call call)
    {
        try
        {
            return JsonSerializer.Deserialize<PortalBody>(call.Body.Span, Json) is { } body && (body.Settings?.IsWhole ?? true)
                ? body
                : new Failure(ErrorCode.MalformedBody, "The request body is missing, or a group of settings is null.");
        }
        catch (JsonException exception)
        {
            return new Failure(ErrorCode.MalformedBody, exception.Message);
        }
    }

    private static Failure? WriteDone(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
        return null;
    }

    private static Guid Id(Call call) => Guid.TryParse(call.Route("portalId"), out var id) ? id : Guid.Empty;
}

/// <summary>Body that makes or replaces a portal.</summary>
internal sealed record PortalBody(string? Name, bool IsActive = true, PortalSettings? Settings = null);
