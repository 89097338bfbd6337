using System.Text.Json.Serialization;

namespace Leadline.Protocol.Ispcrm;

/// <summary>Plans (extended §7.6).</summary>
/// <param name="Success">True.</param>
/// <param name="Data">The plans.</param>
public sealed record PlansResponse(bool Success, IReadOnlyList<PlanItem> Data);

/// <summary>A plan (extended §7.6).</summary>
/// <param name="PlanId">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">Its price, with two decimals.</param>
/// <param name="Speed">Its speed, such as 50Mbps.</param>
/// <param name="Description">What it is.</param>
public sealed record PlanItem(
    [property: JsonPropertyName("plan_id")] int PlanId, string Name, decimal Price, string Speed, string? Description);
