using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leadline.Protocol.Json;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Platform.Json;

/// <summary>
/// Holds bodies to the limits that their records state (<see cref="LimitAttribute"/>) and the OpenAPI documents show,
/// so that no list and no text of a call is without one.
/// </summary>
internal static class StatedLimits
{
    /// <summary>Most values of one JSON text. It bounds the memory that reading one takes.</summary>
    public const int MostValues = 250_000;

    /// <summary>Why a JSON text of more values is refused.</summary>
    public static readonly string TooManyValues = $"The body has more than {MostValues} values.";

    private static readonly ConcurrentDictionary<JsonTypeInfo, Member[]> Members = [];

    /// <summary>
    /// True where a text may hold more than <see cref="MostValues"/> values. Commas inside texts count, too: a quicker
    /// look, which no odd quoting deceives.
    /// </summary>
    public static bool HasTooManyValues(ReadOnlySpan<byte> json) =>
        json.Length > MostValues
        && json.Count((byte)',') + json.Count((byte)'[') + json.Count((byte)'{') > MostValues;

    /// <summary>What of a body is beyond its limit; null where all is within.</summary>
    /// <param name="body">What was read.</param>
    /// <param name="json">The options that it was read with.</param>
    public static string? Excess(object body, JsonSerializerOptions json) =>
        Excess(body, json, "The body", LimitAttribute.Items, LimitAttribute.Text);

    private static string? Excess(object? value, JsonSerializerOptions json, string name, int most, int each)
    {
        switch (value)
        {
            case null:
                return null;
            case string text:
                return text.Length > most ? $"{name} has more than {most} characters." : null;
            case LeadProperty property:
                return Excess(property);
            case IDictionary map:
                return OfMap(map, json, name, most, each);
            case ICollection list:
                return OfList(list, json, name, most, each);
        }

        var type = json.GetTypeInfo(value.GetType());
        foreach (var member in Members.GetOrAdd(type, MembersOf))
            if (Excess(member.Get(value), json, member.Name, member.Most, member.Each) is { } excess)
                return excess;
        return null;
    }

    private static string? OfList(ICollection list, JsonSerializerOptions json, string name, int most, int each)
    {
        if (list.Count > most)
            return $"{name} has more than {most} items.";
        foreach (var item in list)
        {
            var limit = item is string ? each : LimitAttribute.Items;
            if (Excess(item, json, $"An item of {name}", limit, each) is { } excess)
                return excess;
        }

        return null;
    }

    private static string? OfMap(IDictionary map, JsonSerializerOptions json, string name, int most, int each)
    {
        if (map.Count > most)
            return $"{name} has more than {most} entries.";
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is string { Length: > LimitAttribute.Text })
                return $"A key of {name} has more than {LimitAttribute.Text} characters.";
            var limit = entry.Value is string ? each : LimitAttribute.Items;
            if (Excess(entry.Value, json, $"'{entry.Key}' of {name}", limit, each) is { } excess)
                return excess;
        }

        return null;
    }

    // Every lead and activity is made of these, and a converter reads them, which the options know no members of.
    private static string? Excess(LeadProperty property)
    {
        if (property.Attribute is { Length: > LimitAttribute.Text })
            return $"An Attribute has more than {LimitAttribute.Text} characters.";
        if (property.Value is { Length: > LimitAttribute.Value })
            return $"'{property.Attribute}' has more than {LimitAttribute.Value} characters.";
        if (property.Fields is not { } parts)
            return null;
        if (parts.Count > LimitAttribute.Items)
            return $"'{property.Attribute}' has more than {LimitAttribute.Items} parts.";
        foreach (var part in parts)
            if (Excess(part) is { } excess)
                return excess;
        return null;
    }

    private static Member[] MembersOf(JsonTypeInfo type) =>
    [
        .. from member in type.Properties
           where member is { Get: not null, PropertyType.IsValueType: false }
           let limit = LimitOf(member)
           select new Member(
               $"'{member.Name}'", member.Get!, limit.IsCheckedByCall ? int.MaxValue : limit.Most, limit.Each),
    ];

    /// <summary>The limit that a member states, else the one that its kind has.</summary>
    public static LimitAttribute LimitOf(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(LimitAttribute), inherit: false).FirstOrDefault()
            as LimitAttribute
        ?? new LimitAttribute(member.PropertyType == typeof(string) ? LimitAttribute.Text : LimitAttribute.Items);

    private readonly record struct Member(string Name, Func<object, object?> Get, int Most, int Each);
}
