using System.Diagnostics;
using Leadline.Platform.Errors;

namespace Leadline.Platform.Http;

/// <summary>Measures and traces every request while somebody listens. It stands outside of <see cref="Faults"/>, whose answers count too.</summary>
internal sealed class RequestDiagnostics(RequestDelegate next, Diagnostics diagnostics)
{
    private const string NoOperation = "none";

    public Task Invoke(HttpContext http) => diagnostics.WatchesRequests ? Measure(http) : next(http);

    private async Task Measure(HttpContext http)
    {
        var headers = http.Request.Headers;
        using var activity = diagnostics.StartRequest(headers.TraceParent, headers.TraceState);
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            diagnostics.Request(
                activity,
                SurfaceErrors.Of(http.Request.Path),
                (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoOperation,
                http.Response.StatusCode,
                Stopwatch.GetElapsedTime(start));
        }
    }
}
