using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>An opportunity type to make, or what to change of one; what is absent stays as it is.</summary>
public sealed record OpportunityTypeBody
{
    /// <summary>The type's name, unique among the account's activity and opportunity types.</summary>
    [Limit(200, IsCheckedByCall = true)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What users see; the name when absent.</summary>
    [Limit(200, IsCheckedByCall = true)]
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; init; }

    /// <summary>What users see of several; the name when absent.</summary>
    [Limit(200, IsCheckedByCall = true)]
    [JsonPropertyName("pluralName")]
    public string? PluralName { get; init; }

    /// <summary>What the type is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Whether opportunities of the type may be deleted.</summary>
    [JsonPropertyName("canDelete")]
    public bool? CanDelete { get; init; }

    /// <summary>The statuses; a new opportunity has the first. Open, Won and Lost when absent.</summary>
    [Limit(500, Each = 200)]
    [JsonPropertyName("statuses")]
    public List<string>? Statuses { get; init; }

    /// <summary>
    /// The stages, which mx_Custom_2 holds; a new opportunity has the first. Without any, every text is a stage.
    /// </summary>
    [Limit(500, Each = 200)]
    [JsonPropertyName("stages")]
    public List<string>? Stages { get; init; }

    /// <summary>Whether mx_Custom_19 must say why the status or the stage is what it is.</summary>
    [JsonPropertyName("requireComment")]
    public bool? RequireComment { get; init; }

    /// <summary>
    /// Schema names of the fields that, all alike, make two opportunities of one lead duplicates; empty allows
    /// duplicates.
    /// </summary>
    [Limit(50, Each = 200)]
    [JsonPropertyName("duplicateFields")]
    public List<string>? DuplicateFields { get; init; }

    /// <summary>Fields to add or, where their schema names are known, to change.</summary>
    [Limit(250)]
    [JsonPropertyName("fields")]
    public List<FieldBody>? Fields { get; init; }
}
