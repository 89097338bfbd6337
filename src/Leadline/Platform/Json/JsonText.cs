using System.Text.Json;

namespace Leadline.Platform.Json;

/// <summary>What holds for the bytes of every JSON text that comes in, whoever reads them.</summary>
internal static class JsonText
{
    /// <summary>Why a text is refused that holds U+0000, which PostgreSQL stores in no text.</summary>
    public const string HoldsNul = "The request holds the character U+0000, which cannot be stored.";

    /// <summary>The text behind a byte order mark, which some clients send.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\ufeff"u8) ? utf8[3..] : utf8;

    /// <summary>Whether a string or a name holds U+0000, as it is or escaped.</summary>
    public static bool HasNul(ReadOnlySpan<byte> json)
    {
        if (json.Contains((byte)0))
            return true;
        var escape = "\\u0000"u8;
        for (var at = json.IndexOf(escape); at >= 0; at = json.IndexOf(escape))
        {
            // Backslashes in pairs are the text of backslashes: behind them, u0000 is itself.
            var before = at - json[..at].TrimEnd((byte)'\\').Length;
            if (before % 2 == 0)
                return true;
            json = json[(at + escape.Length)..];
        }

        return false;
    }

    /// <summary>
    /// Reads a body by System.Text.Json alone, for surfaces whose clients count on 400 for what is not exactly right.
    /// </summary>
    public static WireRead<T> ReadStrictly<T>(ReadOnlySpan<byte> utf8, JsonSerializerOptions options)
        where T : class
    {
        var body = WithoutMark(utf8);
        if (HasNul(body))
            return new(null, HoldsNul);
        if (StatedLimits.HasTooManyValues(body))
            return WireRead<T>.TooLarge(StatedLimits.TooManyValues);
        try
        {
            return WireRead<T>.Of(JsonSerializer.Deserialize<T>(body, options), options);
        }
        catch (JsonException refusal)
        {
            return new(null, TypeNames.InWireWords(refusal.Message));
        }
    }
}
