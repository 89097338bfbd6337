using Leadline.Activities;

namespace Leadline.Opportunities;

/// <summary>The activity types that tell on a lead's timeline of its opportunities.</summary>
internal static class OpportunityActivityTypes
{
    public const int Duplicate = 32;
    public const int Captured = 33;

    public static IReadOnlyList<SystemActivityType> All { get; } =
    [
        SystemActivityType.Create(Duplicate, "Duplicate Opportunity Detected"),
        SystemActivityType.Create(Captured, "Opportunity Captured"),
    ];
}
