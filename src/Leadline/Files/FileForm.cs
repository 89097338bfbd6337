using Leadline.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Leadline.Files;

/// <summary>A form with one file, read as it comes: texts in memory, the file on disk.</summary>
internal sealed class FileForm : IAsyncDisposable
{
    private const int MostParts = 32;
    private const int LongestText = 4_000;

    private readonly Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);

    public FileSpool? Content { get; private set; }

    public string FileName { get; private set; } = "";

    public string? ContentType { get; private set; }

    /// <summary>A text of the form; null where it is absent or empty.</summary>
    public string? Text(string name) => texts.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>Reads a form to its end; why not, where it is none or has too much.</summary>
    /// <param name="request">The request.</param>
    /// <param name="take">Takes the file's content in.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Failure?> Read(
        HttpRequest request, Func<Stream, CancellationToken, Task<Result<FileSpool>>> take,
        CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return Unreadable("The body must be multipart/form-data.");
        try
        {
            // Of a form that is refused, the rest tells who sent it.
            Failure? refusal = null;
            var reader = new MultipartReader(boundary, request.Body);
            for (var count = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; count++)
            {
                if (count == MostParts)
                    return Unreadable($"The form has more than {MostParts} parts.");
                refusal = await Read(section, take, cancellation) ?? refusal;
            }

            return refusal;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException
            || exception.GetType() == typeof(IOException))
        {
            return Unreadable("The form cannot be read.");
        }
    }

    public ValueTask DisposeAsync() => Content?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<Failure?> Read(
        MultipartSection section, Func<Stream, CancellationToken, Task<Result<FileSpool>>> take,
        CancellationToken cancellation)
    {
        var disposition = section.GetContentDispositionHeader();
        if (disposition?.IsFileDisposition() == true)
        {
            if (Content is not null)
                return Unreadable("The form has more than one file.");
            FileName = HeaderUtilities.RemoveQuotes(
                disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
            ContentType = section.ContentType;
            var content = await take(section.Body, cancellation);
            if (content.Failure is { } failure)
                return failure;
            Content = content.Value;
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();
        using var reader = new StreamReader(section.Body);
        var text = new char[LongestText + 1];
        var length = await reader.ReadBlockAsync(text, cancellation);
        if (length > LongestText)
            return new Failure(ErrorCode.TooLarge, $"A part of the form has more than {LongestText} characters.");
        texts[name] = new string(text, 0, length).Trim();
        return null;
    }

    private static Failure Unreadable(string message) => new(ErrorCode.MalformedBody, message);
}
