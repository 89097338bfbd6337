using Microsoft.AspNetCore.Http.Features;

namespace Leadline.Files;

/// <summary>What a file may be at most.</summary>
internal static class FileLimits
{
    public const string AnyType = "application/octet-stream";

    /// <summary>Largest file.</summary>
    public const long MostBytes = 25L * 1024 * 1024;

    /// <summary>Bytes that are kept in one row of the database.</summary>
    public const int PartBytes = 1024 * 1024;

    /// <summary>
    /// Bytes that are read of it at a time: what whoever fetches a file slowly keeps in memory. It divides a part.
    /// </summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>How long a temporary file is kept that nothing refers to.</summary>
    public static readonly TimeSpan Temporary = TimeSpan.FromDays(7);

    /// <summary>How long a link to a file's content is good.</summary>
    public static readonly TimeSpan Link = TimeSpan.FromHours(1);

    /// <summary>
    /// Lets a request's body be as large as a file, and larger: who sends too much has to be read from until he listens
    /// to the answer.
    /// </summary>
    public static void Allow(HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = 2 * MostBytes;
}
