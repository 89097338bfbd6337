using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>An activity type to make, or what to change of one; what is absent stays as it is.</summary>
public sealed record ActivityTypeBody
{
    /// <summary>The type's name, unique among the account's activity and opportunity types.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the type is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>inbound when the lead does it, outbound when it is done to the lead; inbound when absent.</summary>
    [JsonPropertyName("direction")]
    public string? Direction { get; init; }

    /// <summary>What an activity adds to the lead's score.</summary>
    [JsonPropertyName("score")]
    public decimal? Score { get; init; }

    /// <summary>Whether activities of the type may be deleted.</summary>
    [JsonPropertyName("canDelete")]
    public bool? CanDelete { get; init; }

    /// <summary>
    /// Fields to add or, where their schema names are known, to change: mx_Custom_1 to mx_Custom_50.
    /// </summary>
    [Limit(50)]
    [JsonPropertyName("fields")]
    public List<FieldBody>? Fields { get; init; }
}

/// <summary>An activity type.</summary>
/// <param name="Code">The number that calls name it by.</param>
/// <param name="Name">Its name, unique among activity and opportunity types.</param>
/// <param name="Description">What the type is for.</param>
/// <param name="Direction">inbound, outbound or information.</param>
/// <param name="Score">What an activity adds to the lead's score.</param>
/// <param name="CanDelete">Whether activities of the type may be deleted.</param>
/// <param name="System">Every account has it, and none may change it.</param>
/// <param name="Fields">Its fields.</param>
public sealed record ActivityTypeResponse(
    int Code,
    string Name,
    string? Description,
    string Direction,
    decimal Score,
    bool CanDelete,
    bool System,
    IReadOnlyList<FieldResponse> Fields);

/// <summary>The activity types.</summary>
/// <param name="ActivityTypes">In the order of their codes.</param>
public sealed record ActivityTypesResponse(IReadOnlyList<ActivityTypeResponse> ActivityTypes);
