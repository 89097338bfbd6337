using System.Text.Json;

namespace Leadline.Activities;

/// <summary>The data of an activity.updated event: each changed member with its value before and after.</summary>
internal static class ActivityChanges
{
    /// <summary>Null when nothing changed.</summary>
    public static string? Describe(Activity before, Activity after)
    {
        var (old, now) = (Flat(before), Flat(after));
        var changes = old.Keys.Union(now.Keys)
            .Select(name => (Name: name, Before: old.GetValueOrDefault(name), After: now.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)
            .ToDictionary(change => change.Name, change => new { change.Before, change.After });
        return changes.Count == 0 ? null : JsonSerializer.Serialize(changes);
    }

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
