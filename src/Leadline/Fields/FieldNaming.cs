using System.Globalization;

namespace Leadline.Fields;

/// <summary>The schema names that fields of one kind of record may have.</summary>
/// <param name="Allows">Whether a name is one of them.</param>
/// <param name="Expected">What they are, for a refusal.</param>
internal sealed record FieldNaming(Func<string, bool> Allows, string Expected)
{
    private const int LongestName = 200;
    private const string LeadPrefix = "mx_";
    private const int MostParts = 200;

    /// <summary>mx_ and ASCII letters, digits and underscores: names stand in SQL and in clients' code.</summary>
    public static readonly FieldNaming OfLeads = new(
        IsLeadName, $"{LeadPrefix} and up to {LongestName - LeadPrefix.Length} letters, digits and underscores");

    /// <summary>The parts of a custom field set (extended §6.1).</summary>
    public static readonly FieldNaming OfParts = new(
        name => name == FieldSets.Status || IsNumbered(name, FieldSets.PartPrefix, MostParts),
        $"{FieldSets.Status}, or {FieldSets.PartPrefix}1 to {FieldSets.PartPrefix}{MostParts}");

    /// <summary>Records whose fields are numbered by the system may have such a field.</summary>
    public bool HasAutoId { get; init; }

    /// <summary>The prefix and a number from 1.</summary>
    public static FieldNaming Numbered(string prefix, int most) =>
        new(name => IsNumbered(name, prefix, most), $"{prefix}1 to {prefix}{most}");

    private static bool IsNumbered(string name, string prefix, int most) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= most
        && name.Length == prefix.Length + number.ToString(CultureInfo.InvariantCulture).Length;

    private static bool IsLeadName(string name) =>
        name.Length > LeadPrefix.Length && name.Length <= LongestName
        && name.StartsWith(LeadPrefix, StringComparison.Ordinal)
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
