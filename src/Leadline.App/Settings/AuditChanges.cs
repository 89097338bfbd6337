using System.Text.Json;
using Leadline.Protocol.Own;

namespace Leadline.App.Settings;

/// <summary>A member of a record that was changed, as texts.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Before">As it was; null where it was not there.</param>
/// <param name="After">As it is since; null where it is gone.</param>
public sealed record AuditChange(string Member, string? Before, string? After);

/// <summary>What an entry of the audit log changed, member by member.</summary>
public static class AuditChanges
{
    private const int LongestValue = 300;

    public static IEnumerable<AuditChange> Of(AuditEntryResponse entry)
    {
        var (before, after) = (Members(entry.Before), Members(entry.After));
        return before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).Select(member => new AuditChange(
            member, before.GetValueOrDefault(member), after.GetValueOrDefault(member)));
    }

    private static Dictionary<string, string> Members(JsonElement? values) =>
        values is { ValueKind: JsonValueKind.Object } of
            ? of.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value))
            : [];

    private static string Text(JsonElement value)
    {
        var text = value.ToString();
        return text.Length > LongestValue ? $"{text[..LongestValue]}…" : text;
    }
}

/// <summary>What of the audit log is asked for, in an address.</summary>
public static class AuditQuery
{
    public static string Of(params IEnumerable<(string Name, string? Value)> filters)
    {
        var query = string.Join('&', filters.Where(filter => !string.IsNullOrEmpty(filter.Value))
            .Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));
        return query.Length == 0 ? "" : $"?{query}";
    }
}
