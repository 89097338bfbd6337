using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace Leadline.Application.Pages;

/// <summary>What the pages before the application say, in one language.</summary>
public sealed class EntryTexts
{
    // The server knows no cultures: each language is a resource of its own.
    private static readonly EntryTexts English = new("en", "EntryTexts");
    private static readonly EntryTexts Hindi = new("hi", "EntryTexts.hi");

    private readonly Dictionary<string, string> texts;

    private EntryTexts(string language, string resource)
    {
        texts = new ResourceManager($"{typeof(EntryTexts).Namespace}.{resource}", typeof(EntryTexts).Assembly)
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(text => (string)text.Key, text => (string)text.Value!);
        (Language, Json) = (language, JsonSerializer.Serialize(texts));
    }

    /// <summary>en or hi.</summary>
    public string Language { get; }

    /// <summary>All of it, for the page's script.</summary>
    public string Json { get; }

    public string this[string name] => texts[name];

    /// <summary>In the chosen language, else in the one spoken here that the browser asks for first.</summary>
    public static EntryTexts For(string? chosen, HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value)
            .Prepend(chosen)
            .Select(In)
            .FirstOrDefault(texts => texts is not null) ?? English;

    private static EntryTexts? In(string? tag) => tag?.Split('-')[0].ToLowerInvariant() switch
    {
        "en" => English,
        "hi" => Hindi,
        _ => null,
    };
}
