using System.Globalization;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;

namespace Leadline.Tests.Contracts;

/// <summary>
/// Names for what differs from run to run: <c>{{accessKey}}</c> for a credential, <c>{{id 1}}</c> for the first id that an
/// answer held, <c>{{secret 1}}</c> for the first token, <c>{{time}}</c> for a moment about now, <c>{{days}}</c> for an age.
/// Requests use the same names.
/// </summary>
internal sealed partial class Names
{
    private readonly Dictionary<string, string> nameOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly string host;
    private int ids;
    private int secrets;

    public Names(Uri server, Credentials credentials)
    {
        host = server.Authority;
        foreach (var (name, value) in new (string, string)[]
                 {
                     ("accessKey", credentials.AccessKey),
                     ("secretKey", credentials.SecretKey),
                     ("asyncApiKey", credentials.AsyncApiKey),
                     ("ispcrmToken", credentials.IspcrmToken),
                     ("portalId", credentials.PortalId),
                     ("portalAuthKey", credentials.PortalAuthKey),
                     ("portalRegisterToken", credentials.PortalRegisterToken),
                     ("adminPassword", credentials.AdminPassword),
                 })
            nameOf[value] = $"{{{{{name}}}}}";
    }

    /// <summary>A request with values in place of names.</summary>
    public string Fill(string text) => nameOf.Aggregate(text, (filled, pair) => filled.Replace(pair.Value, pair.Key, StringComparison.Ordinal));

    /// <summary>An answer with names in place of values.</summary>
    public string Hide(string text)
    {
        text = text.Replace(host, "{{host}}", StringComparison.Ordinal);
        text = Secret().Replace(text, match => $"{match.Groups[1].Value}{NameOf(match.Groups[2].Value, () => $"{{{{secret {++secrets}}}}}")}\"");
        text = Id().Replace(text, match => NameOf(match.Value, () => $"{{{{id {++ids}}}}}"));
        text = Age().Replace(text, "{{days}}");
        text = Milliseconds().Replace(text, match => IsAboutNow(DateTime.UnixEpoch.AddMilliseconds(long.Parse(match.Value, CultureInfo.InvariantCulture))) ? "{{time}}" : match.Value);
        return Moment().Replace(text, match => IsAboutNow(DateTime.Parse(match.Value[..19], CultureInfo.InvariantCulture)) ? "{{time}}" : match.Value);
    }

    private string NameOf(string value, Func<string> make) => nameOf.TryGetValue(value, out var name) ? name : nameOf[value] = make();

    private static bool IsAboutNow(DateTime time) => Math.Abs((time - DateTime.UtcNow).TotalDays) < 30;

    [GeneratedRegex(@"(\x22(?:AuthKey|Code|SessionId|Token|token|accessKey|secretKey|RegistrationToken)\x22:\x22)([^\x22]{16,})\x22")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<=\x22OpportunityAge\x22:\x22)\d+")]
    private static partial Regex Age();

    [GeneratedRegex("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<=/Date\()\d+")]
    private static partial Regex Milliseconds();
}
