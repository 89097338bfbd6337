using System.Text.RegularExpressions;

namespace Leadline.Tests.Architecture;

/// <summary>
/// Whether a statement is one account's: each table that it reads, writes or locks is held to the account by equality, with one
/// parameter or with another table's account, and at least one of them with a parameter. Read in the statement's text.
/// </summary>
internal static partial class AccountStatement
{
    /// <summary>What is wrong with a statement about these tables; null when it is one account's.</summary>
    public static string? Fault(string sql, IReadOnlySet<string> tables)
    {
        var text = Comment().Replace(sql, " ");
        var inserted = Target().Matches(text).Where(match => tables.Contains(match.Groups["table"].Value)).ToList();
        if (inserted.Any(match => !match.Groups["account"].Success))
            return "what it adds is not of an account that a parameter names";

        var read = Source().Matches(text).Count(match => tables.Contains(match.Groups["table"].Value));
        var held = Equality().Matches(text).Where(match => !IsOneOfSeveral(text, match)).ToList();
        if (read > held.Count)
            return "a table of it is not held to an account by equality";
        return read > 0 && !held.Any(match => match.Groups["parameter"].Success)
            ? "no parameter names its account"
            : null;
    }

    /// <summary>Only SQL that can run by itself; the rest are parts of statements that stand elsewhere.</summary>
    public static bool IsWhole(string sql) => Beginning().IsMatch(sql);

    /// <summary>True when an OR stands beside the equality, within the same parentheses and clause.</summary>
    private static bool IsOneOfSeveral(string text, Match equality) =>
        Beside(text, equality.Index - 1, -1) || Beside(text, equality.Index + equality.Length, 1);

    private static bool Beside(string text, int from, int step)
    {
        var (open, close) = step > 0 ? ('(', ')') : (')', '(');
        var depth = 0;
        for (var at = from; at >= 0 && at < text.Length; at += step)
        {
            if (text[at] == open)
                depth++;
            else if (text[at] == close && --depth < 0)
                return false;
            if (depth > 0)
                continue;
            if (Or().IsMatch(text, at))
                return true;
            if (Clause().IsMatch(text, at))
                return false;
        }

        return false;
    }

    [GeneratedRegex(@"^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b")]
    private static partial Regex Beginning();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:FROM|UPDATE|JOIN|USING)\s+(?:ONLY\s+)?(?<table>\w+)")]
    private static partial Regex Source();

    // The first column is the account's, and so is the first value: a parameter, or what RowSource makes of one.
    [GeneratedRegex(
        """
        \bINSERT\ INTO\ (?<table>\w+)(?:\ AS\ \w+)?\s*
        (?<account>\(account_id\b[^)]*\)\s*(?:
            VALUES\s*\(\s*(?:@\w+|\$\d+)\s*[,)]
            |SELECT\s+(?:DISTINCT\s+)?(?:@\w+|\$\d+)\s*,
            |(?:SELECT\b[^;]*?\bFROM\s+\()?\{(?:RowSource\.WithAccount|Rows?\})))?
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Target();

    // Adding nothing to the account keeps the planner from its index (TicketSearchStore).
    [GeneratedRegex(@"\baccount_id(?:\s\+\s0)?\s*=\s*(?:(?<parameter>\$\d+|@\w+)|\w+\.account_id)(?!\s*[-+*/|])\b")]
    private static partial Regex Equality();

    [GeneratedRegex(@"\G\bOR\b")]
    private static partial Regex Or();

    [GeneratedRegex(@"\G\b(?:WHERE|ON|SELECT|FROM|JOIN|ORDER|GROUP|LIMIT|RETURNING|SET|UNION)\b")]
    private static partial Regex Clause();
}
