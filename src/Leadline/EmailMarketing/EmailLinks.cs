using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;
using Leadline.Portals;

namespace Leadline.EmailMarketing;

/// <summary>What a link in a mail is for.</summary>
internal enum EmailLinkKind : byte
{
    Open = 1,
    Click = 2,
    Unsubscribe = 3,
}

/// <summary>
/// What a link in a mail says: of which mail it is; for a click, where it leads; to unsubscribe, the address.
/// </summary>
internal sealed record EmailLink(EmailLinkKind Kind, int AccountId, Guid MailingId, Guid LeadId, string Target = "");

/// <summary>
/// Links in mails, signed with the account's key: nobody can make one for another lead, nor one that leads elsewhere.
/// They never end: an unsubscription must work for as long as the mail lies about.
/// </summary>
internal sealed class EmailLinks(PublicAddress address)
{
    public const string Path = "/email/";
    public const int LongestTarget = 2_000;

    private const int GuidBytes = 16;
    private const int HeadBytes = 1 + sizeof(int) + GuidBytes + GuidBytes;
    private const int SignatureBytes = 16;
    private const int LongestToken = (HeadBytes + LongestTarget + SignatureBytes) * 4 / 3 + 4;

    /// <summary>The whole address of a link.</summary>
    public string Url(EmailLink link, byte[] key)
    {
        var token = new byte[HeadBytes + Encoding.UTF8.GetByteCount(link.Target) + SignatureBytes];
        token[0] = (byte)link.Kind;
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(1), link.AccountId);
        link.MailingId.TryWriteBytes(token.AsSpan(1 + sizeof(int)));
        link.LeadId.TryWriteBytes(token.AsSpan(1 + sizeof(int) + GuidBytes));
        Encoding.UTF8.GetBytes(link.Target, token.AsSpan(HeadBytes));
        Sign(key, token.AsSpan(..^SignatureBytes)).CopyTo(token.AsSpan(^SignatureBytes..));
        return $"{address.Url}{Path}{Word(link.Kind)}/{Base64Url.EncodeToString(token)}";
    }

    /// <summary>The account that a token names, signed or not; null where it is no token.</summary>
    public static int? AccountIn(string token) =>
        Bytes(token) is { } bytes ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)) : null;

    /// <summary>What a token of this kind says; null where the key has not signed it.</summary>
    public static EmailLink? Read(string token, EmailLinkKind kind, byte[] key)
    {
        if (Bytes(token) is not { } bytes || bytes[0] != (byte)kind
            || !CryptographicOperations.FixedTimeEquals(
                Sign(key, bytes.AsSpan(..^SignatureBytes)), bytes.AsSpan(^SignatureBytes..)))
            return null;
        return new EmailLink(
            kind,
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)),
            new Guid(bytes.AsSpan(1 + sizeof(int), GuidBytes)),
            new Guid(bytes.AsSpan(1 + sizeof(int) + GuidBytes, GuidBytes)),
            Encoding.UTF8.GetString(bytes.AsSpan(HeadBytes..^SignatureBytes)));
    }

    private static string Word(EmailLinkKind kind) => kind switch
    {
        EmailLinkKind.Open => "open",
        EmailLinkKind.Click => "click",
        _ => "unsubscribe",
    };

    private static byte[]? Bytes(string token) =>
        token.Length <= LongestToken && Base64Url.IsValid(token)
        && Base64Url.DecodeFromChars(token) is { Length: >= HeadBytes + SignatureBytes } bytes
            ? bytes
            : null;

    private static ReadOnlySpan<byte> Sign(byte[] key, ReadOnlySpan<byte> text) =>
        HMACSHA256.HashData(key, text).AsSpan(0, SignatureBytes);
}
