using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Protocol.Json;

/// <summary>A lead's attribute-value pair, the most frequent thing on the wire, without reflection.</summary>
internal sealed class LeadPropertyConverter : JsonConverter<LeadProperty>
{
    public override LeadProperty Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadOne(ref reader);

    public override void Write(Utf8JsonWriter writer, LeadProperty value, JsonSerializerOptions options) =>
        WriteOne(writer, value, "Attribute"u8);

    internal static List<LeadProperty>? ReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();

        var list = new List<LeadProperty>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
                list.Add(ReadOne(ref reader));
        }

        return list;
    }

    internal static void WriteOne(Utf8JsonWriter writer, LeadProperty value, ReadOnlySpan<byte> nameMember)
    {
        writer.WriteStartObject();
        writer.WriteString(nameMember, value.Attribute);
        writer.WriteString("Value"u8, value.Value);
        if (value.Fields is not null)
        {
            writer.WriteStartArray("Fields"u8);
            foreach (var field in value.Fields)
                WriteOne(writer, field, nameMember);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static LeadProperty ReadOne(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();

        string? attribute = null;
        string? value = null;
        List<LeadProperty>? fields = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var member = MemberOf(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Attribute:
                    attribute = ScalarTextConverter.ReadText(ref reader) ?? attribute;
                    break;
                case Member.Value:
                    value = ScalarTextConverter.ReadText(ref reader);
                    break;
                case Member.Fields:
                    fields = ReadList(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new LeadProperty { Attribute = attribute, Value = value, Fields = fields };
    }

    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("Attribute"u8) || reader.ValueTextEquals("SchemaName"u8))
            return Member.Attribute;
        if (reader.ValueTextEquals("Value"u8))
            return Member.Value;
        if (reader.ValueTextEquals("Fields"u8))
            return Member.Fields;

        var name = reader.GetString()!;
        if (name.Equals("Attribute", StringComparison.OrdinalIgnoreCase) ||
            name.Equals("SchemaName", StringComparison.OrdinalIgnoreCase))
            return Member.Attribute;
        if (name.Equals("Value", StringComparison.OrdinalIgnoreCase))
            return Member.Value;
        return name.Equals("Fields", StringComparison.OrdinalIgnoreCase) ? Member.Fields : Member.Other;
    }

    private enum Member
    {
        Other,
        Attribute,
        Value,
        Fields,
    }
}

/// <summary>
/// An activity's fields, which the wire names by SchemaName where a lead's say Attribute (core §3.1).
/// </summary>
internal sealed class ActivityFieldsConverter : JsonConverter<List<LeadProperty>>
{
    public override List<LeadProperty>? Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LeadPropertyConverter.ReadList(ref reader);

    public override void Write(Utf8JsonWriter writer, List<LeadProperty> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var field in value)
            LeadPropertyConverter.WriteOne(writer, field, "SchemaName"u8);
        writer.WriteEndArray();
    }
}
