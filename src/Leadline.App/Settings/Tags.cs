using System.Globalization;

namespace Leadline.App.Settings;

/// <summary>Versions as the API's entity tags.</summary>
public static class Tags
{
    public static string Of(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
