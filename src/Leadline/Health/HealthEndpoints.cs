using Leadline.Platform.Http;

namespace Leadline.Health;

/// <summary>What load balancers and supervisors ask.</summary>
internal sealed class HealthEndpoints(HealthOperations health)
{
    private static readonly ReadOnlyMemory<byte> LiveBody = """{"status":"live"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> ReadyBody = """{"status":"ready"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> FullBody = """{"status":"unready","reason":"diskFull"}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> UnreadyBody = """{"status":"unready"}"""u8.ToArray();

    /// <summary>
    /// The process answers. Does as little as a request can: the bench holds every other call against it.
    /// </summary>
    public static Task Live(HttpContext http)
    {
        var sent = JsonResponse.Send(http, StatusCodes.Status200OK, LiveBody);
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }

    /// <summary>
    /// The server can do its work: the database answers and has this server's schema, or a newer one, an account,
    /// and room to write.
    /// </summary>
    public async Task Ready(HttpContext http)
    {
        var readiness = await health.Look();
        if (readiness is not Readiness.Ready)
            http.Response.Headers.RetryAfter = ErrorHandler.RetryAfterSeconds;
        await JsonResponse.Send(
            http,
            readiness is Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            readiness switch
            {
                Readiness.Ready => ReadyBody,
                Readiness.DiskFull => FullBody,
                _ => UnreadyBody,
            });
    }
}
