using System.Globalization;
using Leadline.Platform.Errors;

namespace Leadline.Surfaces;

/// <summary>A record's version as an entity tag (RFC 9110 §8.8.3), so that two people's edits are told apart.</summary>
internal static class IfMatch
{
    private static readonly long LastMicrosecond =
        (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Answers with the version as ETag.</summary>
    public static void Tell(Call call, int version) => call.Http.Response.Headers.ETag = Tag(version);

    public static string Tag(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>
    /// The version that If-Match asks for; null when it asks for none, 0 for a tag that no version has.
    /// </summary>
    public static int? Version(Call call)
    {
        var sent = call.Http.Request.Headers.IfMatch.ToString().Trim();
        if (sent.Length == 0 || sent == "*")
            return null;
        return int.TryParse(sent.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
    }

    /// <summary>As <see cref="Tell(Call, int)"/>, of a record whose version is when it last changed.</summary>
    public static void Tell(Call call, DateTime modifiedOn) => call.Http.Response.Headers.ETag = Tag(modifiedOn);

    public static string Tag(DateTime modifiedOn) =>
        $"\"{((modifiedOn - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(
            CultureInfo.InvariantCulture)}\"";

    /// <summary>
    /// When the record last changed that If-Match asks for; null when it asks for none, the year 1 for a tag that no
    /// record has.
    /// </summary>
    public static DateTime? Moment(Call call)
    {
        var sent = call.Http.Request.Headers.IfMatch.ToString().Trim();
        return sent.Length == 0 || sent == "*" ? null : Moment(sent);
    }

    /// <summary>When the record of a tag last changed; the year 1 for a tag that no record has.</summary>
    public static DateTime Moment(string tag) =>
        long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        && since <= LastMicrosecond
            ? DateTime.UnixEpoch.AddTicks(since * TimeSpan.TicksPerMicrosecond)
            : DateTime.MinValue;

    /// <summary>What is answered to a change of an older state than the present one.</summary>
    /// <param name="what">The record, as in "lead".</param>
    /// <param name="modifiedOn">When it last changed.</param>
    /// <param name="modifiedBy">The user who changed it.</param>
    public static Failure Refusal(string what, DateTime modifiedOn, Guid modifiedBy) => new(
        ErrorCode.VersionMismatch, $"The {what} has changed since it was read.")
    {
        Details = json =>
        {
            json.WriteString("version"u8, Tag(modifiedOn));
            json.WriteString("modifiedOn"u8, modifiedOn);
            json.WriteString("modifiedBy"u8, modifiedBy);
        },
    };
}
