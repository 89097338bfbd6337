using System.Text;

namespace Leadline.InboundMail;

/// <summary>A value with parameters: a Content-Type or a Content-Disposition (RFC 2045 §5.1, RFC 2183, RFC 2231).</summary>
internal sealed class MimeType
{
    public static readonly MimeType Text = new("text/plain", []);
    public static readonly MimeType Message = new("message/rfc822", []);

    private readonly Dictionary<string, string> parameters;

    private MimeType(string name, Dictionary<string, string> parameters) => (Name, this.parameters) = (name, parameters);

    /// <summary>In lower case.</summary>
    public string Name { get; }

    public bool IsMultipart => Name.StartsWith("multipart/", StringComparison.Ordinal);

    /// <summary>A parameter's text, decoded and put together from its pieces; null when it is not there.</summary>
    public string? Parameter(string name) => parameters.GetValueOrDefault(name);

    /// <summary>Null for what names nothing.</summary>
    public static MimeType? Read(string value)
    {
        var pieces = Split(value);
        var name = pieces[0].Trim().ToLowerInvariant();
        if (name.Length == 0)
            return null;
        var sent = new List<(string Name, string Value)>();
        foreach (var piece in pieces.Skip(1))
        {
            var equal = piece.IndexOf('=');
            if (equal > 0)
                sent.Add((piece[..equal].Trim().ToLowerInvariant(), Unquoted(piece[(equal + 1)..].Trim())));
        }

        return new MimeType(name, Joined(sent));
    }

    /// <summary>At semicolons that stand in no quotes and no comment.</summary>
    private static List<string> Split(string value)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var (quoted, comment) = (false, 0);
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            if (quoted && letter == '\\' && i + 1 < value.Length)
            {
                piece.Append(letter).Append(value[++i]);
                continue;
            }

            if (letter == '"' && comment == 0)
                quoted = !quoted;
            else if (!quoted && letter is '(')
                comment++;
            if (comment == 0 && !quoted && letter == ';')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else if (comment == 0)
                piece.Append(letter);
            if (!quoted && letter is ')' && comment > 0)
                comment--;
        }

        pieces.Add(piece.ToString());
        return pieces;
    }

    private static string Unquoted(string text)
    {
        if (text.Length < 2 || text[0] != '"')
            return text;
        var plain = new StringBuilder();
        for (var i = 1; i < text.Length && text[i] != '"'; i++)
            plain.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        return plain.ToString();
    }

    /// <summary><c>name*0*=utf-8''a%20; name*1=b</c> is one parameter. The extended form wins over a plain one (RFC 5987 §4.2).</summary>
    private static Dictionary<string, string> Joined(List<(string Name, string Value)> sent)
    {
        var joined = new Dictionary<string, string>();
        foreach (var (name, value) in sent.Where(parameter => !parameter.Name.Contains('*')))
            joined.TryAdd(name, EncodedWords.Decode(value));
        foreach (var pieces in sent.Where(parameter => parameter.Name.Contains('*')).GroupBy(parameter => parameter.Name[..parameter.Name.IndexOf('*')]))
        {
            var bytes = new List<byte>();
            string? charset = null;
            foreach (var (name, value) in pieces.OrderBy(piece => NumberOf(piece.Name)))
            {
                var text = value;
                var isEncoded = name.EndsWith('*');
                if (isEncoded && charset is null && text.Split('\'', 3) is [var declared, _, var rest])
                    (charset, text) = (declared, rest);
                bytes.AddRange(isEncoded ? Unescaped(text) : Encoding.UTF8.GetBytes(text));
            }

            joined[pieces.Key] = Charsets.Decode([.. bytes], charset);
        }

        return joined;
    }

    private static int NumberOf(string name) => int.TryParse(name.Split('*')[1], out var number) ? number : 0;

    private static IEnumerable<byte> Unescaped(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(
                    text.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value))
            {
                yield return value;
                i += 2;
            }
            else
                yield return (byte)text[i];
        }
    }
}
