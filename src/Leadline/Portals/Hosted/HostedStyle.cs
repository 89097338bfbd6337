using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Portals.Hosted;

/// <summary>
/// A portal's style sheet: <c>portal.css</c> with the portal's colour before it, as the pages allow no style inline.
/// </summary>
internal static class HostedStyle
{
    private static readonly string Sheet = Read();
    private static readonly string SheetHash =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))[..16];

    /// <summary>Another one whenever the sheet is another one.</summary>
    public static string Version(PortalTheme theme) => $"{SheetHash}-{theme.Colour[1..]}";

    // Text on the portal's colour is black or white, whichever stands out more: always at least 4.5 to 1.
    public static byte[] Css(PortalTheme theme) => Encoding.UTF8.GetBytes(
        $":root {{ --colour: {theme.Colour}; --on: {(IsDark(theme.Colour) ? "#ffffff" : "#000000")}; }}\n{Sheet}");

    // Relative luminance (WCAG 2.2). Against 0.179 black and white stand out alike, at 4.58 to 1.
    private static bool IsDark(string colour)
    {
        var (red, green, blue) = (Part(1), Part(3), Part(5));
        return (0.2126 * red) + (0.7152 * green) + (0.0722 * blue) < 0.179;

        double Part(int at)
        {
            var part =
                int.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(HostedStyle).Assembly.GetManifestResourceStream("portal.css")!);
        return reader.ReadToEnd();
    }
}
