using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>One field of a lead or an activity and the value written to it (core §2, extended §6.1).</summary>
[JsonConverter(typeof(LeadPropertyConverter))]
public sealed record LeadProperty
{
    /// <summary>
    /// The field's schema name, or a directive such as SearchBy; set by the member Attribute or SchemaName.
    /// </summary>
    public string? Attribute { get; init => field = value ?? field; }

    /// <summary>The same as <see cref="Attribute"/>: activities name their fields so (extended §6.1).</summary>
    public string? SchemaName
    {
        get => Attribute;
        init => Attribute = value;
    }

    /// <summary>The value as text; a number or a boolean of the body is the text it was.</summary>
    public string? Value { get; init; }

    /// <summary>The parts of a custom field set; null for any other field.</summary>
    public List<LeadProperty>? Fields { get; init; }
}
