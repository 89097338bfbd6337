namespace Leadline.Platform.Http;

/// <summary>A finished answer: always JSON, whatever the caller's Accept says (clients.md, rule 3).</summary>
internal static class Reply
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json";

    public static async ValueTask Send(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = status >= 400 && http.Request.Path.StartsWithSegments("/leadline") ? ProblemJson : Json;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }
}
