using System.Xml.Linq;
using Leadline.Tests.Architecture;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>The application's texts are whole in both languages.</summary>
public sealed class TextTests
{
    public static TheoryData<string> Resources =>
    [
        .. Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.resx", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => !path.EndsWith(".hi.resx", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Hindi_says_all_that_English_says_with_the_same_places(string path)
    {
        var english = Texts(path);
        var hindi = Texts(path.Replace(".resx", ".hi.resx", StringComparison.Ordinal));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), hindi.Keys.Order());
        Assert.All(english, one => Assert.Equal(Places(one.Value), Places(hindi[one.Key])));
    }

    private static Dictionary<string, string> Texts(string path) =>
        XDocument.Load(Path.Combine(SourceTree.Root, path)).Root!
            .Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<char> Places(string text) =>
        text.Index().Where(at => at.Item == '{').Select(at => text[at.Index + 1]).Distinct().Order();
}
