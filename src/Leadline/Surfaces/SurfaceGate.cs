using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Storage;
using Microsoft.AspNetCore.Http.Metadata;

namespace Leadline.Surfaces;

/// <summary>
/// What every call passes on its way to an endpoint, whatever the surface: who calls, from where, how often, and
/// whether this very call was answered before.
/// </summary>
internal sealed class SurfaceGate(
    AccountOperations accounts, RateLimits limits, IdempotencyKeys idempotency, RefusedCalls refusedCalls,
    RequestBody bodies, Diagnostics diagnostics)
{
    public const string IdempotencyHeader = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    public static readonly Failure WrongAddress = new(
        ErrorCode.InvalidCredentials, "Calls from this address are not allowed.");

    private static readonly Failure KeyTooLong = new(
        ErrorCode.InvalidInput, $"An {IdempotencyHeader} has at most {IdempotencyKeys.MaxLength} characters.");

    /// <summary>Runs the endpoint for an authenticated caller and sends its answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="surface">Whose form errors take.</param>
    /// <param name="caller">Who calls, or why nobody does.</param>
    /// <param name="quota">What the call counts against; null when it does not count.</param>
    /// <param name="endpoint">
    /// An <see cref="ApiHandler"/>, a <see cref="CommandEndpoint"/> or a <see cref="StreamEndpoint"/>.
    /// </param>
    /// <param name="keyScope">Who of the account's callers share their idempotency keys.</param>
    public async Task Run(
        HttpContext http, Surface surface, Result<Caller> caller, CallQuota? quota, Delegate endpoint,
        string keyScope = "")
    {
        var buffer = JsonBuffer.Rent();
        if (caller.Failure is null && !IsFromAllowed(http, caller.Value, quota)
            && await accounts.Renewed(caller.Value) is { } renewed)
            caller = renewed;
        if (caller.Failure is null && !HttpMethods.IsGet(http.Request.Method))
            ChangedBy.Current = By(http, caller.Value);
        var answer = Admit(http, surface, caller, quota) is { } refusal
            ? refusal
            : await Answer(http, surface, caller.Value, endpoint, keyScope, buffer);
        if (answer is { Failure: null, Stream: { } stream })
        {
            // It may go on for days.
            buffer.Return();
            await stream(http);
            return;
        }

        if (answer.File is { } file)
        {
            await JsonResponse.SendFile(http, file.Name, file.ContentType, file.Length, file.Send);
        }
        else
        {
            var status = answer.Kept?.Status ?? StatusCodes.Status200OK;
            if (status == StatusCodes.Status200OK)
                status = SuccessOf(http);
            if (answer.Failure is { } failure)
            {
                buffer.Clear();
                status = SurfaceErrors.Write(buffer.Writer, surface, failure);
                RetryAfter.Set(http.Response, failure.RetryAfter);
            }

            if ((answer.Failure ?? answer.Kept?.Failure) is { } refused)
                refusedCalls.Add(http, caller, refused, status);
            if (answer.Kept is { IsReplay: true })
                http.Response.Headers[ReplayedHeader] = "true";
            await JsonResponse.Send(http, status, buffer.Written());
        }

        buffer.Return();
    }

    /// <summary>Counts a call and tells its limit in the headers; null when it may go on.</summary>
    public Failure? Limit(HttpContext http, Surface surface, Account account, CallQuota quota)
    {
        var verdict = quota == CallQuota.Session && SessionCookie.Read(http.Request) is { } session
            ? limits.TakeSession(account.Id, session.SessionId)
            : limits.Take(account, quota);
        if (verdict.Limit > 0)
            TellLimit(http.Response.Headers, verdict);
        if (verdict.Allowed)
            return null;
        diagnostics.RateLimited(surface);
        return new Failure(
            ErrorCode.RateLimited,
            $"API calls exceeded the limit of {verdict.Limit} in {RateLimits.WindowSeconds} second(s)")
        {
            RetryAfter = verdict.RetryAfter,
        };
    }

    /// <summary>What a success is answered with, as the route's description has it.</summary>
    public static int SuccessOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IProducesResponseTypeMetadata>()?.StatusCode
        ?? StatusCodes.Status200OK;

    private Failure? Admit(HttpContext http, Surface surface, Result<Caller> caller, CallQuota? quota)
    {
        if (caller.Failure is { } failure)
            return failure;
        var account = caller.Value.Account;

        if (!IsFromAllowed(http, caller.Value, quota))
            return WrongAddress;
        return quota is { } counted ? Limit(http, surface, account, counted) : null;
    }

    /// <summary>Who makes the changes of a call, for the audit log.</summary>
    private static ChangedBy By(HttpContext http, Caller caller) => new(
        caller.User.Id,
        LeadlineSurface.Credentials(http.Request.Headers).AccessKey ?? AccessKey(http.Request.Query),
        http.Connection.RemoteIpAddress?.ToString());

    private static string? AccessKey(IQueryCollection query) =>
        query.TryGetValue("accessKey", out var key) ? key.ToString() : null;

    // A portal's visitors are the public, and come from anywhere.
    private static bool IsFromAllowed(HttpContext http, Caller caller, CallQuota? quota) =>
        quota == CallQuota.Portal || caller.Account.Addresses.Allows(http.Connection.RemoteIpAddress);

    private static void TellLimit(IHeaderDictionary headers, RateVerdict verdict)
    {
        headers["RateLimit-Limit"] = verdict.Limit.ToString();
        headers["RateLimit-Remaining"] = verdict.Remaining.ToString();
        headers["RateLimit-Reset"] = RetryAfter.Seconds(verdict.RetryAfter);
    }

    private async ValueTask<CommandAnswer> Answer(
        HttpContext http, Surface surface, Caller caller, Delegate endpoint, string keyScope, JsonBuffer buffer)
    {
        if (endpoint is StreamEndpoint stream)
        {
            var received = await stream(new Call(http, caller, default, buffer));
            if (received.Failure is { } unfit)
                return unfit;
            await using var kept = received.Value;
            return await Answer(http, surface, caller, (ApiHandler)kept.Accept, keyScope, buffer, kept.Hash);
        }

        var read = await bodies.Read(http);
        return read.Failure is { } busy
            ? busy
            : await Answer(http, surface, caller, endpoint, keyScope, buffer, read.Value);
    }

    private async ValueTask<CommandAnswer> Answer(
        HttpContext http, Surface surface, Caller caller, Delegate endpoint, string keyScope, JsonBuffer buffer,
        ReadOnlyMemory<byte> body)
    {
        var call = new Call(http, caller, body, buffer);
        var text = HttpMethods.IsPost(http.Request.Method) ? http.Request.Headers[IdempotencyHeader].ToString() : "";
        if (text.Length == 0)
            return await Invoke(call, endpoint);
        if (text.Length > IdempotencyKeys.MaxLength)
            return KeyTooLong;

        // An answer that is kept may tell what another user sees.
        var key = caller.IsRestricted ? $"{keyScope}{caller.User.Id:N} {text}" : keyScope + text;
        using var turn = await idempotency.Enter(http.Request, caller, key, body);
        if (endpoint is ApiHandler)
            return await idempotency.Once(
                turn.Key,
                buffer,
                surface,
                async connection => (await Invoke(call.Within(connection), endpoint)).Failure,
                http.RequestAborted);
        var answer = await Invoke(call.With(new IdempotencyClaims(idempotency, turn.Key, surface)), endpoint);

        // Answered before there was a command to carry the key: the answer is kept all the same.
        return answer is { Kept: null, Failure: null or { RetryAfter: null } }
            ? await idempotency.Once(
                turn.Key, buffer, surface, _ => Task.FromResult(answer.Failure), http.RequestAborted)
            : answer;
    }

    private async ValueTask<CommandAnswer> Invoke(Call call, Delegate endpoint)
    {
        if (endpoint is CommandEndpoint command)
            return Advised(await command(call), call);
        var answer = await Handle(call, (ApiHandler)endpoint);

        // A command looks for itself before it is refused.
        if (answer.Failure is { } refusal && MayBeOld(refusal.Code)
            && await accounts.Renewed(call.Caller) is { } caller)
        {
            call.Buffer.Clear();
            answer = await Handle(call.By(caller), (ApiHandler)endpoint);
        }

        return Advised(answer, call);
    }

    private static async ValueTask<CommandAnswer> Handle(Call call, ApiHandler endpoint) =>
        new(await endpoint(call)) { File = call.File, Stream = call.Stream };

    /// <summary>Whether a refusal may come of definitions that the account no longer has.</summary>
    private static bool MayBeOld(ErrorCode code) => code
        is ErrorCode.NotPermitted
        or ErrorCode.InvalidInput
        or ErrorCode.MissingAttribute
        or ErrorCode.UnknownAttribute
        or ErrorCode.UnknownField
        or ErrorCode.InvalidDataType
        or ErrorCode.InvalidOption
        or ErrorCode.InvalidOperator
        or ErrorCode.UnknownActivityType
        or ErrorCode.InvalidActivityFields
        or ErrorCode.UnknownRecord;

    private static CommandAnswer Advised(CommandAnswer answer, Call call)
    {
        return answer.Failure is { } failure ? ContentType.Advise(failure, call.Http.Request) : answer;
    }
}
