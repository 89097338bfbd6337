using Leadline.Protocol.Client;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace Leadline.App.Tickets;

/// <summary>The files that go along with a text, the pictures in it among them, and why others do not.</summary>
public sealed class ReplyFiles(IStringLocalizer<TicketTexts> texts)
{
    /// <summary>How many a message takes.</summary>
    public const int Most = 20;

    // What a call may carry is 10 MiB; the text and the form around the files take their part.
    public const long MostBytes = 10 * 1024 * 1024 - 512 * 1024;

    private const int LongestPictureName = 80;

    private readonly List<FileToSend> all = [];
    private readonly List<FileToSend> pictures = [];
    private readonly List<string> refused = [];

    /// <summary>Those beside the text.</summary>
    public IReadOnlyList<FileToSend> All => all;

    /// <summary>Those that stand in it, or did: what was taken out can come back.</summary>
    public IReadOnlyList<FileToSend> Pictures => pictures;

    /// <summary>Why files are left out, a sentence each.</summary>
    public IReadOnlyList<string> Refused => refused;

    /// <summary>Forgets why files were left out.</summary>
    public void Calm() => refused.Clear();

    public void Clear()
    {
        all.Clear();
        pictures.Clear();
        refused.Clear();
    }

    public void Remove(FileToSend file) => all.Remove(file);

    /// <summary>All that goes out with a text.</summary>
    public IReadOnlyList<FileToSend> With(SaidText text) =>
        [.. all, .. pictures.Where(picture => text.Pictures.Contains(picture.Name))];

    /// <summary>Takes files that were picked, dropped or pasted, where there is room.</summary>
    /// <param name="files">The files.</param>
    /// <param name="text">The text, whose pictures count.</param>
    public async Task Pick(IReadOnlyList<IBrowserFile> files, string text = "")
    {
        refused.Clear();
        foreach (var file in files)
            await Add(all, file.Name, file.Size, text, () => Read(file, file.Name));
    }

    /// <summary>Takes pictures that are to stand in the text.</summary>
    /// <returns>Those that are new.</returns>
    public async Task<IReadOnlyList<FileToSend>> PickPictures(IReadOnlyList<IBrowserFile> files, string text)
    {
        refused.Clear();
        var known = pictures.Count;
        foreach (var file in files)
        {
            var name = NameOf(file.Name, text);
            await Add(pictures, name, file.Size, text, () => Read(file, name));
        }

        return pictures[known..];
    }

    /// <summary>Takes a file of a canned answer where there is room; it is read only then.</summary>
    public Task Add(string name, long size, string text, Func<Task<FileToSend>> read) =>
        Add(all, name, size, text, read);

    private async Task Add(
        List<FileToSend> into, string name, long size, string text, Func<Task<FileToSend>> read)
    {
        var going = all.Concat(pictures.Where(picture => RichText.Shows(text, picture.Name))).ToList();
        if (going.Count >= Most)
            refused.Add(texts["TooMany", name, Most]);
        else if (going.Sum(one => one.Content.LongLength) + size > MostBytes)
            refused.Add(texts["TooLarge", name, FileSize.Text(size), FileSize.Text(MostBytes)]);
        else
            try
            {
                into.Add(await read());
            }
            catch (Exception broken) when (
                broken is IOException or JSException or LeadlineException or HttpRequestException)
            {
                refused.Add(texts["Unreadable", name]);
            }
    }

    private static async Task<FileToSend> Read(IBrowserFile file, string name)
    {
        using var content = new MemoryStream((int)file.Size);
        await using var read = file.OpenReadStream(MostBytes);
        await read.CopyToAsync(content);
        return new(name, file.ContentType, content.ToArray());
    }

    // The text calls a picture by its name, so that no two have the same; browsers call all that is pasted image.png.
    private string NameOf(string sent, string text)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(sent), Path.GetExtension(sent));
        stem = string.Concat(stem.Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or ' '));
        stem = stem.Length == 0 ? "image" : stem.Length > LongestPictureName ? stem[..LongestPictureName] : stem;
        extension = string.Concat(extension.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.'));
        var name = stem + extension;
        for (var number = 2; IsTaken(name, text); number++)
            name = $"{stem}-{number}{extension}";
        return name;
    }

    private bool IsTaken(string name, string text) =>
        RichText.Shows(text, name) || all.Concat(pictures).Any(file => file.Name == name);
}
