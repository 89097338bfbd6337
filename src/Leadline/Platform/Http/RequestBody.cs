using System.Buffers;

namespace Leadline.Platform.Http;

internal static class RequestBody
{
    /// <summary>Largest request body in bytes; a larger one is answered 413.</summary>
    public const long MaxBytes = 10 * 1024 * 1024;

    /// <summary>The whole body.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> Read(HttpContext http)
    {
        if (http.Request.ContentLength is 0)
            return default;
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var body = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }
}
