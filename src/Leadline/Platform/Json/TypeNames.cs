using System.Text.RegularExpressions;

namespace Leadline.Platform.Json;

/// <summary>
/// Names of types in what JSON readers say of a body. They know the server's own types and .NET's; a caller knows those
/// of the documents.
/// </summary>
internal static partial class TypeNames
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["String"] = "string",
        ["Guid"] = "string",
        ["Boolean"] = "boolean",
        ["Int16"] = "integer",
        ["Int32"] = "integer",
        ["Int64"] = "integer",
        ["Decimal"] = "number",
        ["Double"] = "number",
        ["Object"] = "object",
        ["IReadOnlyList"] = "List",
        ["IList"] = "List",
        ["IEnumerable"] = "List",
        ["FieldOption"] = "Options", // Recorded live (core §1.10).
    };

    /// <summary>The text with the documents' names: List&lt;LeadProperty&gt;, integer.</summary>
    public static string InWireWords(string text) => Introduced().Replace(text, type => Word(type.Value));

    private static string Word(string type)
    {
        var name = Arity().Replace(Namespace().Replace(type, ""), "<").Replace(']', '>');
        name = Nullable().Replace(name, "$1");
        return Name().Replace(name, word => Words.GetValueOrDefault(word.Value, word.Value));
    }

    // With namespace and, in brackets, arguments, behind the words that Newtonsoft.Json and System.Text.Json use.
    [GeneratedRegex(
        @"(?<=\btype '?|\bconverted to )[A-Za-z_]\w*(?:[.+]\w+)+(?:`\d+\[(?:[^\[\]]|(?<open>\[)|(?<-open>\]))*\])?")]
    private static partial Regex Introduced();

    [GeneratedRegex(@"(?:\w+[.+])+(?=\w)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"`\d+\[")]
    private static partial Regex Arity();

    [GeneratedRegex(@"\bNullable<([^<>]+)>")]
    private static partial Regex Nullable();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();
}
