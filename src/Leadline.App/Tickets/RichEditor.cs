using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Leadline.App.Tickets;

/// <summary>
/// The editor of a formatted text in the browser (<c>editor/editor.js</c>), loaded with the first one. It tells the
/// text as letters, one for each place, so that a place in the letters is the same place in the text.
/// </summary>
/// <param name="editor">Its functions.</param>
public sealed class RichEditor(IJSObjectReference editor) : IAsyncDisposable
{
    /// <summary>Opens an editor within an element.</summary>
    /// <param name="script">The browser.</param>
    /// <param name="place">The element, which nothing else writes into.</param>
    /// <param name="page">Hears of changes (<c>Changed</c>, <c>AskLink</c>, <c>Send</c>).</param>
    public static async Task<RichEditor> Open(
        IJSRuntime script, ElementReference place, DotNetObjectReference<AnswerableText> page)
    {
        await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./editor.min.js");
        return new(await module.InvokeAsync<IJSObjectReference>("open", place, page));
    }

    /// <summary>Puts another text in the place of what stands there.</summary>
    /// <returns>Its letters.</returns>
    public async Task<string> Put(string html) => await editor.InvokeAsync<string>("put", html);

    /// <summary>Sets attributes of the text for readers; those that are null go.</summary>
    public async Task Describe(Dictionary<string, string?> attributes, bool canChange) =>
        await editor.InvokeVoidAsync("describe", attributes, canChange);

    /// <summary>What goes out.</summary>
    public async Task<SaidText> Said() => await editor.InvokeAsync<SaidText>("said");

    public async Task<string> Letters() => await editor.InvokeAsync<string>("letters");

    public async Task<int> Caret() => await editor.InvokeAsync<int>("caret");

    public async Task Focus() => await editor.InvokeVoidAsync("focus");

    public async Task Select(int start, int end) => await editor.InvokeVoidAsync("select", start, end);

    /// <summary>Puts something in the place of a part of the text, as if it had been typed.</summary>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="said">What takes its place.</param>
    /// <param name="isHtml">Whether that is HTML; else its lines become paragraphs.</param>
    /// <returns>Where it ends now.</returns>
    public async Task<int> Replace(int start, int end, string said, bool isHtml = false) =>
        await editor.InvokeAsync<int>("replace", start, end, said, isHtml);

    /// <summary>Does what a button of the toolbar is for, or takes it back.</summary>
    public async Task Press(string name) => await editor.InvokeVoidAsync("press", name);

    /// <summary>The address of the link at the caret; empty where there is none.</summary>
    public async Task<string> Address() => await editor.InvokeAsync<string>("address");

    /// <summary>
    /// Makes what is selected, or the link at the caret, lead to an address; to none where it is empty.
    /// </summary>
    public async Task Link(string address) => await editor.InvokeVoidAsync("link", address);

    /// <summary>Puts a picture at the caret.</summary>
    /// <param name="name">The file of this name, which goes along.</param>
    public async Task Picture(string name) => await editor.InvokeVoidAsync("picture", name);

    /// <summary>Shows how a picture looks.</summary>
    public async Task Show(string name, string contentType, byte[] content) =>
        await editor.InvokeVoidAsync("show", name, contentType, content);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await editor.InvokeVoidAsync("close");
            await editor.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page has gone, and the editor with it.
        }
    }
}

/// <summary>A text as it goes out.</summary>
/// <param name="Text">The text, where nothing in it is formatted; else null.</param>
/// <param name="Html">The formatted text, else.</param>
/// <param name="Pictures">The names of the files that stand in it.</param>
public sealed record SaidText(string? Text, string? Html, IReadOnlyList<string> Pictures);
