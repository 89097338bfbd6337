using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>What a new lead holds, or what to change of one: fields that are not named stay as they are.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LeadValuesRequest
{
    /// <summary>
    /// By schema name, as a lead is read; null clears a field. The parts of a custom field set are a JSON object as
    /// text.
    /// </summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}

/// <summary>What somebody has typed of a lead so far: <c>POST /leadline/v1/leads/duplicates</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LeadDuplicatesRequest
{
    /// <summary>E-mail addresses, phone numbers and values of unique fields by schema name, at most 20.</summary>
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }

    /// <summary>The id of the lead that is being edited.</summary>
    [JsonPropertyName("except")]
    public Guid? Except { get; init; }
}

/// <summary>The leads that are there already.</summary>
/// <param name="Duplicates">One for each value that a lead has; of a shared phone number at most 5.</param>
public sealed record LeadDuplicatesResponse(IReadOnlyList<LeadDuplicateResponse> Duplicates);

/// <summary>A lead that has a value already.</summary>
/// <param name="Field">The field whose value it is.</param>
/// <param name="IsUnique">Whether no other lead may have the value.</param>
/// <param name="Hidden">Whether the caller may not see the lead, and is told no more of it than whose it is.</param>
/// <param name="OwnerName">What the user is called whose lead it is: whom to ask.</param>
/// <param name="Lead">The lead; null where it is hidden.</param>
public sealed record LeadDuplicateResponse(
    string Field, bool IsUnique, bool Hidden, string? OwnerName, LeadCardResponse? Lead);

/// <summary>A lead in short.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number within the account.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="OwnerId">The user whose it is.</param>
/// <param name="OwnerName">What the user is called.</param>
/// <param name="LastActivity">The name of its latest activity.</param>
/// <param name="LastActivityOn">When that happened.</param>
public sealed record LeadCardResponse(
    Guid Id,
    long Number,
    string Name,
    string? Stage,
    Guid OwnerId,
    string? OwnerName,
    string? LastActivity,
    DateTime? LastActivityOn);

/// <summary>How an account works with leads; what is absent stays as it is.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LeadSettingsMessage
{
    /// <summary>
    /// Whether somebody who types a value of a lead that may not be seen is told that there is one, and whose it is;
    /// true by default.
    /// </summary>
    [JsonPropertyName("tellsHiddenDuplicates")]
    public bool? TellsHiddenDuplicates { get; init; }
}
