using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>Which leads to count, and by what: <c>POST /leadline/v1/leads/distribution</c>.</summary>
public sealed record LeadDistributionRequest
{
    /// <summary>What the leads are to meet; without one, all are counted.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>The schema name of a field; OwnerId by default.</summary>
    [JsonPropertyName("by")]
    public string? By { get; init; }
}

/// <summary>How many leads there are.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Values">By the values of the field, the most first.</param>
public sealed record LeadDistributionResponse(long Total, IReadOnlyList<LeadCountResponse> Values);

/// <summary>How many leads have a value.</summary>
/// <param name="Value">The value; null is none.</param>
/// <param name="Leads">How many.</param>
public sealed record LeadCountResponse(string? Value, long Leads);
