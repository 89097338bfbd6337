using Leadline.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Leadline.Platform.Http;

/// <summary>
/// What is made of a body's content type: what reads as JSON is taken, whatever it was sent as, since clients send
/// wrong types. What does not is told the right one.
/// </summary>
internal static class ContentType
{
    // The words of the documents' table of status codes (extended §1.2).
    private const string Advice =
        "Make sure that content type is set to “application/json” and the JSON body has correct attribute names and "
        + "structure.";

    /// <summary>The failure, with what to do about it where the body was not sent as JSON.</summary>
    public static Failure Advise(Failure failure, HttpRequest request) =>
        failure.IsUnreadable && !IsJson(request.ContentType) ? failure with { Advice = Advice } : failure;

    /// <summary>The boundary of a form's content type; null for any other.</summary>
    public static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? ""
            : null;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
