using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Protocol.Json;

/// <summary>Texts of which those that are whole numbers are written as numbers (extended §5.6).</summary>
internal sealed class NumbersConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(ScalarTextConverter.ReadText(ref reader) ?? "");
        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                writer.WriteNumberValue(number);
            else
                writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
