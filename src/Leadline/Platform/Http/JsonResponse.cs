using Microsoft.Net.Http.Headers;

namespace Leadline.Platform.Http;

/// <summary>A finished answer: always JSON, whatever the caller's Accept says (clients.md, rule 3).</summary>
internal static class JsonResponse
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

    /// <summary>A file that somebody sent: never to be run or shown by the browser under this server's name.</summary>
    public static async ValueTask SendFile(
        HttpContext http, string name, string contentType, ReadOnlyMemory<byte> content)
    {
        var response = http.Response;
        response.ContentType = MediaTypeHeaderValue.TryParse(contentType, out _)
            ? contentType
            : "application/octet-stream";
        response.ContentLength = content.Length;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        await response.BodyWriter.WriteAsync(content, http.RequestAborted);
    }
}
