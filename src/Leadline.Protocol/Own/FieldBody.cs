using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A field of leads, of an activity type or of an opportunity type; what is absent stays as it is.</summary>
public sealed record FieldBody
{
    /// <summary>
    /// mx_ and a name for leads, mx_Custom_1 onwards for types; for a part of a field set Status or mx_CustomObject_1
    /// onwards.
    /// </summary>
    [JsonPropertyName("schemaName")]
    public string? SchemaName { get; init; }

    /// <summary>What users see.</summary>
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; init; }

    /// <summary>
    /// text, number, dropdown, dateTime, fieldSet, ...; text when absent. A field keeps the type that it was made with.
    /// </summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Whether a record without it is refused; of a part, a set without it.</summary>
    [JsonPropertyName("mandatory")]
    public bool? Mandatory { get; init; }

    /// <summary>The value when none is given.</summary>
    [JsonPropertyName("defaultValue")]
    public string? DefaultValue { get; init; }

    /// <summary>Longest value in characters.</summary>
    [JsonPropertyName("maxLength")]
    public int? MaxLength { get; init; }

    /// <summary>The options of a dropdown.</summary>
    [Limit(1_000, Each = 200)]
    [JsonPropertyName("options")]
    public List<string>? Options { get; init; }

    /// <summary>The parts of a field set, at least one.</summary>
    [Limit(100)]
    [JsonPropertyName("parts")]
    public List<FieldBody>? Parts { get; init; }
}
