using System.Globalization;

namespace Leadline.Portals.Hosted;

/// <summary>A portal's style sheet. Text on the portal's colour is black or white, whichever stands out more: always at least 4.5 to 1.</summary>
internal static class HostedStyle
{
    public static string Of(PortalTheme theme) => Sheet
        .Replace("$colour", theme.Colour, StringComparison.Ordinal)
        .Replace("$on", IsDark(theme.Colour) ? "#ffffff" : "#000000", StringComparison.Ordinal);

    // Relative luminance (WCAG 2.2). Against 0.179 black and white stand out alike, at 4.58 to 1.
    private static bool IsDark(string colour)
    {
        var (red, green, blue) = (Part(1), Part(3), Part(5));
        return (0.2126 * red) + (0.7152 * green) + (0.0722 * blue) < 0.179;

        double Part(int at)
        {
            var part = int.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }
    }

    private const string Sheet =
        """
        *, *::before, *::after { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #f5f5f5; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding: .75rem 1rem; background: $colour; color: $on; }
        header a, header button.plain { color: $on; }
        .brand { display: inline-flex; align-items: center; gap: .5rem; margin-right: auto; font-size: 1.25rem; font-weight: 600; text-decoration: none; min-height: 2.75rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
        nav a { display: inline-block; padding: .5rem 0; }
        main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #d0d0d0; border-radius: .5rem; }
        main:focus { outline: none; }
        h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
        h2 { margin: 1.75rem 0 .75rem; font-size: 1.2rem; line-height: 1.25; }
        .field { margin: 0 0 1.25rem; }
        label { display: block; font-weight: 600; }
        .hint { margin: 0; color: #4d4d4d; }
        .wrong { margin: 0; color: #a4160f; font-weight: 600; }
        input, select, textarea { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: #fff; border: 1px solid #6b6b6b; border-radius: .25rem; }
        textarea { display: block; resize: vertical; }
        [aria-invalid] { border: 2px solid #a4160f; }
        input[readonly] { background: #f0f0f0; }
        button { min-height: 2.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; color: $on; background: $colour; border: 1px solid #1a1a1a; border-radius: .25rem; cursor: pointer; }
        button.plain { padding: .5rem 0; background: none; border: 0; font-weight: 400; text-decoration: underline; }
        main a { color: #0b4f8a; }
        .links { margin: 1.5rem 0 0; padding: 0; list-style: none; }
        .links a { display: inline-block; padding: .375rem 0; }
        .notice, .error { padding: .75rem 1rem; border-left: .375rem solid; }
        .notice { background: #e8f4ea; border-color: #1d6b2f; }
        .error { background: #fdecea; border-color: #a4160f; }
        dl { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 0 0 1.25rem; }
        dt { color: #4d4d4d; }
        dd { margin: 0; font-weight: 600; }
        .messages { margin: 0; padding: 0; list-style: none; }
        .messages > li { margin: 0 0 1rem; padding: .75rem 1rem; background: #f5f5f5; border: 1px solid #d0d0d0; border-radius: .5rem; }
        .messages > li.own { margin-left: 2rem; background: #fff; }
        .by { margin: 0 0 .25rem; color: #4d4d4d; }
        .said { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        .files { margin: .5rem 0 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
        .files a { display: inline-block; padding: .25rem 0; }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .5rem .75rem; text-align: left; border-bottom: 1px solid #d0d0d0; }
        :focus-visible { outline: 3px solid #1a1a1a; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
        .skip { position: absolute; left: -100rem; padding: .75rem 1rem; color: #000; background: #fff; }
        .skip:focus { left: .5rem; top: .5rem; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        """;
}
