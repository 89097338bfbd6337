using System.Globalization;

namespace Leadline.Portals.Hosted;

/// <summary>Sizes of files as people read them.</summary>
internal static class FileSize
{
    private const long Kilo = 1024;

    public static string Print(long bytes) =>
        bytes < Kilo ? $"{bytes} bytes"
        : bytes < Kilo * Kilo ? $"{(bytes + Kilo - 1) / Kilo} KB"
        : ((double)bytes / (Kilo * Kilo)).ToString("0.#", CultureInfo.InvariantCulture) + " MB";
}
