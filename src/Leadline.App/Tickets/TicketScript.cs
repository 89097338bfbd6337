using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Leadline.App.Tickets;

/// <summary>What the browser does for tickets (<c>tickets.js</c>).</summary>
public sealed class TicketScript(IJSRuntime script)
{
    private Task<IJSObjectReference>? module;

    /// <summary>Makes a frame as high as the mail in it, and shows what the mail leaves out.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="picture">What stands for a picture that lies elsewhere.</param>
    /// <param name="quoted">What opens the text of an earlier mail.</param>
    public Task Fit(ElementReference frame, string picture, string quoted) => Call("fit", frame, picture, quoted);

    /// <summary>What is dropped on an area, or pasted into it, becomes the choice of its file input.</summary>
    public Task TakeDrops(ElementReference area) => Call("takeDrops", area);

    /// <summary>Opens the file input in an area.</summary>
    public Task PickFiles(ElementReference area) => Call("pickFiles", area);

    /// <summary>Opens the input of pictures in an area.</summary>
    public Task PickPictures(ElementReference area) => Call("pickPictures", area);

    /// <summary>Scrolls so that the end of an element is seen.</summary>
    public Task ShowEnd(ElementReference element) => Call("showEnd", element);

    /// <summary>Focuses what has this id.</summary>
    public Task FocusById(string id) => Call("focusById", id);

    private async Task Call(string name, params object?[] arguments) =>
        await (await Module()).InvokeVoidAsync(name, arguments);

    private Task<IJSObjectReference> Module() =>
        module ??= script.InvokeAsync<IJSObjectReference>("import", "./tickets.js").AsTask();
}
