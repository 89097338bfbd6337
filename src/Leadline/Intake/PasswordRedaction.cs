using System.Text;
using Leadline.Platform.Json;
using Newtonsoft.Json.Linq;

namespace Leadline.Intake;

/// <summary>
/// Takes passwords out of a body before it is stored, since secrets never rest in clear. A body is looked into only
/// when it holds the word, or an escape that could hide it.
/// </summary>
internal static class PasswordRedaction
{
    private const string Word = "password";

    /// <summary>
    /// What is stored of a body that speaks of a password and cannot be read: it fails, and says why.
    /// </summary>
    private static readonly byte[] Withheld = "(not JSON, and not kept because it speaks of a password)"u8.ToArray();

    private static readonly string[] NameMembers = ["Attribute", "SchemaName"];

    /// <summary>The body itself when it names no password.</summary>
    public static byte[] Apply(byte[] body) => IsSuspect(body) ? Redacted(body) : body;

    private static bool IsSuspect(ReadOnlySpan<byte> body) =>
        HoldsWord(body)
        || (
            body.IndexOf("\\u00"u8) >= 0 && LenientJson.Read<JToken>(body).Value is { } json && Texts(json).Any(IsName)
        );

    private static bool HoldsWord(ReadOnlySpan<byte> body)
    {
        var beforeW = Word.IndexOf('w', StringComparison.Ordinal);
        for (var rest = body; rest.IndexOfAny("wW"u8) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var from = body.Length - rest.Length + at - beforeW;
            if (
                from >= 0
                && from + Word.Length <= body.Length
                && Ascii.EqualsIgnoreCase(body.Slice(from, Word.Length), Word))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> Texts(JToken json) => json switch
    {
        JProperty property => Texts(property.Value).Prepend(property.Name),
        JContainer container => container.Children().SelectMany(Texts),
        JValue { Value: string text } => [text],
        _ => [],
    };

    private static byte[] Redacted(byte[] body)
    {
        // Read as the calls themselves read, so that no writing of JSON keeps a password from being seen.
        if (LenientJson.Read<JToken>(body).Value is not { } json)
            return Withheld;
        return !Remove(json) ? body : Encoding.UTF8.GetBytes(json.ToString(Newtonsoft.Json.Formatting.None));
    }

    /// <summary>
    /// Takes out members that are named like a password, and pairs whose attribute is; false when there are none.
    /// </summary>
    private static bool Remove(JToken json)
    {
        if (json is not JContainer container)
            return false;
        var removed = false;
        foreach (var child in container.Children().ToList())
        {
            if ((child is JProperty property && IsName(property.Name)) || (child is JObject pair && IsPair(pair)))
            {
                child.Remove();
                removed = true;
            }
            else
            {
                removed |= Remove(child);
            }
        }

        return removed;
    }

    private static bool IsPair(JObject pair) => pair.Properties().Any(member =>
        NameMembers.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
        && member.Value is JValue { Value: string name } && IsName(name));

    private static bool IsName(string text) => text.Contains(Word, StringComparison.OrdinalIgnoreCase);
}
