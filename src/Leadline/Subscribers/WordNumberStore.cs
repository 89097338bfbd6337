using Dapper;
using Leadline.Storage;

namespace Leadline.Subscribers;

/// <summary>The kinds of words that ISPCRM's clients know by numbers.</summary>
internal static class WordKinds
{
    public const string Subject = "subject";
    public const string Type = "type";
    public const string Status = "status";
}

/// <summary>The SQL of the numbers of words.</summary>
internal sealed class WordNumberStore(Database database)
{
    /// <summary>
    /// The words' numbers, from 1; those that have none take the next ones, in their order. A word that the account no
    /// longer has keeps its number, so that it never means another.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> Numbers(
        int accountId, string kind, IReadOnlyList<string> words)
    {
        await using var connection = await database.Open(accountId);
        while (true)
        {
            var known = (await connection.QueryAsync<(string Word, int Number)>(
                """
                SELECT word, number FROM ispcrm_word
                WHERE account_id = @accountId AND kind = @kind AND word = ANY(@words)
                """,
                new { accountId, kind, words = words.ToArray() })).ToDictionary(row => row.Word, row => row.Number);
            var missing = words.Where(word => !known.ContainsKey(word)).Distinct().ToArray();
            if (missing.Length == 0)
                return known;

            // Another call may number a word or take a number first: either way the next round knows.
            await connection.ExecuteAsync(
                """
                INSERT INTO ispcrm_word (account_id, kind, number, word)
                SELECT @accountId, @kind, m.place + coalesce(
                    (SELECT max(number) FROM ispcrm_word WHERE account_id = @accountId AND kind = @kind), 0), m.word
                FROM unnest(@missing) WITH ORDINALITY AS m (word, place)
                ON CONFLICT DO NOTHING
                """,
                new { accountId, kind, missing });
        }
    }
}
