using MudBlazor;

namespace Leadline.App.Platform;

/// <summary>The colours of MudBlazor's components: those of <c>app.css</c>.</summary>
public static class Look
{
    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            DrawerBackground = "#ffffff",
            TextPrimary = "#1b1f24",
            TextSecondary = "#57606a",
            TextDisabled = "#57606a",
            ActionDefault = "#57606a",
            ActionDisabled = "#57606a",
            Primary = "#1d5bbf",
            PrimaryContrastText = "#ffffff",
            Success = "#1a7037",
            Warning = "#7d5200",
            Error = "#b4232a",
            Info = "#0b6285",
            LinesInputs = "#7d8793",
            TableLines = "#d5dae1",
            Divider = "#d5dae1",
            TableHover = "#eef2f7",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#0f1318",
            Surface = "#171c23",
            AppbarBackground = "#171c23",
            DrawerBackground = "#171c23",
            TextPrimary = "#e8ecf1",
            TextSecondary = "#a3adb9",
            TextDisabled = "#a3adb9",
            ActionDefault = "#a3adb9",
            ActionDisabled = "#a3adb9",
            Primary = "#7fb2ff",
            PrimaryContrastText = "#0b1a30",
            Success = "#6ad19a",
            Warning = "#ebb85a",
            Error = "#ff908b",
            Info = "#74c7ea",
            LinesInputs = "#748090",
            TableLines = "#2c3540",
            Divider = "#2c3540",
            TableHover = "#202833",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily =
                [
                    "system-ui", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans Devanagari", "Nirmala UI", "sans-serif",
                ],
                FontSize = "14px",
                LineHeight = "1.43",
                LetterSpacing = "normal",
            },
        },
    };
}
