using MimeKit;

namespace Leadline.InboundMail;

/// <summary>Counts a mail's parts and headers before they become objects: a line is enough for a part, and millions fit into a mail.</summary>
internal sealed class MailLimits : MimeReader
{
    private const int MostParts = 500;

    private const int MostHeaderBytes = 1024 * 1024;

    private int parts;
    private int headerBytes;

    private MailLimits(byte[] mail, ParserOptions options)
        : base(options, new MemoryStream(mail, writable: false), MimeFormat.Entity)
    {
    }

    /// <summary>Where the mail ends, or its first part that is one too many begins.</summary>
    public static int EndWithin(byte[] mail, ParserOptions options)
    {
        try
        {
            new MailLimits(mail, options).ReadMessage();
            return mail.Length;
        }
        catch (TooManyPartsException tooMany)
        {
            return (int)tooMany.Offset;
        }
    }

    protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Count(beginOffset);

    protected override void OnMultipartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Count(beginOffset);

    protected override void OnMessagePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) =>
        Count(beginOffset);

    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        headerBytes += header.RawField.Length + header.RawValue.Length;
        if (headerBytes > MostHeaderBytes)
            throw new UnreadableMailException("The mail's headers are too long.");
    }

    private void Count(long offset)
    {
        if (++parts > MostParts)
            throw new TooManyPartsException(offset);
    }

    private sealed class TooManyPartsException(long offset) : Exception
    {
        public long Offset => offset;
    }
}
