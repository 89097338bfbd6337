using System.Globalization;
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

        public override Encoding? GetEncoding(string name) =>
            Plain(name) is { } known && !known.Equals(name, StringComparison.OrdinalIgnoreCase)
                ? Encoding.GetEncoding(known)
                : null;

        // By letters and digits alone: programs write "x-MS932", "ISO_8859-2:1987" or "win-1251".
        private static string? Plain(string name)
        {
            var letters = string.Concat(name.TakeWhile(letter => letter != ':')
                .Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
            if (letters.StartsWith('x') && letters.Length > 1)
                letters = letters[1..];
            return letters switch
            {
                "windows31j" or "ms932" or "mscp932" or "cp932" or "sjis" or "shiftjis" or "mskanji" or "cp943c" =>
                    "shift_jis",
                "eucjp" or "ujis" or "eucjpms" or "eucjpwin" => "euc-jp",
                "iso2022jp1" or "iso2022jp2" or "iso2022jp3" or "iso2022jpms" or "cp50220" or "jis" => "iso-2022-jp",
                "windows949" or "ms949" or "cp949" or "uhc" or "ksc5601" or "ksc56011987" or "euckr" =>
                    "ks_c_5601-1987",
                "ms936" or "cp936" or "windows936" or "gbk" or "euccn" or "gb231280" => "gbk",
                "big5" or "big5hkscs" or "cp950" or "windows950" or "big5eten" or "cnbig5" => "big5",
                "macroman" or "mac" or "applemacroman" => "macintosh",
                "iso885911" or "tis620" or "cp874" or "ibm874" => "windows-874",
                "koi8ru" => "koi8-u",
                "utf8" or "unicode11utf8" or "utf8mb4" or "cp65001" or "unicode11utf8bom" => "utf-8",
                "ansi" or "iso88591windows1252" or "cp1252" => "windows-1252",
                _ when Number(letters, "win", "windows", "cp", "mscp") is >= 1250 and <= 1258 and var page =>
                    $"windows-{page}",
                _ when Number(letters, "iso8859", "8859", "iso88590") is (>= 1 and <= 9 or 13 or 15) and var part =>
                    $"iso-8859-{part}",
                _ when Number(letters, "latin", "l") is >= 1 and <= 4 and var latin => $"iso-8859-{latin}",
                _ => null,
            };
        }

        private static int? Number(string letters, params string[] before)
        {
            foreach (var word in before)
                if (letters.StartsWith(word, StringComparison.Ordinal)
                    && int.TryParse(letters.AsSpan(word.Length), NumberStyles.None, null, out var number))
                    return number;
            return null;
        }
    }
}
