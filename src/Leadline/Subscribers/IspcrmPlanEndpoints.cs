using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>Plans as ISPCRM's API has them (extended §7.6).</summary>
internal sealed class IspcrmPlanEndpoints(PlanOperations plans)
{
    private static readonly Failure None = new(ErrorCode.UnknownRecord, "No available plans found");
    private static readonly Failure BadNumber = new(ErrorCode.InvalidInput, "The id is not a number.");
    private static readonly Failure BadOrder = new(ErrorCode.InvalidInput, "sort_by is price or speed.");

    /// <summary>Those with <c>filter</c> as a service or in the name, by <c>sort_by</c> and <c>sort</c>.</summary>
    public async Task<Failure?> Available(Call call)
    {
        var found = await plans.All(call.Caller);
        if (call.Query("filter") is { } filter)
            found =
            [
                .. found.Where(plan => plan.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)
                    || plan.Services.Contains(filter, StringComparer.OrdinalIgnoreCase)),
            ];
        return found.Count == 0 ? None : Answer(call, found);
    }

    /// <summary>What the lead of <c>lead_id</c> or <c>id</c> may change to; without one, every plan.</summary>
    public async Task<Failure?> Upgrades(Call call)
    {
        long? number = null;
        if ((call.Query("lead_id") ?? call.Query("id")) is { } sent)
        {
            if (!long.TryParse(sent, out var leadNumber))
                return BadNumber;
            number = leadNumber;
        }

        var found = await plans.Upgrades(call.Caller, number);
        return found.Failure ?? Answer(call, found.Value);
    }

    private static Failure? Answer(Call call, IReadOnlyList<Plan> found)
    {
        Func<Plan, decimal>? key = call.Query("sort_by")?.ToUpperInvariant() switch
        {
            null => plan => plan.Number,
            "PRICE" => plan => plan.Price,
            "SPEED" => plan => plan.Speed,
            _ => null,
        };
        if (key is null)
            return BadOrder;
        var isDescending = "desc".Equals(call.Query("sort"), StringComparison.OrdinalIgnoreCase);
        var ordered = isDescending ? found.OrderByDescending(key) : found.OrderBy(key);
        return call.Answer(
            new PlansResponse(
                Success: true,
                [
                    .. ordered.Select(plan => new PlanItem(
                        plan.Number, plan.Name, plan.Price, $"{plan.Speed}Mbps", plan.Description)),
                ]),
            IspcrmJson.Default.PlansResponse);
    }
}
