using System.Diagnostics.CodeAnalysis;

namespace Leadline.Activities;

/// <summary>
/// The note of a system activity, which holds its details: <c>Caller{=}Name{next}Duration{=}41{next}</c> (core §3.10).
/// </summary>
internal static class SystemNote
{
    public const string Heading = "{keyvalueinfo}";

    /// <summary>The detail that every record has, as the name of a user.</summary>
    public const string CreatedBy = "CreatedBy";

    private const string Equal = "{=}";
    private const string Next = "{next}";

    public static bool IsSystemNote([NotNullWhen(true)] string? note) =>
        note?.Contains(Equal, StringComparison.Ordinal) == true;

    /// <summary>A note of these details; those without a value stand there empty (core §3.11).</summary>
    public static string Write(params IEnumerable<(string Name, string? Value)> details) =>
        string.Concat(details.Select(detail => $"{detail.Name}{Equal}{Plain(detail.Value ?? "")}{Next}"));

    /// <summary>
    /// The details in their order. A name may come twice, and then the last value that is not empty counts (core
    /// §3.11).
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string note)
    {
        var details = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var part in note.Replace(Heading, "", StringComparison.Ordinal)
                .Split(Next, StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf(Equal, StringComparison.Ordinal);
            if (at <= 0)
                continue;
            var (name, value) = (part[..at], part[(at + Equal.Length)..]);
            if (value.Length > 0 || !details.ContainsKey(name))
                details[name] = value;
        }

        return [.. details];
    }

    // A value must not end itself and begin a detail of its own.
    private static string Plain(string value) =>
        value.Replace(Next, " ", StringComparison.Ordinal).Replace(Equal, "=", StringComparison.Ordinal);
}
