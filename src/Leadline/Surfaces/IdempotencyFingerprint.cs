using System.Security.Cryptography;
using System.Text;
using Leadline.Platform.Http;

namespace Leadline.Surfaces;

/// <summary>
/// What tells a call from another one that bears the same Idempotency-Key: the HMAC of what it means under the key, so
/// that a password in its body cannot be tried on it by whoever lacks the key.
/// </summary>
internal static class IdempotencyFingerprint
{
    // Credentials in the query are not part of the request's meaning: a retry may come after a rotation of keys.
    public static byte[] Compute(HttpRequest request, ReadOnlySpan<byte> body, ReadOnlySpan<byte> key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path.Value!.ToUpperInvariant()}"));
        foreach (var (name, value) in request.Query.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            if (!name.EndsWith("Key", StringComparison.OrdinalIgnoreCase))
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{name.ToUpperInvariant()}={value}"));
        hash.AppendData("\n\n"u8);

        // Nor is the boundary of a form, which clients draw anew for each attempt.
        if (ContentType.Boundary(request.ContentType) is { Length: > 0 } boundary)
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
