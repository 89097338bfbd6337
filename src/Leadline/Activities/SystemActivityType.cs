using Leadline.Fields;

namespace Leadline.Activities;

/// <summary>
/// An activity type that every account has from the start, with its fields. Features register those that they write.
/// </summary>
internal sealed record SystemActivityType(ActivityType Type)
{
    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    public static SystemActivityType Create(int code, string name, int direction = ActivityDirections.Information) =>
        new(
            new ActivityType
            {
                EventCode = code,
                Id = StandardLeadFields.IdOf($"activity/{code}"),
                Name = name,
                DisplayName = name,
                EventType = ActivityEventTypes.System,
                Direction = direction,
                IsSystem = true,
            }
        );
}

internal static class SystemActivityTypeServices
{
    public static void AddSystemActivityTypes(
        this IServiceCollection services, params IReadOnlyList<SystemActivityType> types)
    {
        foreach (var type in types)
            services.AddSingleton(type);
    }
}
