using System.Runtime.InteropServices;
using System.Text;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Platform.Json;
using Leadline.Protocol.ServiceCrm;
using Leadline.Surfaces;
using Leadline.Tickets.Conversations;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Leadline.Tickets;

/// <summary>
/// A ticket's body with its files: JSON alone, or the parts <c>ticketDTO</c> and <c>files</c> of a form (extended
/// §5.3).
/// </summary>
internal sealed record TicketForm(TicketBody Body, IReadOnlyList<SentFile> Files)
{
    public const int MostFiles = 20;

    // Beside files there is one part that counts; clients add some of their own.
    private const int MostParts = 100;

    private const string BodyPart = "ticketDTO";

    // Files are files here though they come without a name; an empty one is what a page sends where none was chosen.
    private const string FilesPart = "files";

    public static async Task<Result<TicketForm>> Read(Call call)
    {
        var form = await Read<TicketBody>(call, BodyPart);
        return form.Failure is { } failure ? failure : new TicketForm(form.Value.Body, form.Value.Files);
    }

    /// <summary>A body of JSON alone, or in the part of this name of a form whose other parts are files.</summary>
    public static async Task<Result<(T Body, IReadOnlyList<SentFile> Files)>> Read<T>(Call call, string bodyPart)
        where T : class
    {
        if (ContentType.Boundary(call.Http.Request.ContentType) is not { } boundary)
        {
            var json = call.Read<T>();
            return json.Failure is { } unreadable ? unreadable : (json.Value, Array.Empty<SentFile>());
        }

        var form = await Parts(call.Body, boundary, bodyPart);
        if (form.Failure is { } failure)
            return failure;
        var body = WireJson.Read<T>(form.Value.Body);
        if (body.Error is not null)
            return Call.Refusal(body);
        return body.Value is { } value
            ? (value, form.Value.Files)
            : new Failure(ErrorCode.MalformedBody, $"The form has no part {bodyPart}.");
    }

    /// <summary>
    /// The content of the part of this name, and every other part that has a file name or is one of <c>files</c>.
    /// </summary>
    public static async Task<Result<(byte[] Body, List<SentFile> Files)>> Parts(
        ReadOnlyMemory<byte> content, string boundary, string bodyPart)
    {
        var (body, files) = (Array.Empty<byte>(), new List<SentFile>());
        try
        {
            await using var stream = MemoryMarshal.TryGetArray(content, out var bytesOfBody)
                ? new MemoryStream(bytesOfBody.Array!, bytesOfBody.Offset, bytesOfBody.Count, writable: false)
                : new MemoryStream(content.ToArray(), writable: false);
            var reader = new MultipartReader(boundary, stream);
            for (var parts = 1; await reader.ReadNextSectionAsync() is { } section; parts++)
            {
                if (parts > MostParts)
                    return new Failure(ErrorCode.LimitExceeded, $"A form has at most {MostParts} parts.");
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes);
                var partName = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
                var fileName =
                    disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;

                // Browsers give the part a file name, too, where a script made it a Blob to say that it is JSON.
                if (bodyPart.Length > 0 && bodyPart.Equals(partName, StringComparison.OrdinalIgnoreCase))
                    body = bytes.ToArray();
                else if (
                    !string.IsNullOrEmpty(fileName)
                    || (FilesPart.Equals(partName, StringComparison.OrdinalIgnoreCase) && bytes.Length > 0))
                {
                    if (files.Count == MostFiles)
                        return new Failure(ErrorCode.LimitExceeded, $"A call carries at most {MostFiles} files.");
                    files.Add(
                        new SentFile(
                            SafeName(fileName ?? ""),
                            SafeType(section.ContentType),
                            bytes.ToArray()));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ArgumentException)
        {
            return new Failure(ErrorCode.MalformedBody, "The form cannot be read.");
        }

        return (body, files);
    }

    /// <summary>The type that a sender may have given; any file's for none that could be stored.</summary>
    public static string SafeType(string? sent) =>
        sent is null || sent.Any(char.IsControl) ? "application/octet-stream" : sent;

    /// <summary>The last step of a path that a sender may have given, without what no file name holds.</summary>
    public static string SafeName(string sent)
    {
        const int longest = 200;
        var name = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = string.Concat(
            name.EnumerateRunes().Where(rune => !Rune.IsControl(rune) && rune != Rune.ReplacementChar));
        if (kept.Length > longest)
            kept = kept[(char.IsLowSurrogate(kept[^longest]) ? ^(longest - 1) : ^longest)..];
        return kept.Length == 0 ? "file" : kept;
    }
}
