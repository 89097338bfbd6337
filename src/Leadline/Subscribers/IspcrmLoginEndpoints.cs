using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>Sessions as ISPCRM has them (extended §7.3): a user's password for a bearer token.</summary>
internal sealed class IspcrmLoginEndpoints(
    PasswordLogin passwords,
    SessionTokens sessions,
    SubscriberOperations subscribers,
    RateLimits limits,
    RequestBody bodies)
{
    private static readonly Failure TooMany = new(
        ErrorCode.RateLimited, "Too many login attempts. Please try again later.");

    public async Task Login(HttpContext http)
    {
        var buffer = JsonBuffer.Rent();
        var status = await Login(http, buffer.Writer);
        await JsonResponse.Send(http, status, buffer.Written());
        buffer.Return();
    }

    public async Task<Failure?> Logout(Call call)
    {
        await sessions.End(call.Caller, IspcrmSurface.Token(call.Http.Request)!);
        return call.Answer(new ResultResponse(Success: true, "Logout successful"), IspcrmJson.Default.ResultResponse);
    }

    private async Task<int> Login(HttpContext http, Utf8JsonWriter json)
    {
        var address = http.Connection.RemoteIpAddress;
        var verdict = limits.TakeLogin(address?.ToString() ?? "");
        if (!verdict.Allowed)
        {
            RetryAfter.Set(http.Response, verdict.RetryAfter);
            return SurfaceErrors.Write(json, Surface.Ispcrm, TooMany);
        }

        var read = await bodies.Read(http, RequestBody.MaxAnonymousBytes);
        if (read.Failure is { } refusal)
        {
            RetryAfter.Set(http.Response, refusal.RetryAfter);
            return SurfaceErrors.Write(json, Surface.Ispcrm, refusal);
        }

        var body = IspcrmBody.Read<LoginBody>(read.Value.Span);
        if (body.Failure is { } unreadable)
            return SurfaceErrors.Write(json, Surface.Ispcrm, ContentType.Advise(unreadable, http.Request));
        var caller = await passwords.Find(body.Value.Username ?? "", body.Value.Password ?? "");
        if (caller is null || !caller.Account.Addresses.Allows(address))
        {
            // Neither this answer nor a session's has the envelope that all others have.
            JsonSerializer.Serialize(
                json, new LoginRefusedResponse("Invalid credentials"), IspcrmJson.Default.LoginRefusedResponse);
            return StatusCodes.Status401Unauthorized;
        }

        var self = await subscribers.Self(caller);
        var token = await sessions.Begin(
            caller,
            [
                new("subscriber", new Dictionary<string, object>
                {
                    ["id"] = self.Number, ["customer_id"] = self.CustomerId, ["username"] = self.Username ?? "",
                }),
            ]);
        JsonSerializer.Serialize(
            json,
            new LoginResponse(
                "Login successful",
                token,
                new SessionSubscriber(self.Number, self.CustomerId, self.Username, self.FirstName, self.LastName)),
            IspcrmJson.Default.LoginResponse);
        return StatusCodes.Status200OK;
    }
}
