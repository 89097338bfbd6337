using Leadline.Fields;
using Leadline.Platform.Http;
using Leadline.Portals.Hosted;
using Leadline.Tickets.Conversations;
using Microsoft.AspNetCore.Components;

namespace Leadline.Tickets.Customers;

/// <summary>What customers send in forms: texts and files, with their limits.</summary>
internal static class CustomerInput
{
    /// <summary>Longest text of a description or an answer; what is longer comes as a file.</summary>
    public const int LongestText = 20_000;

    public const string AnswerInput = "answer";
    public const string AnswerLabel = "Your answer";
    public const string FilesInput = "files";
    public const string FilesLabel = "Files";

    public static readonly string TextHint = $"At most {LongestText:N0} characters.";

    public static readonly string FilesHint =
        $"At most {TicketForm.MostFiles} files with {FileSize.Print(RequestBody.MaxBytes)} in all.";

    /// <summary>
    /// Room for files somewhat beyond their limit: the form can then be shown again with what was typed.
    /// </summary>
    public const long LargestForm = 2 * RequestBody.MaxBytes;

    /// <summary>A text as it was typed; browsers send line ends of two signs.</summary>
    public static string Text(PageRequest at, string name) =>
        at.Form[name].ToString().ReplaceLineEndings("\n").Trim();

    /// <summary>Why a text cannot be taken; null when it can.</summary>
    public static string? TextError(string text, int longest) =>
        text.Length > longest ? $"This has {text.Length:N0} characters; at most {longest:N0} are taken."
        : !FieldRules.IsStorable(text) ? "This holds signs that cannot be stored."
        : null;

    /// <summary>The files of the form; why they cannot be taken is added to <paramref name="errors"/>.</summary>
    public static async Task<IReadOnlyList<SentFile>> Files(PageRequest at, Dictionary<string, string> errors)
    {
        var sent = SentFiles(at).ToList();
        var size = sent.Sum(file => file.Length);
        if (sent.Count > TicketForm.MostFiles)
            errors[FilesInput] = $"At most {TicketForm.MostFiles} files are taken at a time.";
        else if (size > RequestBody.MaxBytes)
            errors[FilesInput] = $"These files have {FileSize.Print(size)}; "
                + $"at most {FileSize.Print(RequestBody.MaxBytes)} are taken at a time.";
        if (errors.Count > 0)
            return [];
        var files = new List<SentFile>(sent.Count);
        foreach (var file in sent)
        {
            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, at.Cancelled);
            files.Add(
                new SentFile(
                    TicketForm.SafeName(file.FileName),
                    TicketForm.SafeType(file.ContentType),
                    content.ToArray()));
        }

        return files;
    }

    /// <summary>The form again, with what is wrong with it by input.</summary>
    public static IResult Incomplete<TPage>(
        PageRequest at,
        IReadOnlyDictionary<string, string> errors,
        Func<string, string> labelOf,
        object? parameters = null)
        where TPage : IComponent
    {
        var names = SentFiles(at).Any() ? errors.Keys.Union([FilesInput]) : errors.Keys;
        var labels = names.Select(name => name == FilesInput ? FilesLabel : labelOf(name).TrimEnd('?'));
        return at.Show<TPage>(parameters, $"Please look at: {string.Join(", ", labels)}.", errors);
    }

    /// <summary>
    /// Why files were not taken. A browser never fills their input in again: after any error they have to be chosen
    /// anew.
    /// </summary>
    public static string? FilesError(PageRequest at) =>
        at.Errors.GetValueOrDefault(FilesInput) ?? (SentFiles(at).Any() ? "Please choose the files again." : null);

    // Where no file was chosen, browsers send one without a name.
    private static IEnumerable<IFormFile> SentFiles(PageRequest at) =>
        at.Form.Files.Where(file => file.FileName.Length > 0);
}
