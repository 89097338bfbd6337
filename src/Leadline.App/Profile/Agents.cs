namespace Leadline.App.Profile;

/// <summary>What people call a browser, of what it calls itself.</summary>
public static class Agents
{
    // Each calls itself by the names of those before it, too: the first that is found is the one.
    private static readonly (string Part, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Part, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Browser and system, or what it calls itself where neither is known.</summary>
    public static string Name(string? agent, string unknown)
    {
        if (string.IsNullOrWhiteSpace(agent))
            return unknown;
        var found = ((string?[])[Find(Browsers, agent), Find(Systems, agent)]).OfType<string>().ToList();
        return found.Count > 0 ? string.Join(", ", found) : agent;
    }

    private static string? Find((string Part, string Name)[] known, string agent) =>
        known.FirstOrDefault(one => agent.Contains(one.Part, StringComparison.Ordinal)).Name;
}
