using System.Globalization;
using System.Net.Mail;
using System.Text;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>What a mail says, in the desk's terms.</summary>
internal sealed record IncomingMail
{
    private const int LongestText = 100_000;

    private const int MostReferences = 50;

    /// <summary>With its angle brackets; null when the mail has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The Message-IDs that the mail answers, the nearest first.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    public required string From { get; init; }

    public string FromName { get; init; } = "";

    /// <summary>Everybody else that the mail went to.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<string> Copies { get; init; } = [];

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string? Html { get; init; }

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>Written by a machine: an absence notice, a report of failed delivery (RFC 3834 §5).</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Throws <see cref="UnreadableMailException"/> for what is no mail of anybody.</summary>
    public static IncomingMail Read(ReadOnlyMemory<byte> bytes)
    {
        var mail = MimeReader.Read(bytes);
        var headers = mail.Headers;
        var from = Addresses(headers.Value("From") ?? headers.Value("Sender") ?? "").FirstOrDefault();
        if (from.Address is null)
            throw new UnreadableMailException("The mail has no sender.");
        var content = new Content();
        content.Add(mail, depth: 0);
        var html = content.Html.Length > 0 ? Storable(content.Html.ToString()) : null;
        var text = Storable(content.Text.ToString()).Trim();
        return new IncomingMail
        {
            MessageId = Ids(headers.Value("Message-ID")).FirstOrDefault(),
            Answers = [.. Ids(headers.Value("In-Reply-To")).Concat(Ids(headers.Value("References")).Reverse()).Distinct().Take(MostReferences)],
            From = from.Address,
            FromName = Storable(from.Name),
            Recipients = [.. Lists("To").Concat(Lists("Delivered-To")).Concat(Lists("X-Original-To")).Distinct(StringComparer.OrdinalIgnoreCase)],
            Copies = [.. Lists("Cc").Distinct(StringComparer.OrdinalIgnoreCase)],
            Subject = OneLine(EncodedWords.Decode(headers.Value("Subject") ?? "")),
            Text = text.Length > 0 || html is null ? text : HtmlText.Of(html),
            Html = html,
            Files = content.Files,
            IsAutomatic = IsWrittenByMachine(mail, from.Address),
        };

        IEnumerable<string> Lists(string name) => headers.Values(name).SelectMany(Addresses).Select(address => address.Address);
    }

    /// <summary>The addresses of a list, with the names beside them. What is no address is passed over.</summary>
    internal static IEnumerable<(string Address, string Name)> Addresses(string list)
    {
        foreach (var item in Items(list))
        {
            var open = item.LastIndexOf('<');
            var close = open < 0 ? -1 : item.IndexOf('>', open);
            var address = (close > open ? item[(open + 1)..close] : item).Trim();
            var name = open > 0 ? EncodedWords.Decode(item[..open].Trim().Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal)) : "";
            if (MailAddress.TryCreate(address, out var parsed) && parsed.Address == address)
                yield return (address, OneLine(name));
        }
    }

    /// <summary>At commas outside of quotes, comments and angle brackets; a group's name and its colon go.</summary>
    private static IEnumerable<string> Items(string list)
    {
        var item = new StringBuilder();
        var (quoted, comment, angle) = (false, 0, false);
        foreach (var letter in list)
        {
            if (letter == '"' && comment == 0)
                quoted = !quoted;
            if (!quoted && letter == '(')
                comment++;
            var isInside = quoted || comment > 0 || angle;
            if (!isInside && letter is ',' or ';' && !quoted && comment == 0)
            {
                yield return item.ToString();
                item.Clear();
            }
            else if (!isInside && letter == ':')
                item.Clear();
            else if (comment == 0)
                item.Append(letter);
            if (!quoted && letter == ')' && comment > 0)
                comment--;
            if (!quoted && comment == 0)
                angle = letter == '<' || (angle && letter != '>');
        }

        yield return item.ToString();
    }

    private static IEnumerable<string> Ids(string? value)
    {
        const int longest = 500;
        for (var open = value?.IndexOf('<') ?? -1; open >= 0;)
        {
            var close = value!.IndexOf('>', open);
            if (close < 0)
                yield break;
            if (close - open < longest)
                yield return value[open..(close + 1)];
            open = value.IndexOf('<', close);
        }
    }

    private static bool IsWrittenByMachine(MimePart mail, string from) =>
        (mail.Headers.Value("Auto-Submitted") is { } automatic && !automatic.StartsWith("no", StringComparison.OrdinalIgnoreCase))
        || mail.Headers.Value("X-Autoreply") is not null
        || mail.Headers.Value("X-Auto-Response-Suppress") is "All" or "OOF"
        || mail.Headers.Value("Return-Path")?.Trim() == "<>"
        || mail.Headers.Value("Precedence")?.Trim().ToLowerInvariant() is "auto_reply" or "junk"
        || mail.Type.Name == "multipart/report"
        || from.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase);

    private static string OneLine(string text) =>
        Storable(string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))).Trim();

    /// <summary>Without what PostgreSQL cannot hold: U+0000, and halves of surrogate pairs.</summary>
    private static string Storable(string text)
    {
        var kept = text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        if (!Fields.FieldRules.IsStorable(kept))
            kept = string.Concat(kept.EnumerateRunes());
        return kept.Length <= LongestText ? kept
            : kept[..(char.IsHighSurrogate(kept[LongestText - 1]) ? LongestText - 1 : LongestText)];
    }

    /// <summary>What a mail's parts come to: its text, its HTML and its files.</summary>
    private sealed class Content
    {
        public StringBuilder Text { get; } = new();

        public StringBuilder Html { get; } = new();

        public List<SentFile> Files { get; } = [];

        public void Add(MimePart part, int depth)
        {
            if (part.Parts.Count > 0)
            {
                foreach (var child in part.Parts)
                    Add(child, depth + 1);
                return;
            }

            var disposition = part.Headers.Value("Content-Disposition") is { } sent ? MimeType.Read(sent) : null;
            var name = disposition?.Parameter("filename") ?? part.Type.Parameter("name");
            var bytes = TransferEncoding.Decode(part.Body.Span, part.Headers.Value("Content-Transfer-Encoding"));
            var isFile = name is not null || disposition?.Name == "attachment";
            if (!isFile && part.Type.Name == "text/plain")
                Append(Text, Charsets.Decode(bytes, part.Type.Parameter("charset")));
            else if (!isFile && part.Type.Name == "text/html")
                Append(Html, Charsets.Decode(bytes, part.Type.Parameter("charset")));
            else if (bytes.Length > 0 && !part.Type.IsMultipart && Files.Count < TicketForm.MostFiles)
                Files.Add(new SentFile(TicketForm.SafeName(name ?? NameFor(part)), part.Type.Name, bytes));
        }

        private static void Append(StringBuilder text, string more)
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append(more.ReplaceLineEndings("\n"));
        }

        private string NameFor(MimePart part) => string.Create(
            CultureInfo.InvariantCulture,
            $"part{Files.Count + 1}{part.Type.Name switch
            {
                "message/rfc822" => ".eml",
                "text/calendar" => ".ics",
                "image/png" => ".png",
                "image/jpeg" => ".jpg",
                "image/gif" => ".gif",
                "application/pdf" => ".pdf",
                _ => "",
            }}");
    }
}
