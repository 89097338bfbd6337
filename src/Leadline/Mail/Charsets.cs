using System.Runtime.CompilerServices;
using System.Text;

namespace Leadline.Mail;

/// <summary>The character sets of the world's mail, by all the names that mailers give them.</summary>
internal static class Charsets
{
    // Before anything else: MimeKit looks once which character sets there are.
    [ModuleInitializer]
    internal static void Register()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding.RegisterProvider(new Aliases());
    }

    private sealed class Aliases : EncodingProvider
    {
        public override Encoding? GetEncoding(int codepage) => null;

        public override Encoding? GetEncoding(string name) => name.ToLowerInvariant() switch
        {
            "windows-31j" or "ms932" => Encoding.GetEncoding("shift_jis"),
            "x-mac-roman" => Encoding.GetEncoding("macintosh"),
            _ => null,
        };
    }
}
