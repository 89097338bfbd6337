using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Leadline.Protocol.Json;

namespace Leadline.Platform.Json;

/// <summary>What a body said: its value, null for an empty body or a literal null, or why it cannot be read.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Why not.</param>
/// <param name="IsTooLarge">The body could be read, but holds more than the call takes.</param>
internal readonly record struct WireRead<T>(T? Value, string? Error, bool IsTooLarge = false)
    where T : class
{
    /// <summary>What was read, held to the limits that its record states.</summary>
    public static WireRead<T> Of(T? value, JsonSerializerOptions json) =>
        value is not null && StatedLimits.Excess(value, json) is { } excess ? TooLarge(excess) : new(value, null);

    public static WireRead<T> TooLarge(string excess) => new(null, excess, IsTooLarge: true);
}

/// <summary>
/// Reads request bodies as the services that Leadline stands in for do, which is as Newtonsoft.Json does (clients.md,
/// rule 2). System.Text.Json goes first for speed; what it refuses, Newtonsoft.Json decides, its error text included.
/// </summary>
internal static class WireJson
{
    private const string NotText =
        "Unexpected character encountered while parsing value: \ufffd. Path '', line 0, position 0.";

    internal static JsonSerializerOptions Options { get; } = new(WireFormat.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { DropNullElements } },
    };

    /// <summary>
    /// Reads a whole body. No element of a list that is read is null. <see cref="WireRead{T}.Error"/> is one line of at
    /// most 500 characters and may quote the body: answer with it, never log it.
    /// </summary>
    public static WireRead<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        var body = JsonText.WithoutMark(utf8);
        if (body.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return default;
        if (!Utf8.IsValid(body))
            return new(null, NotText);
        if (JsonText.HasNul(body))
            return new(null, JsonText.HoldsNul);
        if (StatedLimits.HasTooManyValues(body))
            return WireRead<T>.TooLarge(StatedLimits.TooManyValues);

        try
        {
            return WireRead<T>.Of(JsonSerializer.Deserialize<T>(body, Options), Options);
        }
        catch (JsonException)
        {
            var read = LenientJson.Read<T>(body);
            return read.Error is null ? WireRead<T>.Of(read.Value, Options) : read;
        }
    }

    internal static void RemoveNulls(object list)
    {
        var items = (IList)list;
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (items[i] is null)
                items.RemoveAt(i);
        }
    }

    private static void DropNullElements(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { IsValueType: false } &&
            type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(List<>))
            type.OnDeserialized = RemoveNulls;
    }
}
