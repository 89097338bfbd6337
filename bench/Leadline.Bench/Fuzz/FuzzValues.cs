using System.Text;
using System.Text.Json.Nodes;

namespace Leadline.Bench.Fuzz;

/// <summary>Makes requests wrong: values that programs stumble over, in places drawn by a seed.</summary>
internal sealed class FuzzValues(Random random, FuzzIds ids)
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1.5", "1e308", "2147483648", "9007199254740993", "-9223372036854775809", "NaN", "Infinity",
        "true", "null", "9999-12-31T23:59:59Z", "0001-01-01 00:00:00", "2026-02-30", "2026-03-01T10:00:00.123456789+14:00",
        "' OR 1=1 --", "%", "_", "\\", "$1", "{{", "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "\u0000", "\ud800",
        "\u202e", "\u200b", "e\u0301", "\uff21", "\ud83d\ude00", "name@example.com", "a@b", "@", "+91-9876543210", "+", "tel:0",
        "00000000-0000-0000-0000-000000000000", "mx_Custom_1", "mx_City", "EmailAddress", "12231", "105", "Open", "1", "10001",
    ];

    private static readonly string Long = new('x', 5000);
    private static readonly string Wide = string.Concat(Enumerable.Repeat("\ud83d\ude00", 500));

    /// <summary>A text that may mean something to the server, or break it.</summary>
    public string Text() => random.Next(20) switch
    {
        0 => Long,
        1 => Wide,
        < 7 => ids.Any(random) ?? "1",
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>The body as bytes: mostly as described, with a few values changed; sometimes no JSON at all.</summary>
    public byte[] Body(JsonNode example)
    {
        var body = example.DeepClone();
        for (var changes = random.Next(4); changes > 0; changes--) body = Change(body) ?? new JsonObject();
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return random.Next(12) == 0 ? Damage(bytes) : bytes;
    }

    private JsonNode? Change(JsonNode body)
    {
        var places = new List<JsonNode>();
        Gather(body, places);
        var place = places[random.Next(places.Count)];
        if (place.Parent is null) return random.Next(10) == 0 ? Value() : body;
        switch (place.Parent)
        {
            case JsonObject parent when random.Next(6) == 0:
                parent.Remove(place.GetPropertyName());
                break;
            case JsonObject parent:
                parent[place.GetPropertyName()] = Value();
                break;
            case JsonArray parent when random.Next(6) == 0:
                parent.Insert(place.GetElementIndex(), place.DeepClone());
                break;
            case JsonArray parent:
                parent[place.GetElementIndex()] = Value();
                break;
        }

        return body;
    }

    private static void Gather(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        var members = node switch
        {
            JsonObject members1 => members1.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var member in members)
            if (member is not null) Gather(member, places);
    }

    private JsonNode? Value() => random.Next(16) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 5),
        3 => 1e300,
        4 => long.MaxValue,
        5 => new JsonObject(),
        6 => new JsonArray(),
        7 => new JsonArray([.. Enumerable.Range(0, 300).Select(number => JsonValue.Create(number))]),
        8 => Nested(100),
        9 => new JsonObject { [Text()] = Text() },
        10 => new JsonArray(Text()),
        _ => Text(),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (; depth > 0; depth--) node = new JsonArray(node);
        return node;
    }

    private byte[] Damage(byte[] body)
    {
        var at = random.Next(body.Length + 1);
        return random.Next(6) switch
        {
            0 => body[..at],
            1 => [.. body[..at], 0xff, .. body[at..]],
            2 => [.. body[..at], 0, .. body[at..]],
            3 => [0xef, 0xbb, 0xbf, .. body],
            4 => [],
            _ => [.. body[..at], .. body],
        };
    }
}
