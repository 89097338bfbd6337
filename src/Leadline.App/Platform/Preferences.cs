namespace Leadline.App.Platform;

/// <summary>How the user likes the pages: kept on the device.</summary>
public sealed class Preferences(Device device)
{
    private const string ThemeKey = "ll-theme";
    private const string RailKey = "ll-rail";

    /// <summary>Something has changed.</summary>
    public event Action? Changed;

    /// <summary>light, dark, or system.</summary>
    public string Theme { get; private set; } = "system";

    /// <summary>What the theme comes to on this device.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Whether the navigation shows its pictures alone.</summary>
    public bool IsRailFolded { get; private set; }

    public async Task Load()
    {
        Theme = await device.Kept(ThemeKey) ?? "system";
        IsRailFolded = await device.Kept(RailKey) == "folded";
        IsDark = await device.Paint(Theme);
    }

    public async Task ChooseTheme(string theme)
    {
        Theme = theme;
        await device.Keep(ThemeKey, theme == "system" ? null : theme);
        IsDark = await device.Paint(theme);
        Changed?.Invoke();
    }

    public async Task FoldRail()
    {
        IsRailFolded = !IsRailFolded;
        await device.Keep(RailKey, IsRailFolded ? "folded" : null);
        Changed?.Invoke();
    }
}
