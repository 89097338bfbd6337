using System.Text.Json;
using Leadline.Protocol.Own;
using MudBlazor;

namespace Leadline.App.Parts;

/// <summary>Filters as people choose them, as addresses carry them, and as the API takes them.</summary>
public static class FilterText
{
    private static readonly string[] TextOperators =
        ["Equals", "Differs", "Contains", "StartsWith", "IsEmpty", "IsSet"];

    private static readonly string[] ChoiceOperators = ["Equals", "Differs", "IsEmpty", "IsSet"];

    private static readonly string[] NumberOperators =
        ["Equals", "Differs", "GreaterThan", "LessThan", "IsEmpty", "IsSet"];

    /// <summary>The operators that a field's type has, by the keys of their names.</summary>
    public static IReadOnlyList<string> Operators(string? type) => type switch
    {
        "number" or "decimal" or "date" or "dateTime" => NumberOperators,
        "dropdown" or "boolean" or "multiSelect" => ChoiceOperators,
        _ => TextOperators,
    };

    /// <summary>What a value is typed into.</summary>
    public static InputType Input(string? type) => type switch
    {
        "date" => InputType.Date,
        "dateTime" => InputType.Date,
        "number" or "decimal" => InputType.Number,
        _ => InputType.Text,
    };

    /// <summary>The conditions of a filter that is one group of them.</summary>
    public static IReadOnlyList<FilterRequest> Conditions(FilterRequest? filter) =>
        filter?.All ?? filter?.Any ?? (filter?.Field is null ? [] : [filter]);

    /// <summary>A condition as the API takes it.</summary>
    public static FilterRequest Write(string field, string name, string? value)
    {
        var (comparison, text) = name switch
        {
            "Differs" => ("<>", value),
            "Contains" => ("LIKE", $"%{value}%"),
            "StartsWith" => ("LIKE", $"{value}%"),
            "GreaterThan" => (">", value),
            "LessThan" => ("<", value),
            "IsEmpty" => ("=", ""),
            "IsSet" => ("<>", ""),
            _ => ("=", value),
        };
        return new() { Field = field, Operator = comparison, Value = text };
    }

    /// <summary>The operator and the value as people chose them.</summary>
    public static (string Operator, string? Value) Read(FilterRequest condition) => condition switch
    {
        { Operator: "<>", Value: "" or null } => ("IsSet", null),
        { Operator: "<>" } => ("Differs", condition.Value),
        { Operator: "LIKE", Value: ['%', .. var inner, '%'] } => ("Contains", inner),
        { Operator: "LIKE" } => ("StartsWith", condition.Value?.TrimEnd('%')),
        { Operator: ">" } => ("GreaterThan", condition.Value),
        { Operator: "<" } => ("LessThan", condition.Value),
        { Value: "" or null } => ("IsEmpty", null),
        _ => ("Equals", condition.Value),
    };

    /// <summary>The filter as an address carries it; null for none.</summary>
    public static string? ToAddress(FilterRequest? filter) =>
        filter is null ? null : JsonSerializer.Serialize(filter, Compact.FilterRequest);

    /// <summary>The filter as a saved view keeps it.</summary>
    public static JsonElement? ToElement(FilterRequest? filter) =>
        filter is null ? null : JsonSerializer.SerializeToElement(filter, Compact.FilterRequest);

    /// <summary>The filter of an address; none where it holds nothing that is one.</summary>
    public static FilterRequest? FromAddress(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, OwnJson.Default.FilterRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly OwnJson Compact = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
