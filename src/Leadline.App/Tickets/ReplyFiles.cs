using Leadline.Protocol.Client;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace Leadline.App.Tickets;

/// <summary>The files that go along with a text, and why others do not.</summary>
public sealed class ReplyFiles(IStringLocalizer<TicketTexts> texts)
{
    /// <summary>How many a message takes.</summary>
    public const int Most = 20;

    // What a call may carry is 10 MiB; the text and the form around the files take their part.
    public const long MostBytes = 10 * 1024 * 1024 - 512 * 1024;

    private readonly List<FileToSend> all = [];
    private readonly List<string> refused = [];

    public IReadOnlyList<FileToSend> All => all;

    /// <summary>Why files are left out, a sentence each.</summary>
    public IReadOnlyList<string> Refused => refused;

    /// <summary>Forgets why files were left out.</summary>
    public void Calm() => refused.Clear();

    public void Clear()
    {
        all.Clear();
        refused.Clear();
    }

    public void Remove(FileToSend file) => all.Remove(file);

    /// <summary>Takes files that were picked, dropped or pasted, where there is room.</summary>
    public async Task Pick(IReadOnlyList<IBrowserFile> files)
    {
        refused.Clear();
        foreach (var file in files)
            await Add(file.Name, file.Size, async () =>
            {
                using var content = new MemoryStream((int)file.Size);
                await using var read = file.OpenReadStream(MostBytes);
                await read.CopyToAsync(content);
                return new(file.Name, file.ContentType, content.ToArray());
            });
    }

    /// <summary>Takes a file where there is room; it is read only then.</summary>
    public async Task Add(string name, long size, Func<Task<FileToSend>> read)
    {
        if (all.Count == Most)
            refused.Add(texts["TooMany", name, Most]);
        else if (all.Sum(one => one.Content.LongLength) + size > MostBytes)
            refused.Add(texts["TooLarge", name, FileSize.Text(size), FileSize.Text(MostBytes)]);
        else
            try
            {
                all.Add(await read());
            }
            catch (Exception broken) when (
                broken is IOException or JSException or LeadlineException or HttpRequestException)
            {
                refused.Add(texts["Unreadable", name]);
            }
    }
}
