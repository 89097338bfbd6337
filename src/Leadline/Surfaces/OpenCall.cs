using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Platform.Json;
using Leadline.Storage;

namespace Leadline.Surfaces;

/// <summary>What an endpoint does with a call without keys; returns why not.</summary>
internal delegate Task<Failure?> OpenHandler(OpenCall call);

/// <summary>A call of Leadline's own API from somebody who has not signed in yet.</summary>
internal sealed class OpenCall(HttpContext http, ReadOnlyMemory<byte> body, JsonBuffer buffer)
{
    private static readonly Failure Foreign = new(ErrorCode.NotPermitted, "Another site may not sign anybody in.");

    public HttpContext Http => http;

    public SignInPlace From => Place(http);

    public static SignInPlace Place(HttpContext http) =>
        new(http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString());

    /// <inheritdoc cref="Call.Read{T}()"/>
    public Result<T> Read<T>()
        where T : class => Call.Read<T>(body.Span);

    /// <inheritdoc cref="Call.Answer{T}(T, JsonTypeInfo{T})"/>
    public Failure? Answer<T>(T answer, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(buffer.Writer, answer, type);
        return null;
    }

    /// <inheritdoc cref="Call.Answer{TOutcome, T}(Result{TOutcome}, Func{TOutcome, T}, JsonTypeInfo{T})"/>
    public Failure? Answer<TOutcome, T>(Result<TOutcome> outcome, Func<TOutcome, T> answer, JsonTypeInfo<T> type) =>
        outcome.Failure ?? Answer(answer(outcome.Value), type);

    /// <summary>Runs the endpoint and sends its answer. Pages of other sites are refused.</summary>
    public static async Task Run(HttpContext http, RequestBody bodies, OpenHandler endpoint)
    {
        ChangedBy.Current = new ChangedBy(User: null, Key: null, http.Connection.RemoteIpAddress?.ToString());
        var buffer = JsonBuffer.Rent();
        var status = SurfaceGate.SuccessOf(http);
        if (await Run(http, bodies, endpoint, buffer) is { } failure)
        {
            buffer.Clear();
            RetryAfter.Set(http.Response, failure.RetryAfter);
            status = SurfaceErrors.Write(buffer.Writer, Surface.Leadline, ContentType.Advise(failure, http.Request));
        }

        await JsonResponse.Send(http, status, buffer.Written());
        buffer.Return();
    }

    private static async Task<Failure?> Run(
        HttpContext http, RequestBody bodies, OpenHandler endpoint, JsonBuffer buffer)
    {
        if (SessionCookie.IsForeign(http.Request))
            return Foreign;
        if (HttpMethods.IsGet(http.Request.Method))
            return await endpoint(new OpenCall(http, default, buffer));
        var read = await bodies.Read(http, RequestBody.MaxAnonymousBytes);
        return read.Failure ?? await endpoint(new OpenCall(http, read.Value, buffer));
    }
}
