using System.Text.Json;

namespace Leadline.Events;

/// <summary>The data of an event that tells of a change: each changed member with its value before and after.</summary>
internal static class ValueChanges
{
    /// <summary>Null when all members are alike.</summary>
    public static string? Describe(
        IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> after)
    {
        var changes = before.Keys.Union(after.Keys)
            .Select(name => (Name: name, Before: before.GetValueOrDefault(name), After: after.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)
            .ToDictionary(change => change.Name, change => new { change.Before, change.After });
        return changes.Count == 0 ? null : JsonSerializer.Serialize(changes);
    }

    /// <summary>What <see cref="Describe"/> wrote.</summary>
    public static IEnumerable<(string Name, string? Before, string? After)> Read(string? data)
    {
        var changes = data is null ? null : JsonSerializer.Deserialize<Dictionary<string, Change>>(data);
        return changes is null ? [] : changes.Select(one => (one.Key, one.Value.Before, one.Value.After));
    }

    private sealed record Change(string? Before, string? After);
}
