using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Tests.Architecture;
using Xunit;

namespace Leadline.Tests.Contracts;

/// <summary>
/// What a reviewer reads: files beside the tests that hold what the server says. With UPDATE_SNAPSHOTS=1 they are written
/// anew, and the change shows in the commit.
/// </summary>
internal static class Snapshot
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static string Folder { get; } = Path.Combine(SourceTree.Root, "tests", "Leadline.Tests", "Contracts");

    /// <summary>Holds the text against the file, whose path is below the folder of the contracts.</summary>
    public static async Task Matches(string path, string text) =>
        Assert.Equal(await Kept(path, text), text, ignoreLineEndingDifferences: true);

    /// <summary>As <see cref="Matches(string, string)"/>, but members may stand in any order: it says nothing.</summary>
    public static async Task Matches(string path, JsonNode json)
    {
        var text = json.ToJsonString(Indented) + "\n";
        var kept = await Kept(path, text);
        if (!JsonNode.DeepEquals(JsonNode.Parse(kept), json))
            Assert.Equal(kept, text, ignoreLineEndingDifferences: true);
    }

    private static async Task<string> Kept(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(File.Exists(file), $"{path} is missing: UPDATE_SNAPSHOTS=1 writes it.");
        return await File.ReadAllTextAsync(file);
    }
}
