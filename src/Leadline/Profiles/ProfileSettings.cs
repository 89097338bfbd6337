using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.Profiles;

/// <summary>How a user likes the application; kept as JSON.</summary>
internal sealed record ProfileSettings
{
    /// <summary>What one can be told of.</summary>
    public static readonly IReadOnlyList<string> Topics =
        ["assigned", "reply", "mention", "reminder", "sla", "webhook"];

    private static readonly string[] Themes = ["system", "light", "dark"];
    private static readonly string[] Densities = ["compact", "normal", "roomy"];
    private static readonly string[] Places = ["stay", "next", "queue"];

    public string? Language { get; init; }

    public string? TimeZone { get; init; }

    public string? DateForm { get; init; }

    public string? NumberForm { get; init; }

    public string Theme { get; init; } = Themes[0];

    public string Density { get; init; } = Densities[1];

    public bool Letters { get; init; } = true;

    public string AfterSend { get; init; } = Places[0];

    public int HoldSeconds { get; init; } = 5;

    public string? StartPage { get; init; }

    public int Volume { get; init; } = 70;

    public IReadOnlyDictionary<string, NotificationChoice> Notifications { get; init; } =
        new Dictionary<string, NotificationChoice>();

    public NotificationChoice ChoiceOf(string topic) => Notifications.GetValueOrDefault(topic) ?? new();

    /// <summary>The settings with what is passed, or why not.</summary>
    public Result<ProfileSettings> With(ProfileRequest request)
    {
        var after = this with
        {
            Language = Kept(request.Language, Language),
            TimeZone = Kept(request.TimeZone, TimeZone),
            DateForm = Kept(request.DateForm, DateForm),
            NumberForm = Kept(request.NumberForm, NumberForm),
            Theme = Kept(request.Theme, Theme) ?? Themes[0],
            Density = Kept(request.Density, Density) ?? Densities[1],
            Letters = request.Letters ?? Letters,
            AfterSend = Kept(request.AfterSend, AfterSend) ?? Places[0],
            HoldSeconds = request.HoldSeconds ?? HoldSeconds,
            StartPage = Kept(request.StartPage, StartPage),
            Volume = request.Volume ?? Volume,
            Notifications = request.Notifications is { } sent
                ? new Dictionary<string, NotificationChoice>(Notifications.Concat(sent)
                    .GroupBy(pair => pair.Key).Select(pairs => pairs.Last()))
                : Notifications,
        };
        return after.Refuse() is { } refusal ? refusal : after;
    }

    private Failure? Refuse() =>
        TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? Unfit("timeZone", "A time zone has an IANA name, e.g. Asia/Kolkata.")
        : Language is { } language && language.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-')
            ? Unfit("language", "A language has a tag, e.g. en-IN.")
        : !Themes.Contains(Theme) ? Unfit("theme", $"A theme is one of {string.Join(", ", Themes)}.")
        : !Densities.Contains(Density) ? Unfit("density", $"A density is one of {string.Join(", ", Densities)}.")
        : !Places.Contains(AfterSend) ? Unfit("afterSend", $"It is one of {string.Join(", ", Places)}.")
        : HoldSeconds is < 0 or > 30 ? Unfit("holdSeconds", "A reply is held 0 to 30 seconds.")
        : Volume is < 0 or > 100 ? Unfit("volume", "The volume is 0 to 100.")
        : Notifications.Keys.FirstOrDefault(topic => !Topics.Contains(topic)) is not null
            ? Unfit("notifications", $"One is told of {string.Join(", ", Topics)}.")
        : new[] { DateForm, NumberForm, StartPage }.Any(text => text?.Any(char.IsControl) == true)
            ? Unfit("startPage", "A text holds no control characters.")
            : null;

    private static string? Kept(string? sent, string? known) => sent is null ? known : sent.Length == 0 ? null : sent;

    private static Failure Unfit(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
