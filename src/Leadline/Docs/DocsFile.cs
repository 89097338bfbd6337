namespace Leadline.Docs;

/// <summary>A file of the page, built into the server: our own, and those of swagger-ui-dist if npm was there to fetch it.</summary>
internal sealed record DocsFile(Stream Content, string ContentType)
{
    private const string Folder = "docs/";

    public static bool Exists(string name) => typeof(DocsFile).Assembly.GetManifestResourceInfo(Folder + name) is not null;

    public static DocsFile? Open(string name) =>
        typeof(DocsFile).Assembly.GetManifestResourceStream(Folder + name) is { } content
            ? new DocsFile(content, ContentTypeOf(name))
            : null;

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}
