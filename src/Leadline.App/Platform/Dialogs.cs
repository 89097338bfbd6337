using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Leadline.App.Platform;

/// <summary>Opens dialogs: in the middle, or as a sheet at the side.</summary>
public sealed class Dialogs(IDialogService service)
{
    private static readonly DialogOptions Middle = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        CloseOnEscapeKey = true,
        CloseButton = true,
    };

    private static readonly DialogOptions Bare =
        Middle with { NoHeader = true, CloseButton = false, Position = DialogPosition.TopCenter };

    private static readonly DialogOptions Wide = Middle with { MaxWidth = MaxWidth.Medium };

    /// <summary>
    /// Shows a dialog, and waits for what it comes to; default when it was closed without. Without a title it has no
    /// head.
    /// </summary>
    public async Task<T?> Ask<TDialog, T>(string title, DialogParameters? parameters = null, bool wide = false)
        where TDialog : IComponent
    {
        var options = title.Length == 0 ? Bare : wide ? Wide : Middle;
        var dialog = await service.ShowAsync<TDialog>(title, parameters ?? [], options);
        return await dialog.Result is { Canceled: false, Data: T data } ? data : default;
    }

    /// <summary>Asks before something is done.</summary>
    /// <param name="title">What is asked.</param>
    /// <param name="text">What it means.</param>
    /// <param name="yes">The button that does it: a verb with its object.</param>
    /// <param name="no">The button that does not.</param>
    public async Task<bool> Confirm(string title, string text, string yes, string no) =>
        await service.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: no) == true;
}
