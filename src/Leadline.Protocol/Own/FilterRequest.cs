using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A condition on one field, or a group of them: all of which, or any of which, have to hold. At most 20 conditions in
/// all, groups within groups up to 5 deep.
/// </summary>
public sealed record FilterRequest
{
    /// <summary>A field's schema name.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>=, &lt;&gt;, &gt;, &lt;, &gt;=, &lt;=, LIKE or IN; = by default.</summary>
    [JsonPropertyName("operator")]
    public string? Operator { get; init; }

    /// <summary>The value; of IN, values separated by commas. Empty for fields that are empty.</summary>
    [Limit(40_000)]
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>Filters all of which have to hold.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("all")]
    public List<FilterRequest>? All { get; init; }

    /// <summary>Filters any of which has to hold.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("any")]
    public List<FilterRequest>? Any { get; init; }
}
