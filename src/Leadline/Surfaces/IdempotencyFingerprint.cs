using System.Security.Cryptography;
using System.Text;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>
/// What tells a call from another one that bears the same Idempotency-Key: the SHA-256 of what it means.
/// </summary>
internal static class IdempotencyFingerprint
{
    // Credentials in the query are not part of the request's meaning: a retry may come after a rotation of keys.
    public static byte[] Of(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.Path.Value!.ToUpperInvariant()));
        foreach (var (name, value) in request.Query.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            if (!name.EndsWith("Key", StringComparison.OrdinalIgnoreCase))
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name.ToUpperInvariant()}={value}"));
        hash.AppendData("\n\n"u8);

        // Nor is the boundary of a form, which clients draw anew for each attempt.
        if (RequestBody.BoundaryOf(request.ContentType) is { Length: > 0 } boundary)
            AppendParts(hash, body, Encoding.UTF8.GetBytes($"--{boundary}"));
        else
            hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static void AppendParts(IncrementalHash hash, ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter)
    {
        for (var end = body.IndexOf(delimiter); end >= 0; end = body.IndexOf(delimiter))
        {
            hash.AppendData(body[..end]);
            hash.AppendData("--"u8);
            body = body[(end + delimiter.Length)..];
        }

        hash.AppendData(body);
    }
}
