using Leadline.Tests.Architecture;
using Xunit;

namespace Leadline.Tests.Contracts;

/// <summary>
/// What a reviewer reads: files beside the tests that hold what the server says. With UPDATE_SNAPSHOTS=1 they are written
/// anew, and the change shows in the commit.
/// </summary>
internal static class Snapshot
{
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static string Folder { get; } = Path.Combine(SourceTree.Root, "tests", "Leadline.Tests", "Contracts");

    /// <summary>Holds the text against the file, whose path is below the folder of the contracts.</summary>
    public static async Task Matches(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(File.Exists(file), $"{path} is missing: UPDATE_SNAPSHOTS=1 writes it.");
        Assert.Equal(await File.ReadAllTextAsync(file), text, ignoreLineEndingDifferences: true);
    }
}
