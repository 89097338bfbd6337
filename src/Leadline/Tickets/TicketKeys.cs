using System.Text;
using Leadline.Leads.Search;
using Leadline.ServiceDesk;

namespace Leadline.Tickets;

/// <summary>
/// The 32-bit hashes that tickets are found by: of each whole value and of each word that is searched for. Equal texts
/// give equal hashes, so a ticket that lacks one cannot match; one that has them all still has to be looked at.
/// </summary>
internal static class TicketKeys
{
    public const string Group = "group";
    public const string Agent = "agent";

    /// <summary>Words of a text that are found by; what comes after them in a long description is not.</summary>
    private const int MostWords = 64;

    private const int LongestWord = 40;

    /// <summary>The hashes of a whole ticket.</summary>
    public static int[] From(Ticket ticket)
    {
        var keys = new HashSet<int>(64);
        foreach (var (name, value) in ticket.Values)
            if (name is not (TicketFieldNames.Title or TicketFieldNames.Description or TicketFieldNames.Tags))
                keys.Add(Exact(ticket.AccountId, name, value));
        foreach (var tag in ticket.Tags)
            keys.Add(Exact(ticket.AccountId, TicketFieldNames.Tags, tag));
        if (ticket.GroupId is { } group)
            keys.Add(Exact(ticket.AccountId, Group, group.ToString()));
        if (ticket.AgentId is { } agent)
            keys.Add(Exact(ticket.AccountId, Agent, agent.ToString()));
        foreach (
            var word in Words(ticket.Title).Concat(Words(ticket.Value(TicketFieldNames.Description))).Take(MostWords))
            keys.Add(Word(ticket.AccountId, word));
        foreach (var tag in ticket.Tags)
            foreach (var word in Words(tag))
                keys.Add(Word(ticket.AccountId, word));
        return [.. keys];
    }

    /// <summary>The hash of a field's whole value, whatever its case.</summary>
    public static int Exact(int accountId, string field, string value) =>
        LeadTokens.Exact(accountId, $"ticket/{field}", value);

    public static int Word(int accountId, string word) => LeadTokens.Exact(accountId, "ticket:word", word);

    /// <summary>The distinct words of a text in lower case, in their order.</summary>
    public static IEnumerable<string> Words(string? text)
    {
        var word = new StringBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var letter in $"{text} ")
        {
            if (
                char.IsLetterOrDigit(letter)
                || char.IsSurrogate(letter)
                || char.GetUnicodeCategory(letter)
                    is System.Globalization.UnicodeCategory.NonSpacingMark
                        or System.Globalization.UnicodeCategory.SpacingCombiningMark)
            {
                if (word.Length < LongestWord)
                    word.Append(char.ToLowerInvariant(letter));
                continue;
            }

            if (word.Length > 0 && seen.Add(word.ToString()))
                yield return word.ToString();
            word.Clear();
        }
    }
}
