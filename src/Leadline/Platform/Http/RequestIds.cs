using System.Diagnostics;

namespace Leadline.Platform.Http;

/// <summary>
/// Names every request: the caller is told the id, and each log line that is written on the request's way has it.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, ILogger<RequestIds> logger)
{
    /// <summary>Its value is the trace id (the caller's, if it sent a traceparent), a hyphen and a span id.</summary>
    public const string Header = "X-Request-Id";

    private static readonly Func<ILogger, string, IDisposable?> Scope =
        LoggerMessage.DefineScope<string>("request {RequestId}");

    public async Task Invoke(HttpContext http)
    {
        http.TraceIdentifier = Name(http.Request);
        http.Response.Headers[Header] = http.TraceIdentifier;
        using (Scope(logger, http.TraceIdentifier))
            await next(http);
    }

    // While traces are exported, the framework has begun a span of its own.
    private static string Name(HttpRequest request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
            return $"{span.TraceId}-{span.SpanId}";
        var trace = ActivityContext.TryParse(request.Headers.TraceParent, null, out var caller)
            ? caller.TraceId
            : ActivityTraceId.CreateRandom();
        return $"{trace}-{ActivitySpanId.CreateRandom()}";
    }
}
