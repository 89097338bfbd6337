using System.Text.Json;
using Leadline.Protocol.Own;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Leadline.App.Platform;

/// <summary>The browser and what it keeps for the application (<c>app.js</c>).</summary>
public sealed class Device(IJSRuntime script)
{
    private Task<IJSObjectReference>? module;

    /// <summary>What is kept on the device under a key; null where nothing is.</summary>
    public async Task<string?> Kept(string key) => await (await Module()).InvokeAsync<string?>("kept", key);

    /// <summary>All that is kept on the device under keys that begin so.</summary>
    public async Task<Dictionary<string, string>> KeptBelow(string prefix) =>
        await (await Module()).InvokeAsync<Dictionary<string, string>>("keptBelow", prefix);

    /// <summary>Keeps a text on the device; null forgets it.</summary>
    public Task Keep(string key, string? value) => Call("keep", key, value);

    /// <summary>Shows the pages light or dark, or as the system has it.</summary>
    /// <returns>Whether they are dark now.</returns>
    public async Task<bool> Paint(string theme) => await (await Module()).InvokeAsync<bool>("paint", theme);

    /// <summary>Asks the device for a passkey; null where its user would not, or it holds one of the user.</summary>
    public async Task<PasskeyCredential?> MakePasskey(PasskeyCreationOptionsResponse options)
    {
        var made = await (await Module()).InvokeAsync<string?>(
            "makePasskey", JsonSerializer.Serialize(options, OwnJson.Default.PasskeyCreationOptionsResponse));
        return made is null ? null : JsonSerializer.Deserialize(made, OwnJson.Default.PasskeyCredential);
    }

    public Task Focus(ElementReference element) => Call("focus", element);

    public Task Copy(string text) => Call("copy", text);

    /// <summary>Keeps a grid's keys from scrolling it.</summary>
    public Task HoldKeys(ElementReference grid) => Call("holdKeys", grid);

    /// <summary>Scrolls a grid so that a row is seen.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="top">Where the row begins, in pixels below the head.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="head">The height of the head in pixels.</param>
    public Task Reveal(ElementReference grid, double top, int height, int head) =>
        Call("reveal", grid, top, height, head);

    /// <summary>Scrolls a grid to where it was left at this address, and says which row was looked at.</summary>
    public async Task<GridPlace> ComeBack(ElementReference grid) =>
        await (await Module()).InvokeAsync<GridPlace>("comeBack", grid);

    /// <summary>Keeps which row is looked at, for coming back to this address.</summary>
    public Task KeepRow(int row, string key) => Call("keepRow", row, key);

    public async Task<int> PageRows(ElementReference grid, int height) =>
        await (await Module()).InvokeAsync<int>("pageRows", grid, height);

    public Task Listen(DotNetObjectReference<Shortcuts> shortcuts) => Call("listen", shortcuts);

    public Task Knows(IEnumerable<string> keys) => Call("knows", keys.ToArray());

    public Task Follow(DotNetObjectReference<Live> live) => Call("follow", live);

    /// <summary>The call that is made when the window is closed; null for none.</summary>
    public Task OnLeave(LeavingCall? call) => Call("onLeave", call);

    private async Task Call(string name, params object?[] arguments) =>
        await (await Module()).InvokeVoidAsync(name, arguments);

    // The import map gives it its lasting address.
    private Task<IJSObjectReference> Module() =>
        module ??= script.InvokeAsync<IJSObjectReference>("import", "./app.js").AsTask();
}

/// <summary>The row of a grid that was looked at.</summary>
/// <param name="Row">Its place, from 0; -1 for none.</param>
/// <param name="Key">What tells it from others.</param>
public sealed record GridPlace(int Row, string? Key);

/// <summary>A call of the API that outlives the page.</summary>
/// <param name="Method">PUT, DELETE ...</param>
/// <param name="Path">The whole path.</param>
/// <param name="CsrfToken">The session's token.</param>
/// <param name="Body">JSON.</param>
public sealed record LeavingCall(string Method, string Path, string? CsrfToken, string Body);
