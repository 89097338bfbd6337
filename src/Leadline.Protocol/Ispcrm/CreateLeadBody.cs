using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Ispcrm;

/// <summary>Body of ISPCRM's subscriber/CreateLead (extended §7.2); name, e-mail and phone are mandatory.</summary>
public sealed record CreateLeadBody
{
    /// <summary>Full name of the lead.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>E-mail address of the lead.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>Phone number of the lead.</summary>
    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

    /// <summary>Postal address of the lead.</summary>
    [JsonPropertyName("address")]
    public string? Address { get; init; }

    /// <summary>Anything else worth noting.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("remarks")]
    public string? Remarks { get; init; }
}
