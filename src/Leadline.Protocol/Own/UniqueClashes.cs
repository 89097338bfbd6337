using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>Why a field cannot be unique; a part of the refusal.</summary>
/// <param name="Clashes">The values that records share, at most 100.</param>
public sealed record UniqueClashes(
    [property: JsonPropertyName("clashes")] IReadOnlyList<UniqueClash>? Clashes);

/// <summary>A value that records share.</summary>
/// <param name="Value">The value.</param>
/// <param name="LeadCount">How many leads have it.</param>
/// <param name="LeadIds">Their ids, at most 100.</param>
public sealed record UniqueClash(string Value, int LeadCount, IReadOnlyList<Guid> LeadIds);
