using Leadline.Events;

namespace Leadline.Activities;

/// <summary>The data of an activity.updated event: each changed member with its value before and after.</summary>
internal static class ActivityChanges
{
    /// <summary>Null when nothing changed.</summary>
    public static string? Describe(Activity before, Activity after) => ValueChanges.Describe(Flat(before), Flat(after));

    private static Dictionary<string, string?> Flat(Activity activity)
    {
        var flat = new Dictionary<string, string?>
        {
            [ActivityFieldNames.Note] = activity.Note,
            [ActivityFieldNames.Status] = activity.Status,
            [ActivityFieldNames.Owner] = activity.OwnerId?.ToString(),
            [nameof(activity.IsLocked)] = activity.IsLocked ? "1" : "0",
        };
        foreach (var (name, value) in activity.Values)
            flat[name] = value;
        return flat;
    }
}
