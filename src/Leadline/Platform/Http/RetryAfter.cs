namespace Leadline.Platform.Http;

/// <summary>Waits in whole seconds, as HTTP tells them: rounded up, so that nobody comes back too early.</summary>
internal static class RetryAfter
{
    public static string Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString();

    public static void Set(HttpResponse response, TimeSpan? wait)
    {
        if (wait is { } known)
            response.Headers.RetryAfter = Seconds(known);
    }
}
