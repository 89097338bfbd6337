using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Which leads to list: <c>POST /leadline/v1/leads/search</c>.</summary>
public sealed record LeadSearchRequest
{
    /// <summary>What the leads are to meet; without one, all are listed.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>
    /// The schema name of a field, with - before it for the largest or latest first; -CreatedOn by default.
    /// </summary>
    [JsonPropertyName("sort")]
    public string? Sort { get; init; }

    /// <summary>The schema names of the fields to read; all by default.</summary>
    [Limit(300)]
    [JsonPropertyName("fields")]
    public List<string>? Fields { get; init; }

    /// <summary>1 to 200; 50 by default.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before, of the same filter and sort.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }

    /// <summary>True to be told, too, how many leads meet the filter.</summary>
    [JsonPropertyName("count")]
    public bool? Count { get; init; }
}

/// <summary>A page of leads.</summary>
/// <param name="Leads">Each with the fields asked for, under their schema names; null where it has no value.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
/// <param name="Count">How many leads meet the filter, counted up to 10,000; only when asked for.</param>
/// <param name="HasMore">True where there are more than were counted.</param>
public sealed record LeadPageResponse(
    IReadOnlyList<Dictionary<string, string?>> Leads,
    string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasMore);

/// <summary>What a quick search found.</summary>
/// <param name="Leads">The best match first, at most 100.</param>
public sealed record LeadsFoundResponse(IReadOnlyList<Dictionary<string, string?>> Leads);
