using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A plan to make, <c>POST /leadline/v1/plans</c>, or what to change of one, <c>PATCH /leadline/v1/plans/{plan}</c>.
/// What is absent stays.
/// </summary>
public sealed record PlanRequest
{
    /// <summary>The name; mandatory for a new plan.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The price, with two decimals; 0 for a new plan that says none.</summary>
    [JsonPropertyName("price")]
    public decimal? Price { get; init; }

    /// <summary>The speed in Mbps; mandatory for a new plan.</summary>
    [JsonPropertyName("speedMbps")]
    public int? SpeedMbps { get; init; }

    /// <summary>What it is.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>What it is for, such as Fiber.</summary>
    [Limit(50, Each = 100)]
    [JsonPropertyName("services")]
    public List<string>? Services { get; init; }
}

/// <summary>What an internet provider sells.</summary>
/// <param name="Number">Counts up within the account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">Its price, with two decimals.</param>
/// <param name="SpeedMbps">Its speed in Mbps.</param>
/// <param name="Description">What it is.</param>
/// <param name="Services">What it is for.</param>
/// <param name="Version">Grows with every change; also in the header ETag.</param>
/// <param name="CreatedOn">When it was made.</param>
public sealed record PlanResponse(
    int Number,
    string Name,
    decimal Price,
    int SpeedMbps,
    string? Description,
    IReadOnlyList<string> Services,
    int Version,
    DateTime CreatedOn);

/// <summary>A page of plans.</summary>
/// <param name="Plans">In the order of their numbers.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record PlansResponse(IReadOnlyList<PlanResponse> Plans, int? Next);
