using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Leadline.Platform.Errors;

namespace Leadline.Users;

/// <summary>
/// The free values of a user, by LeadSquared's names (core §6, §6.1): which there are and what each may be.
/// </summary>
internal static partial class UserProfile
{
    public const string TimeZone = "TimeZone";
    public const string Language = "Language";
    public const string DateFormat = "DateFormat";
    public const string UserType = "UserType";
    public const string Availability = "AvailabilityStatus";
    public const string Team = "Team";
    public const string TeamId = "TeamId";
    public const string AssociatedPhoneNumbers = "AssociatedPhoneNumbers";
    public const string IsPhoneCallAgent = "IsPhoneCallAgent";

    /// <summary>mx_Custom_1 to mx_Custom_10.</summary>
    public const int CustomFields = 10;

    private const int LongestValue = 4_000;

    private static readonly string[] Texts =
    [
        "Address", AssociatedPhoneNumbers, "City", "Country", DateFormat, "Department", "Designation",
        "HolidayCalendarId", "MiddleName", "OfficeLocationName", "PhoneMain", "PhoneMobile", "PhoneOthers",
        "SalesRegions", "Signature_Html", "Signature_Text", "Skills", "State", Team, TeamId, "TelephonyAgentId",
        "WorkDayTemplateId", "ZipCode",
        .. Enumerable.Range(1, CustomFields).Select(Custom),
    ];

    private static readonly string[] Flags =
    [
        "AllowUpdatingManagerInHierarchy", "ApplyOnlyUserSpecificPT", "IgnoreIPRestrictionForLogin", "IsEmailSender",
        IsPhoneCallAgent, "IsSoftPhoneEnabled", "IsWorkingToday", "RestrictMobileLogin",
    ];

    private static readonly FrozenDictionary<string, Func<string, string?>> Kinds =
        Texts.Select(name => (name, Read: (Func<string, string?>)Text))
            .Concat(Flags.Select(name => (name, Read: (Func<string, string?>)Flag)))
            .Append((TimeZone, value => TimeZoneInfo.TryFindSystemTimeZoneById(value, out _) ? value : null))
            .Append((Language, value => LanguageTag().IsMatch(value) ? value : null))
            .Append((UserType, value => value is "0" or "1" ? value : null))
            .Append((Availability, value => Availabilities.Named(value)))
            .ToFrozenDictionary(kind => kind.Item1, kind => kind.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    public static string Custom(int number) => $"mx_Custom_{number}";

    /// <summary>
    /// The profile with these values in it; null and empty ones are taken away. An unknown name refuses all of them.
    /// </summary>
    public static Result<IReadOnlyDictionary<string, string>> Merge(
        IReadOnlyDictionary<string, string> profile, IReadOnlyDictionary<string, string?> changes)
    {
        var unknown = changes.Keys.Where(name => !Kinds.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
            return new Failure(
                ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(", ", unknown)}.")
            { Field = unknown[0] };
        var merged = new Dictionary<string, string>(profile);
        foreach (var (sent, value) in changes)
        {
            var name = Names.First(name => name.Equals(sent, StringComparison.OrdinalIgnoreCase));
            if (string.IsNullOrWhiteSpace(value))
                merged.Remove(name);
            else if (Kinds[name](value.Trim()) is { } canonical)
                merged[name] = canonical;
            else
                return Failure.InvalidParameter(name) with { Field = name };
        }

        return Result<IReadOnlyDictionary<string, string>>.Success(merged);
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex LanguageTag();

    private static string? Text(string value) => value.Length <= LongestValue ? value : null;

    private static string? Flag(string value) => value.ToUpperInvariant() switch
    {
        "1" or "TRUE" => "1",
        "0" or "FALSE" => "0",
        _ => null,
    };
}

/// <summary>How reachable a user says to be.</summary>
internal static class Availabilities
{
    public const string Online = "Online";
    public const string Offline = "Offline";

    private static readonly string[] All = [Online, "Away", Offline];

    /// <summary>The one of this name in any case; null when there is none.</summary>
    public static string? Named(string? name) =>
        All.FirstOrDefault(one => one.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));
}
