using System.Globalization;
using System.Text;

namespace Leadline.Tests.InboundMail;

/// <summary>A file of a made mail.</summary>
internal sealed record MadeFile(string Name, string Type, byte[] Content, string Encoding, bool IsInline = false);

/// <summary>A made mail: its bytes, and what was put into it.</summary>
internal sealed record MadeMail(
    byte[] Bytes, string Subject, string Name, string Address, string? Text, string? Html, IReadOnlyList<MadeFile> Files);

/// <summary>
/// Writes mails as mailers do, byte by byte and without MimeKit: tables of charsets, transfer encodings, structures and
/// the habits of programs are combined.
/// </summary>
internal static class MailMaker
{
    /// <summary>Charsets, by the names that mails give them, with words that they can write.</summary>
    public static readonly IReadOnlyList<(string Name, string Words)> Charsets =
    [
        ("us-ascii", "The quick brown fox = jumps"),
        ("utf-8", "✅ Grüße, नमस्ते, 你好 😀"),
        ("iso-8859-1", "Grüße aus Köln, déjà vu"),
        ("iso-8859-2", "Zażółć gęślą jaźń"),
        ("iso-8859-5", "Добрый день"),
        ("iso-8859-7", "Καλημέρα κόσμε"),
        ("iso-8859-9", "İğne ve ışık, şöyle"),
        ("iso-8859-15", "5 € für Œuvre"),
        ("windows-1250", "Příliš žluťoučký kůň"),
        ("windows-1251", "Съешь же ещё"),
        ("windows-1252", "“quoted” – 5 €"),
        ("windows-1254", "Çağrı güncellendi"),
        ("windows-1255", "שלום עולם"),
        ("windows-1256", "مرحبا بالعالم"),
        ("windows-874", "สวัสดีชาวโลก"),
        ("koi8-r", "Привет, мир"),
        ("iso-2022-jp", "日本語のメール"),
        ("shift_jis", "領収書の件"),
        ("euc-jp", "お問い合わせ"),
        ("gb2312", "你好世界"),
        ("gb18030", "镕基先生"),
        ("big5", "繁體中文信件"),
        ("euc-kr", "안녕하세요"),
    ];

    public static readonly IReadOnlyList<string> Encodings = ["8bit", "quoted-printable", "base64"];

    /// <summary>How the parts of a mail lie in each other.</summary>
    public static readonly IReadOnlyList<string> Structures =
    [
        "plain", "html", "alternative", "mixed", "related", "alternative in mixed", "related in alternative", "forwarded",
        "signed",
    ];

    // How programs write what the standards leave open: line ends, boundaries, how parameters and words are folded.
    private static readonly Habit[] Habits =
    [
        new("Webmail 1.0", "\r\n", "0000000000007f3c", "\"", "; ", 'B'),
        new("Office 16.0", "\r\n", "_004_DB7PR02MB_", "\"", ";\r\n\t", 'Q'),
        new("Bird 128.0", "\n", "------------ms0304", "\"", ";\n ", 'Q'),
        new("Phone 18.1", "\r\n", "Apple-Mail-7DD1", "", ";\r\n\t", 'B'),
        new("mutt 2.2", "\n", "qcHopEYAB45HaUaB", "\"", "; ", 'Q'),
        new("PHPMailer 6.9", "\r\n", "b1_Jx0oJp7", "\"", "; ", 'B'),
    ];

    public static MadeMail Make(int number, string charset, string transfer, string structure)
    {
        var words = Charsets.First(one => one.Name == charset).Words;
        var mail = new Writer(Habits[number % Habits.Length], charset, transfer);
        var text = $"{words}\n\nLine two: {number} = {number}.\n{string.Join(' ', Enumerable.Repeat(words, 6))}\n";
        var html = $"<p>{words}</p>\n<p>Number {number}</p>\n";
        var (hasText, hasHtml) = (structure != "html", structure is not ("plain" or "mixed" or "forwarded" or "signed"));
        var files = FilesOf(structure, words, number);
        var plain = mail.Text("plain", text);
        var rich = mail.Text("html", html);
        var attached = files.Select(file => mail.Part(file, number)).ToList();
        var body = structure switch
        {
            "plain" => plain,
            "html" => rich,
            "alternative" => mail.Multipart("alternative", plain, rich),
            "mixed" or "forwarded" => mail.Multipart("mixed", [plain, .. attached]),
            "related" => mail.Multipart("alternative", plain, mail.Multipart("related", [rich, .. attached])),
            "alternative in mixed" => mail.Multipart("mixed", [mail.Multipart("alternative", plain, rich), .. attached]),
            "related in alternative" => mail.Multipart(
                "mixed",
                mail.Multipart("related", mail.Multipart("alternative", plain, rich), attached[0]),
                attached[1]),
            _ => mail.Multipart("signed", [plain, .. attached]),
        };
        var subject = $"{words} #{number}";
        var name = words.Split(' ')[0].Trim(',', '“', '”');
        var address = $"sender{number}@example.com";
        return new MadeMail(
            mail.Whole(number, mail.Word(name), address, mail.Word(subject), body),
            subject, name, address, hasText ? text : null, hasHtml ? html : null, files);
    }

    private static List<MadeFile> FilesOf(string structure, string words, int number)
    {
        var picture = new MadeFile($"logo {number}.png", "image/png", Noise(number, 700), "base64", IsInline: true);
        var paper = new MadeFile(
            $"{words.Split(' ')[0].Trim(',')} {number}.pdf", "application/pdf", Noise(number, 1 + (number * 37 % 3000)), "base64");
        var table = new MadeFile("table.csv", "text/csv", "a;b\n1;2\n"u8.ToArray(), "quoted-printable");
        return structure switch
        {
            "mixed" => number % 2 == 0 ? [paper, table] : [new MadeFile("empty.pdf", "application/pdf", [], "base64"), paper],
            "related" => [picture],
            "alternative in mixed" => [paper, picture, table],
            "related in alternative" => [picture, paper],
            "forwarded" => [new MadeFile("inner.eml", "message/rfc822", "Subject: Inner\n\nInner text\n"u8.ToArray(), "8bit")],
            "signed" => [new MadeFile("signature.asc", "application/pgp-signature", "-----BEGIN"u8.ToArray(), "8bit")],
            _ => [],
        };
    }

    private static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed record Habit(string Program, string LineEnd, string Boundary, string Quote, string Fold, char Words);

    private sealed class Writer(Habit habit, string charset, string transfer)
    {
        private readonly Encoding encoding = Encoding.GetEncoding(charset);
        private int boundaries;

        public byte[] Text(string subtype, string text) => Entity(
            $"text/{subtype}{habit.Fold}charset={habit.Quote}{charset}{habit.Quote}", transfer, "",
            encoding.GetBytes(text.ReplaceLineEndings(habit.LineEnd)));

        public byte[] Part(MadeFile file, int number)
        {
            var name = IsAscii(file.Name) ? $"\"{file.Name}\"" : $"\"{Word(file.Name)}\"";
            var filename = IsAscii(file.Name) || number % 2 == 0 ? $"filename={name}" : $"filename*={charset}''{Percent(file.Name)}";
            var disposition = file.IsInline ? "inline" : "attachment";
            var id = file.IsInline ? $"Content-ID: <logo{number}@example.com>{habit.LineEnd}" : "";
            return Entity(
                $"{file.Type}{habit.Fold}name={name}", file.Encoding,
                $"{id}Content-Disposition: {disposition}{habit.Fold}{filename}{habit.LineEnd}", file.Content);
        }

        public byte[] Multipart(string subtype, params byte[][] parts)
        {
            var boundary = $"{habit.Boundary}{boundaries++}";
            var bytes = new List<byte>();
            bytes.AddRange(Line($"Content-Type: multipart/{subtype}{habit.Fold}boundary=\"{boundary}\""));
            bytes.AddRange(Line(""));
            if (boundaries % 2 == 0)
                bytes.AddRange(Line("This is a multi-part message in MIME format."));
            foreach (var part in parts)
                bytes.AddRange([.. Line($"--{boundary}"), .. part, .. Line("")]);
            bytes.AddRange(Line($"--{boundary}--"));
            return [.. bytes];
        }

        public byte[] Whole(int number, string name, string address, string subject, byte[] body) =>
        [
            .. Line($"From: {name} <{address}>"),
            .. Line("To: Desk <desk@example.com>"),
            .. Line($"Subject: {subject}"),
            .. Line($"Message-ID: <{number}.{boundaries}@example.com>"),
            .. Line("Date: Sat, 21 Nov 2026 12:00:00 +0000"),
            .. Line($"X-Mailer: {habit.Program}"),
            .. Line("MIME-Version: 1.0"),
            .. body,
        ];

        /// <summary>As encoded words of a few letters each, none of which is cut in two.</summary>
        public string Word(string text)
        {
            if (IsAscii(text))
                return text;
            var words = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(8, text.Length - at);
                if (char.IsHighSurrogate(text[at + length - 1]))
                    length--;
                words.Add($"=?{charset}?{habit.Words}?{Encoded(text.Substring(at, length))}?=");
                at += length;
            }

            return string.Join($"{habit.LineEnd} ", words);
        }

        private string Encoded(string text)
        {
            var bytes = encoding.GetBytes(text);
            return habit.Words == 'B'
                ? Convert.ToBase64String(bytes)
                : string.Concat(bytes.Select(one => char.IsAsciiLetterOrDigit((char)one) ? $"{(char)one}" : Hex('=', one)));
        }

        private string Percent(string text) => string.Concat(
            encoding.GetBytes(text).Select(one => char.IsAsciiLetterOrDigit((char)one) ? $"{(char)one}" : Hex('%', one)));

        private byte[] Entity(string type, string coding, string more, byte[] content) =>
        [
            .. Line($"Content-Type: {type}"),
            .. Line($"Content-Transfer-Encoding: {coding}"),
            .. Encoding.Latin1.GetBytes(more),
            .. Line(""),
            .. coding switch
            {
                "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)
                    .ReplaceLineEndings(habit.LineEnd)),
                "quoted-printable" => Encoding.ASCII.GetBytes(QuotedPrintable(content)),
                _ => content,
            },
        ];

        private string QuotedPrintable(byte[] content)
        {
            var text = new StringBuilder();
            var column = 0;
            foreach (var one in content)
            {
                var isPlain = one is >= 33 and <= 126 and not (byte)'=' or (byte)' ' && column < 70;
                var next = one is (byte)'\n' or (byte)'\r' || isPlain ? $"{(char)one}" : Hex('=', one);
                if (one != '\n' && one != '\r' && column + next.Length > 72)
                {
                    text.Append('=').Append(habit.LineEnd);
                    column = 0;
                }

                text.Append(next);
                column = one == '\n' ? 0 : column + next.Length;
            }

            return text.ToString();
        }

        private byte[] Line(string text) => Encoding.Latin1.GetBytes(text + habit.LineEnd);

        private static string Hex(char mark, byte one) => mark + one.ToString("X2", CultureInfo.InvariantCulture);

        private static bool IsAscii(string text) => text.All(char.IsAscii);
    }
}
