namespace Leadline.Tickets;

/// <summary>
/// Lists as columns of a row statement, whose arrays cannot hold arrays: as text, parted by a character that no item
/// has. Taken apart by a function that depends on nothing else, as the cast of such a text to an array does not.
/// </summary>
internal static class TextLists
{
    private const char Separator = '\u001f';

    public static string Pack<T>(IEnumerable<T> items) => string.Join(Separator, items);

    /// <summary>The SQL that makes a <c>text[]</c> of the packed column.</summary>
    public static string Unpack(string column) => $"string_to_array({column}, chr(31))";
}
