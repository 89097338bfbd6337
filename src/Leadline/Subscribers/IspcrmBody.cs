using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Platform.Json;

namespace Leadline.Subscribers;

/// <summary>
/// Reads bodies as ISPCRM does: strictly. Clients of this API count on 400 for a number where a string is due.
/// </summary>
internal static class IspcrmBody
{
    private static readonly Failure Malformed = new(
        ErrorCode.MalformedBody, "The request body is not the JSON that is expected.")
    { IsUnreadable = true };

    public static Result<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        var read = JsonText.ReadStrictly<T>(utf8, JsonSerializerOptions.Web);
        return read.Value is { } body ? body
            : read.IsTooLarge ? new Failure(ErrorCode.TooLarge, read.Error!)
            : read.Error == JsonText.HoldsNul ? new Failure(ErrorCode.MalformedBody, JsonText.HoldsNul)
            : Malformed;
    }
}
