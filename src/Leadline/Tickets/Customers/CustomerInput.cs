using Leadline.Fields;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets.Customers;

/// <summary>What customers send in forms: texts and files, with their limits.</summary>
internal static class CustomerInput
{
    /// <summary>Longest text of a description or an answer; what is longer comes as a file.</summary>
    public const int LongestText = 20_000;

    public const string FilesInput = "files";

    /// <summary>Room for files somewhat beyond their limit: the form can then be shown again with what was typed.</summary>
    public const long LargestForm = 2 * RequestBody.MaxBytes;

    /// <summary>A text as it was typed; browsers send line ends of two signs.</summary>
    public static string Text(PageRequest at, string name) =>
        at.Form[name].ToString().ReplaceLineEndings("\n").Trim();

    /// <summary>Why a text cannot be taken; null when it can.</summary>
    public static string? TextError(string text, int longest) =>
        text.Length > longest ? $"This has {text.Length:N0} characters; at most {longest:N0} are taken."
        : !FieldRules.IsStorable(text) ? "This holds signs that cannot be stored."
        : null;

    /// <summary>The files of the form, or why they cannot be taken.</summary>
    public static async Task<(IReadOnlyList<SentFile> Files, string? Error)> Files(PageRequest at)
    {
        var sent = SentFiles(at).ToList();
        if (sent.Count > TicketForm.MostFiles)
            return ([], $"At most {TicketForm.MostFiles} files are taken at a time.");
        var size = sent.Sum(file => file.Length);
        if (size > RequestBody.MaxBytes)
            return ([], $"These files have {FileSize.Print(size)}; at most {FileSize.Print(RequestBody.MaxBytes)} are taken at a time.");
        var files = new List<SentFile>(sent.Count);
        foreach (var file in sent)
        {
            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, at.Cancelled);
            files.Add(new SentFile(TicketForm.SafeName(file.FileName), file.ContentType ?? "application/octet-stream", content.ToArray()));
        }

        return (files, null);
    }

    /// <summary>The input of files. A browser never fills it in again: after any error the files have to be chosen anew.</summary>
    public static Field FilesField(PageRequest at, string? error) => new(FilesInput, "Files", Field.FileType)
    {
        IsRequired = false,
        Hint = $"At most {TicketForm.MostFiles} files with {FileSize.Print(RequestBody.MaxBytes)} in all.",
        Error = error ?? (SentFiles(at).Any() ? "Please choose the files again." : null),
    };

    // Where no file was chosen, browsers send one without a name.
    private static IEnumerable<IFormFile> SentFiles(PageRequest at) => at.Form.Files.Where(file => file.FileName.Length > 0);
}
