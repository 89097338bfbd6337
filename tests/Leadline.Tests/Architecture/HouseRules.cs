using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Leadline.Tests.Architecture;

/// <summary>The rules of the house that a machine can hold: who may use whom, how long a file is, what is visible.</summary>
public sealed partial class HouseRules
{
    private const string ServerFolder = "src/Leadline";

    // A folder may use those named here, and no others. Composition (Server, Cli) uses everything.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Platform"] = [],
        ["Accounts"] = ["Platform"],
        ["Surfaces"] = ["Accounts", "Platform"],
        ["Users"] = ["Docs", "Surfaces", "Accounts", "Platform"],
        ["Fields"] = ["Surfaces", "Accounts", "Platform"],
        ["Mail"] = ["Accounts", "Platform"],
        ["Events"] = ["Accounts", "Platform"],
        ["Leads"] = ["Docs", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Activities"] = ["Docs", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Opportunities"] =
        [
            "Docs", "Portals", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["Subscribers"] = ["Docs", "Leads", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Intake"] =
        [
            "Docs", "Opportunities", "Activities", "Leads", "Fields", "Surfaces", "Accounts", "Platform",
        ],
        ["Portals"] = ["Docs", "Leads", "Fields", "Events", "Mail", "Surfaces", "Accounts", "Platform"],
        ["ServiceDesk"] = ["Docs", "Fields", "Surfaces", "Accounts", "Platform"],
        ["Tickets"] =
        [
            "Docs", "ServiceDesk", "Portals", "Mail", "Activities", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform",
        ],
        ["InboundMail"] = ["Tickets", "ServiceDesk", "Mail", "Leads", "Fields", "Events", "Surfaces", "Accounts", "Platform"],
        ["Docs"] = ["Surfaces", "Platform"],
        ["Setup"] = ["Accounts", "Platform"],
        ["Health"] = ["Docs", "Surfaces", "Platform"],
    };

    private static readonly string[] Composition = ["Cli"];

    [Fact]
    public void Folders_use_only_what_stands_below_them()
    {
        var offenders = new List<string>();
        foreach (var (path, text) in SourceTree.CSharp(ServerFolder))
        {
            var folder = FolderOf(path);
            if (folder is null || Composition.Contains(folder))
                continue;
            if (!Allowed.TryGetValue(folder, out var allowed))
                offenders.Add($"{path}: folder {folder} is not in the table of edges");
            else
                offenders.AddRange(FoldersNamedIn(text)
                    .Where(used => used != folder && !allowed.Contains(used))
                    .Select(used => $"{path}: {folder} may not use {used}"));
        }

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("src", 400)]
    [InlineData("bench", 400)]
    [InlineData("tests", 600)]
    public void Files_stay_short(string folder, int mostLines) => Assert.Empty(
        from file in SourceTree.CSharp(folder)
        let lines = file.Text.Count(character => character == '\n')
        where lines > mostLines
        select $"{file.Path}: {lines} lines");

    [Fact]
    public void Lines_are_at_most_120_columns_long() => Assert.Empty(
        from file in SourceTree.CSharp("src")
        from line in file.Text.Split('\n').Index()
        where line.Item.TrimEnd('\r').Length > 120
        select $"{file.Path}:{line.Index + 1}");

    // Razor makes components public, and with them what their parameters hold: both stand in a folder Pages.
    [Fact]
    public void Server_types_are_internal_and_sealed() => Assert.Empty(
        from type in typeof(Server).Assembly.GetTypes()
        where type.Namespace?.StartsWith("Leadline", StringComparison.Ordinal) == true
        where type.IsClass && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.Contains('<')
        where !type.Namespace!.EndsWith(".Pages", StringComparison.Ordinal)
        where type.IsPublic || (!type.IsSealed && !type.IsAbstract)
        select type.FullName);

    private static string? FolderOf(string path)
    {
        var parts = path.Split('/');
        return parts.Length > 3 ? parts[2] : null;
    }

    private static IEnumerable<string> FoldersNamedIn(string text) => NamespaceUse().Matches(text)
        .Where(match => !match.Value.StartsWith("namespace", StringComparison.Ordinal))
        .Select(match => match.Groups[1].Value)
        .Where(name => Allowed.ContainsKey(name) || Composition.Contains(name))
        .Distinct();

    [GeneratedRegex(@"(?:namespace\s+)?\bLeadline\.([A-Z]\w+)")]
    private static partial Regex NamespaceUse();
}
