using System.Globalization;

namespace Leadline.Surfaces;

/// <summary>Moments as most answers of the LeadSquared API print them (core §1.4).</summary>
internal static class LeadSquaredDates
{
    /// <summary>UTC, in whole seconds.</summary>
    public static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
