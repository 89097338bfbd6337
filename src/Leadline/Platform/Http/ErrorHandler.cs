using Leadline.Platform.Errors;
using Leadline.Platform.Json;
using Leadline.Storage;

namespace Leadline.Platform.Http;

/// <summary>
/// The outermost layer: whatever happens inside, the caller gets JSON in the form of the surface that it called.
/// </summary>
internal sealed partial class ErrorHandler(RequestDelegate next, ILogger<ErrorHandler> logger)
{
    /// <summary>Seconds after which a caller may try again when the database is away.</summary>
    public const string RetryAfterSeconds = "1";

    // Somebody has to make room first.
    private const string FullRetryAfterSeconds = "30";

    private static readonly Failure Nul = new(ErrorCode.MalformedBody, JsonText.HoldsNul);

    public async Task Invoke(HttpContext http)
    {
        CollapseSlashes(http.Request);
        try
        {
            if (QueryHoldsNul(http.Request))
            {
                await Answer(http, Nul);
                return;
            }

            await next(http);
            if (http.Response is { HasStarted: false, ContentLength: null, StatusCode: 404 or 405 })
                await Answer(http, http.Response.StatusCode);
        }
        catch (BadHttpRequestException exception)
        {
            await Answer(http, exception.StatusCode);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
        {
            http.Response.Headers.RetryAfter =
                DatabaseErrors.IsDiskFull(exception) ? FullRetryAfterSeconds : RetryAfterSeconds;
            await Answer(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception exception)
        {
            Log.Fault(logger, Place(http), exception.GetType().Name, exception.StackTrace);
            await Answer(http, StatusCodes.Status500InternalServerError);
        }
    }

    // A path may hold a connector's token or a record's id: the route does not.
    private static string Place(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? route : "A request without a route";

    // Clients join base and path carelessly (clients.md, rule 5).
    private static void CollapseSlashes(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (!path.Contains("//", StringComparison.Ordinal))
            return;
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        request.Path = path;
    }

    // Of a path and of headers, Kestrel sees to it.
    private static bool QueryHoldsNul(HttpRequest request) =>
        request.QueryString.Value!.Contains("%00", StringComparison.Ordinal);

    private static async Task Answer(HttpContext http, Failure failure)
    {
        var buffer = JsonBuffer.Rent();
        var status = SurfaceErrors.Write(buffer.Writer, SurfaceErrors.SurfaceOf(http.Request.Path), failure);
        await JsonResponse.Send(http, status, buffer.Written());
        buffer.Return();
    }

    private static async Task Answer(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var buffer = JsonBuffer.Rent();
        SurfaceErrors.WriteStatus(buffer.Writer, SurfaceErrors.SurfaceOf(http.Request.Path), status);
        await JsonResponse.Send(http, status, buffer.Written());
        buffer.Return();
    }

    private static partial class Log
    {
        // The exception's message may quote a value, so only its type and place are told.
        [LoggerMessage(31, LogLevel.Error, "{Route} failed: {Error}\n{Stack}")]
        public static partial void Fault(ILogger logger, string route, string error, string? stack);
    }
}
