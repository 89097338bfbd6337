using Microsoft.AspNetCore.Components;

namespace Leadline.App.Parts;

/// <summary>A column of a grid.</summary>
/// <param name="Key">Names it: a field's schema name where it shows one.</param>
/// <param name="Title">The head.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Text">What a cell says.</param>
public sealed record GridColumn<TRow>(string Key, string Title, int Width, Func<TRow, string?> Text)
{
    /// <summary>How a cell looks, where a text alone does not do.</summary>
    public RenderFragment<TRow>? Cell { get; init; }

    /// <summary>Numbers stand on the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether a click on the head sorts.</summary>
    public bool IsSortable { get; init; } = true;

    /// <summary>Whether a phone shows it on the row's card.</summary>
    public bool IsOnCard { get; init; }
}
