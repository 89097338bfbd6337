using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users.SignIn;

/// <summary>Passkeys (WebAuthn) at Leadline's own API.</summary>
internal sealed class PasskeyEndpoints(
    Passkeys passkeys, SessionEndpoints sessions, ServerOptions server, ServerKey key, TimeProvider clock)
{
    private static readonly Failure NoName = new(
        ErrorCode.InvalidInput, "A passkey belongs to a name: open Leadline by its host's name, not by an address.");

    /// <summary>What a browser signs in with.</summary>
    public Task<Failure?> SignInOptions(OpenCall call) => Task.FromResult(call.Answer(
        Ceremony(call.Http.Request), ceremony => ceremony.RequestOptions(),
        OwnJson.Default.PasskeyRequestOptionsResponse));

    public async Task<Failure?> SignIn(OpenCall call)
    {
        var (body, ceremony) = (call.Read<PasskeySignInRequest>(), Ceremony(call.Http.Request));
        if ((body.Failure ?? ceremony.Failure) is { } failure)
            return failure;
        return body.Value.Credential is not { } signed
            ? Failure.Absent("credential") with { Field = "credential" }
            : await sessions.Answer(call, await passkeys.SignIn(signed, ceremony.Value, call.From));
    }

    public async Task<Failure?> List(Call call) => call.Answer(
        new PasskeysResponse([.. (await passkeys.Of(call.Caller)).Select(Response)]),
        OwnJson.Default.PasskeysResponse);

    /// <summary>What a browser makes a passkey with.</summary>
    public async Task<Failure?> Options(Call call)
    {
        var (body, ceremony) = (call.ReadStrictly<PasskeyOptionsRequest>(), Ceremony(call.Http.Request));
        if ((body.Failure ?? ceremony.Failure) is { } failure)
            return failure;
        return body.Value.Password is not { } password
            ? Failure.Absent("password") with { Field = "password" }
            : call.Answer(
                await passkeys.Begin(call.Caller, password, ceremony.Value), options => options,
                OwnJson.Default.PasskeyCreationOptionsResponse);
    }

    public async Task<Failure?> Add(Call call)
    {
        var (body, ceremony) = (call.Read<NewPasskeyRequest>(), Ceremony(call.Http.Request));
        if ((body.Failure ?? ceremony.Failure) is { } failure)
            return failure;
        if (string.IsNullOrWhiteSpace(body.Value.Name))
            return Failure.Absent("name") with { Field = "name" };
        if (body.Value.Credential is not { } made)
            return Failure.Absent("credential") with { Field = "credential" };
        return call.Answer(
            await passkeys.Add(
                call.Caller, call.Transaction, body.Value.Name.Trim(), made, ceremony.Value,
                SessionEndpoints.Key(call)?.SessionId),
            added => new NewPasskeyResponse(Response(added.Passkey), added.RecoveryCodes),
            OwnJson.Default.NewPasskeyResponse);
    }

    public async Task<Failure?> Remove(Call call)
    {
        var body = call.ReadStrictly<PasskeyOptionsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (call.RouteId("passkey") is not { } id)
            return Passkeys.Unknown;
        return body.Value.Password is not { } password
            ? Failure.Absent("password") with { Field = "password" }
            : await passkeys.Remove(call.Caller, call.Transaction, id, password)
                ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    private static PasskeyResponse Response(Passkey passkey) =>
        new(passkey.Id, passkey.Name, passkey.RelyingParty, passkey.CreatedOn, passkey.UsedOn);

    // A passkey is kept with the host that it was made at, so that a request that names another host opens nothing.
    private Result<PasskeyCeremony> Ceremony(HttpRequest request)
    {
        var address = server.PublicUrl ?? $"{request.Scheme}://{request.Host}";
        return Uri.TryCreate(address, UriKind.Absolute, out var host) && host.HostNameType == UriHostNameType.Dns
            ? new PasskeyCeremony(host, key, clock)
            : NoName;
    }
}
