using System.Text.RegularExpressions;

namespace Leadline.Answers;

/// <summary>What agents say again and again.</summary>
internal sealed record CannedAnswer
{
    public const string Own = "own";
    public const string Group = "group";
    public const string All = "all";

    public int AccountId { get; init; }

    public Guid Id { get; init; }

    public Guid OwnerId { get; init; }

    public string Scope { get; init; } = Own;

    public Guid? GroupId { get; init; }

    public string Title { get; init; } = "";

    /// <summary>Without what could do harm.</summary>
    public string Html { get; init; } = "";

    public string Text { get; init; } = "";

    public int Version { get; init; } = 1;

    public DateTime CreatedOn { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid ModifiedBy { get; init; }
}

/// <summary>A file that goes along with an answer; its content where that was asked for.</summary>
internal sealed record AnswerFile(
    Guid AnswerId, Guid Id, string Name, string ContentType, int Size, byte[]? Content);

/// <summary>What of an answer is to be made or changed; what is null stays.</summary>
internal sealed record CannedAnswerChange(string? Title, string? Html, string? Text, string? Scope, Guid? GroupId)
{
    public int? ExpectedVersion { get; init; }
}

/// <summary>What stands in double braces and is to be filled in before it is said.</summary>
internal static partial class Placeholders
{
    public static IReadOnlyList<string> In(params IEnumerable<string?> texts) =>
    [
        .. texts.SelectMany(text => Marked().Matches(text ?? "")).Select(match => match.Groups[1].Value).Distinct(),
    ];

    [GeneratedRegex(@"\{\{\s*([\p{L}\p{N}_.\- ]{1,100}?)\s*\}\}")]
    private static partial Regex Marked();
}
