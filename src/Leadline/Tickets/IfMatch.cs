using System.Globalization;
using Leadline.Surfaces;

namespace Leadline.Tickets;

/// <summary>A ticket's version as an entity tag (RFC 9110 §8.8.3), so that two agents' edits are told apart.</summary>
internal static class IfMatch
{
    public static string Tag(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>
    /// The version that If-Match asks for; null when it asks for none, 0 for a tag that no version has.
    /// </summary>
    public static int? Version(Call call)
    {
        var sent = call.Http.Request.Headers.IfMatch.ToString().Trim();
        if (sent.Length == 0 || sent == "*")
            return null;
        return int.TryParse(sent.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
    }
}
