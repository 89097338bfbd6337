using System.Text;
using System.Text.Unicode;

namespace Leadline.InboundMail;

/// <summary>Text from bytes of a named character set, as well as it can be had.</summary>
internal static class Charsets
{
    private static readonly Encoding Western;

    static Charsets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Western = Encoding.GetEncoding("windows-1252");
    }

    /// <summary>A charset that is unknown or not named is UTF-8 where the bytes are, else the western one of long ago.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? name)
    {
        var encoding = Find(name);

        // Much mail calls itself ASCII or Latin 1 and is UTF-8, or Windows' superset of Latin 1.
        if (encoding is null || encoding.CodePage is 20127 or 28591)
            encoding = Utf8.IsValid(bytes) ? Encoding.UTF8 : Western;
        return encoding.GetString(bytes);
    }

    private static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        try
        {
            return Encoding.GetEncoding(name.Trim().Trim('"'));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
