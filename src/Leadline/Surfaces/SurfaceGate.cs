using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>
/// What every call passes on its way to an endpoint, whatever the surface: who calls, from where, how often, and
/// whether this very call was answered before.
/// </summary>
internal sealed class SurfaceGate(RateLimits limits, IdempotencyKeys idempotency, Diagnostics diagnostics)
{
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>
    /// No status: the answer was a file and has gone out. Files are answers of GET alone, which no key repeats.
    /// </summary>
    private const int FileSent = 0;

    private static readonly Failure WrongAddress = new(
        ErrorCode.InvalidCredentials, "Calls from this address are not allowed.");

    private static readonly Failure KeyTooLong = new(
        ErrorCode.InvalidInput, $"An {IdempotencyHeader} has at most {IdempotencyKeys.MaxLength} characters.");

    /// <summary>Runs the endpoint for an authenticated caller and sends its answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="surface">Whose form errors take.</param>
    /// <param name="caller">Who calls, or why nobody does.</param>
    /// <param name="bulk">Whether the call counts against the limit for bulk calls.</param>
    /// <param name="endpoint">An <see cref="Endpoint"/> or a <see cref="CommandEndpoint"/>.</param>
    /// <param name="isLimited">Whether the call counts at all.</param>
    public async Task Run(
        HttpContext http, Surface surface, Result<Caller> caller, bool bulk, Delegate endpoint, bool isLimited = true)
    {
        var buffer = JsonBuffer.Rent();
        int status;
        if (Admit(http, surface, caller, bulk, isLimited) is { } refusal)
        {
            RetryAfter.Set(http.Response, refusal.RetryAfter);
            status = SurfaceErrors.Write(buffer.Writer, surface, refusal);
        }
        else
        {
            status = await Answer(http, surface, caller.Value, endpoint, buffer);
        }

        if (status != FileSent)
            await Reply.Send(http, status, buffer.Written());
        buffer.Return();
    }

    /// <summary>Counts a call and tells its limit in the headers; null when it may go on.</summary>
    public Failure? Limit(HttpContext http, Surface surface, Account account, CallQuota quota)
    {
        var verdict = limits.Take(account, quota);
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

    private Failure? Admit(HttpContext http, Surface surface, Result<Caller> caller, bool bulk, bool isLimited)
    {
        if (caller.Failure is { } failure)
            return failure;
        var account = caller.Value.Account;
        if (!account.Addresses.Allows(http.Connection.RemoteIpAddress))
            return WrongAddress;
        return isLimited ? Limit(http, surface, account, bulk ? CallQuota.Bulk : CallQuota.Calls) : null;
    }

    private static void TellLimit(IHeaderDictionary headers, RateVerdict verdict)
    {
        headers["RateLimit-Limit"] = verdict.Limit.ToString();
        headers["RateLimit-Remaining"] = verdict.Remaining.ToString();
        headers["RateLimit-Reset"] = RetryAfter.Seconds(verdict.RetryAfter);
    }

    private async ValueTask<int> Answer(
        HttpContext http, Surface surface, Caller caller, Delegate endpoint, JsonBuffer buffer)
    {
        var body = await RequestBody.Read(http);
        var call = new Call(http, caller, body, buffer);
        var text = KeyOf(http);
        if (text.Length == 0)
            return await Invoke(call, surface, endpoint);
        if (text.Length > IdempotencyKeys.MaxLength)
            return SurfaceErrors.Write(buffer.Writer, surface, KeyTooLong);

        using var turn = await idempotency.Enter(http.Request, caller, text, body);
        if (endpoint is Endpoint several)
            return await idempotency.Once(
                turn.Key,
                buffer,
                surface,
                connection => Invoke(call.Within(connection), surface, several),
                http.RequestAborted);
        var answer = await ((CommandEndpoint)endpoint)(
            call.With(new IdempotencyClaims(idempotency, turn.Key, surface)));
        if (answer.KeptStatus is { } kept)
            return kept;

        // Answered before there was a command to carry the key: the answer is kept all the same.
        var status = answer.Failure is { } failure ? Refuse(buffer, surface, failure) : StatusCodes.Status200OK;
        return await idempotency.Once(turn.Key, buffer, surface, _ => Task.FromResult(status), http.RequestAborted);
    }

    private static string KeyOf(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<AnswerIsSecret>() is null
            ? http.Request.Headers[IdempotencyHeader].ToString()
            : "";

    private static async Task<int> Invoke(Call call, Surface surface, Delegate endpoint)
    {
        var failure = endpoint is CommandEndpoint command
            ? (await command(call)).Failure
            : await ((Endpoint)endpoint)(call);
        if (failure is not null)
            return Refuse(call.Buffer, surface, failure);
        if (call.File is not { } file)
            return StatusCodes.Status200OK;
        await Reply.SendFile(call.Http, file.Name, file.ContentType, file.Content);
        return FileSent;
    }

    private static int Refuse(JsonBuffer buffer, Surface surface, Failure failure)
    {
        buffer.Clear();
        return SurfaceErrors.Write(buffer.Writer, surface, failure);
    }
}

/// <summary>Marks a route whose answer holds a key: it is never kept for a retry.</summary>
internal sealed class AnswerIsSecret;
