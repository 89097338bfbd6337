using Microsoft.AspNetCore.Http.Features;

namespace Leadline.Portals.Hosted;

/// <summary>Reads the form of a request, up to a size.</summary>
internal static class HostedForm
{
    private const int MostValues = 100;

    /// <summary>No form for what cannot be read as one.</summary>
    public static async Task<(IFormCollection? Form, bool IsTooLarge)> Read(HttpContext http, long largest)
    {
        var size = http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature
            ? feature
            : null;
        if (http.Request.ContentLength > largest)
        {
            // A browser that is cut off while it sends shows its own error in place of the page.
            if (size is not null)
                size.MaxRequestBodySize = null;
            return (null, true);
        }

        if (size is not null)
            size.MaxRequestBodySize = largest;
        if (!http.Request.HasFormContentType)
            return (null, false);
        try
        {
            var options = new FormOptions
            {
                ValueCountLimit = MostValues,
                BufferBodyLengthLimit = largest,
                MultipartBodyLengthLimit = largest,
            };
            var form = await http.Request.ReadFormAsync(options, http.RequestAborted);
            return (HoldsNul(form) ? null : form, false);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode == StatusCodes.Status413PayloadTooLarge);
        }
        catch (InvalidDataException)
        {
            return (null, false);
        }
    }

    // No browser sends U+0000, and no text of the database holds it.
    private static bool HoldsNul(IFormCollection form) => form.Any(field =>
        field.Key.Contains('\0') || field.Value.Any(value => value?.Contains('\0') == true));

    public static IResult TooLarge(PageRequest at, long largest) => at.Note(
        "That is too much",
        $"The form holds more than is taken at a time, which is {FileSize.Print(largest)}. "
            + "Nothing was saved: please go back and try with less.",
        StatusCodes.Status400BadRequest);
}
