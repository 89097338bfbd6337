using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Profiles;

/// <summary>Keys in Leadline's own API.</summary>
internal sealed class KeyEndpoints(KeyOperations keys)
{
    private const int StartLength = 12;
    private const string Access = "access";

    /// <summary><c>GET keys?user=me|all</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var of = call.Query("user") ?? "me";
        if (of is not ("me" or "all"))
            return new Failure(ErrorCode.InvalidInput, "'user' is me or all.") { Field = "user" };
        return call.Answer(
            await keys.List(call.Caller, of == "all", call.Cancelled),
            found => new KeysResponse([.. found.Select(key => Response(call, key))]),
            OwnJson.Default.KeysResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<KeyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        return call.Answer(
            await keys.Create(
                call.Caller, call.Transaction, request.Name, request.Kind, request.ExpiresOn?.ToUniversalTime(),
                call.Cancelled),
            made => made.Key.Kind == Access
                ? new NewKeyResponse(Response(call, made.Key), made.Key.AccessKey, made.Secret, Token: null)
                : new NewKeyResponse(Response(call, made.Key), AccessKey: null, SecretKey: null, made.Secret),
            OwnJson.Default.NewKeyResponse);
    }

    public async Task<Failure?> Revoke(Call call) =>
        await keys.Revoke(call.Caller, call.Transaction, call.Route("key"), call.Cancelled)
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static KeyResponse Response(Call call, KnownKey key) => new(
        key.AccessKey,
        key.Name,
        key.Kind,
        key.AccessKey[..Math.Min(StartLength, key.AccessKey.Length)],
        key.UserId,
        call.Caller.Account.Users.GetValueOrDefault(key.UserId)?.Name,
        key.CreatedOn,
        key.LastUsedOn,
        key.ExpiresOn);
}
