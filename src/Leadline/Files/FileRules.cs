using System.Text;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Leadline.Files;

/// <summary>Which files are taken. Whatever is taken is only ever saved by a browser, never shown or run.</summary>
internal static class FileRules
{
    private const int LongestName = 200;
    private const int LongestType = 200;

    // Programs, and what Windows, macOS and phones run as such when somebody opens it.
    private static readonly HashSet<string> RefusedEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "apk", "app", "appimage", "application", "bat", "bin", "cab", "chm", "cmd", "com", "command", "cpl", "deb",
        "dll", "dmg", "dylib", "elf", "exe", "gadget", "hta", "inf", "ins", "ipa", "iso", "isp", "jar", "js", "jse",
        "ksh", "lnk", "mde", "mjs", "msc", "msi", "msix", "msp", "mst", "pif", "pkg", "ps1", "psm1", "reg", "rpm",
        "run", "scf", "scr", "sct", "sh", "so", "sys", "url", "vb", "vbe", "vbs", "vhd", "wasm", "ws", "wsc", "wsf",
        "wsh", "xll",
    };

    // Windows, Linux, macOS in its four orders, and scripts.
    private static readonly byte[][] RefusedBeginnings =
    [
        [0x4D, 0x5A], [0x7F, 0x45, 0x4C, 0x46], [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF],
        [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE], [0x23, 0x21],
    ];

    public static readonly Failure TooLarge = new(
        ErrorCode.TooLarge, $"A file has at most {FileLimits.MostBytes / (1024 * 1024)} MiB.");

    public static readonly Failure Infected = new(
        ErrorCode.InvalidInput, "The file was refused: the virus scanner found something in it.");

    /// <summary>A file's name without a path and without what nobody can see; null where nothing is left.</summary>
    public static string? NameOf(string? name)
    {
        if (name is null)
            return null;
        var last = UnicodeText.Storable(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
        var shown = UnicodeText.Visible(string.Concat(last.EnumerateRunes().Where(rune => !Rune.IsControl(rune))))
            .Trim().TrimEnd('.');
        if (UnicodeText.IsBlank(shown))
            return null;
        if (shown.Length <= LongestName)
            return shown;
        var ending = Path.GetExtension(shown);
        var kept = LongestName - (ending.Length < 20 ? ending.Length : 0);
        return UnicodeText.Storable(shown[..kept]) + (ending.Length < 20 ? ending : "");
    }

    /// <summary>The content type as it is given back.</summary>
    public static string TypeOf(string? contentType) =>
        contentType is { Length: > 0 and <= LongestType } && MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type.ToString()
            : FileLimits.AnyType;

    /// <summary>Why a file of this name, which begins so, is not taken; null where it is.</summary>
    public static Failure? Refuse(string name, ReadOnlySpan<byte> beginning)
    {
        var ending = Path.GetExtension(name).TrimStart('.').Trim();
        if (RefusedEndings.Contains(ending))
            return new Failure(ErrorCode.InvalidInput, $"Files of type .{ending} are not taken.") { Field = "name" };
        foreach (var refused in RefusedBeginnings)
            if (beginning.StartsWith(refused))
                return new Failure(ErrorCode.InvalidInput, "Programs and scripts are not taken, whatever their name.");
        return null;
    }

    /// <summary>Whether a text is an address on the web.</summary>
    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
}
