using System.Text.Json;
using Leadline.Platform.Errors;

namespace Leadline.Subscribers;

/// <summary>
/// Reads bodies as ISPCRM does: strictly. Clients of this API count on 400 for a number where a string is due.
/// </summary>
internal static class IspcrmBody
{
    private static readonly Failure Malformed = new(
        ErrorCode.MalformedBody, "The request body is not the JSON that is expected.") { IsUnreadable = true };

    public static Result<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, JsonSerializerOptions.Web) is { } body ? body : Malformed;
        }
        catch (JsonException)
        {
            return Malformed;
        }
    }
}
