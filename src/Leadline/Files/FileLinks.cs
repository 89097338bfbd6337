using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Leadline.Platform;
using Leadline.Surfaces;

namespace Leadline.Files;

/// <summary>
/// Links to contents of files that need no keys and are good for a time: the account, the file and the end, signed with
/// a key that is made of the server's own. Servers with other keys do not take them.
/// </summary>
internal sealed class FileLinks(ServerKey key, ServerOptions options, TimeProvider clock)
{
    public const string Path = "/leadline/v1/file-links/";

    private const int GuidBytes = 16;
    private const int SignedBytes = sizeof(int) + GuidBytes + sizeof(long);
    private const int TokenBytes = SignedBytes + HMACSHA256.HashSizeInBytes;

    private readonly Lazy<byte[]> signing = new(() => key.Derive("links to files"));

    /// <summary>A new link, and when it ends.</summary>
    /// <param name="call">It is of this server as the caller reached it, unless a public address is set.</param>
    /// <param name="fileId">A file of the caller's account.</param>
    public (string Url, DateTime ExpiresOn) New(Call call, Guid fileId)
    {
        var server = options.PublicUrl ?? $"{call.Http.Request.Scheme}://{call.Http.Request.Host}";
        var end = (clock.GetUtcNow() + FileLimits.Link).ToUnixTimeSeconds();
        var token = new byte[TokenBytes];
        BinaryPrimitives.WriteInt32BigEndian(token, call.Caller.AccountId);
        fileId.TryWriteBytes(token.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(sizeof(int) + GuidBytes), end);
        HMACSHA256.HashData(signing.Value, token.AsSpan(0, SignedBytes), token.AsSpan(SignedBytes));
        return (
            $"{server}{Path}{Base64Url.EncodeToString(token)}",
            DateTimeOffset.FromUnixTimeSeconds(end).UtcDateTime);
    }

    /// <summary>What a link's last part names; null where it was not signed here, or has ended.</summary>
    public (int AccountId, Guid FileId)? Read(string token) =>
        Signed(token) is { } signed && signed.End > clock.GetUtcNow().ToUnixTimeSeconds()
            ? (signed.AccountId, signed.FileId)
            : null;

    /// <summary>
    /// The file that a text of an account's user names: by a link, ended or not, or by a reference; null where it names
    /// none of the account's.
    /// </summary>
    public Guid? FileOf(int accountId, string text)
    {
        var at = text.LastIndexOf(Path, StringComparison.Ordinal);
        if (at < 0)
            return StoredFile.IdOf(text.Trim());
        return Signed(text[(at + Path.Length)..].Trim()) is { } signed && signed.AccountId == accountId
            ? signed.FileId
            : null;
    }

    private (int AccountId, Guid FileId, long End)? Signed(string token)
    {
        if (token.Length > TokenBytes * 2 || !Base64Url.IsValid(token))
            return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length != TokenBytes)
            return null;
        var signature = HMACSHA256.HashData(signing.Value, bytes.AsSpan(0, SignedBytes));
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(SignedBytes))
            ? (
                BinaryPrimitives.ReadInt32BigEndian(bytes),
                new Guid(bytes.AsSpan(sizeof(int), GuidBytes)),
                BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(int) + GuidBytes)))
            : null;
    }
}
