using System.IO.Pipelines;
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
    public static Task SendFile(HttpContext http, string name, string contentType, ReadOnlyMemory<byte> content) =>
        SendFile(
            http,
            name,
            contentType,
            content.Length,
            async (body, cancellation) => await body.WriteAsync(content, cancellation));

    /// <inheritdoc cref="SendFile(HttpContext, string, string, ReadOnlyMemory{byte})"/>
    /// <remarks>The content comes bit by bit: it may be larger than memory has room for.</remarks>
    public static async Task SendFile(
        HttpContext http, string name, string contentType, long length,
        Func<PipeWriter, CancellationToken, Task> send)
    {
        var response = http.Response;
        response.ContentType = MediaTypeHeaderValue.TryParse(contentType, out _)
            ? contentType
            : "application/octet-stream";
        response.ContentLength = length;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        await send(response.BodyWriter, http.RequestAborted);
    }
}
