using System.Globalization;

namespace Leadline.App.Tickets;

/// <summary>Sizes of files as people read them.</summary>
public static class FileSize
{
    public static string Text(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.CurrentCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024.0:N0} KB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / (1024.0 * 1024):N1} MB"),
    };
}
