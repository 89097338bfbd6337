using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>
/// Prints leads with certain columns, straight from the JSON that the database keeps: names are encoded once, and
/// values are copied as they stand.
/// </summary>
internal sealed class LeadView
{
    private readonly byte[][] flatNames;
    private readonly byte[][] pairNames;

    /// <summary>
    /// Where in <see cref="Columns"/> the values stand that come from the lead's JSON, in the order of that JSON.
    /// </summary>
    private readonly (byte[] Name, int Column)[] values;

    public LeadView(LeadColumn[] columns)
    {
        Columns = columns;
        flatNames = [.. columns.Select(column => Encoding.UTF8.GetBytes($"{Quoted(column.Name)}:"))];
        pairNames =
        [
            .. columns.Select(column => Encoding.UTF8.GetBytes($"{{\"Attribute\":{Quoted(column.Name)},\"Value\":")),
        ];
        values = [.. columns
            .Select((column, index) => (Name: Encoding.UTF8.GetBytes(column.Name), Column: index))
            .Where(entry => columns[entry.Column].Print is null)
            .OrderBy(entry => entry.Name, Comparer<byte[]>.Create(InStoredOrder))];
    }

    public LeadColumn[] Columns { get; }

    /// <summary>One object with a member a column.</summary>
    public void WriteFlat(Utf8JsonWriter json, StoredLead lead, Account account) =>
        Write(json, lead, account, flatNames, open: "{"u8, between: ","u8, close: "}"u8);

    /// <summary>What <see cref="WriteFlat"/> prints, for answers that hold more than the lead.</summary>
    public Dictionary<string, string?> Texts(StoredLead lead, Account account)
    {
        var buffer = JsonBuffer.Rent();
        WriteFlat(buffer.Writer, lead, account);
        var texts = JsonSerializer.Deserialize<Dictionary<string, string?>>(buffer.Written().Span)!;
        buffer.Return();
        return texts;
    }

    /// <summary>An array of Attribute and Value pairs, the last of which is <c>Total</c> (core §2.12).</summary>
    public void WritePairs(Utf8JsonWriter json, StoredLead lead, Account account, long total) =>
        Write(
            json,
            lead,
            account,
            pairNames,
            open: "["u8,
            between: "},"u8,
            close: Encoding.UTF8.GetBytes(
                $"{(Columns.Length > 0 ? "}," : "")}{{\"Attribute\":\"Total\",\"Value\":\"{total}\"}}]"));

    /// <summary>
    /// The pairs of a list's member, each with Fields, the last of which is <c>CanUpdate</c> (core §5).
    /// </summary>
    public void WriteMember(Utf8JsonWriter json, StoredLead lead, Account account, bool canUpdate) =>
        Write(
            json,
            lead,
            account,
            pairNames,
            open: "["u8,
            between: ",\"Fields\":null},"u8,
            close: Encoding.UTF8.GetBytes(
                (Columns.Length > 0 ? ",\"Fields\":null}," : "")
                + $"{{\"Attribute\":\"CanUpdate\",\"Value\":\"{(canUpdate ? "true" : "false")}\",\"Fields\":null}}]"));

    private void Write(
        Utf8JsonWriter json,
        StoredLead lead,
        Account account,
        byte[][] names,
        ReadOnlySpan<byte> open,
        ReadOnlySpan<byte> between,
        ReadOnlySpan<byte> close)
    {
        Span<Range> found = Columns.Length <= 512 ? stackalloc Range[Columns.Length] : new Range[Columns.Length];
        Find(lead.Values, found);
        var users = new LeadUsers(account);
        var buffer = JsonBuffer.Rent();
        var text = new LeadText(buffer.Bytes);
        text.AddRaw(open);
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i > 0)
                text.AddRaw(between);
            text.AddRaw(names[i]);
            if (Columns[i].Print is { } print)
                print(text, lead, users);
            else if (found[i].Equals(default))
                text.AddNull();
            else
                text.AddRaw(lead.Values.AsSpan(found[i]));
        }

        text.AddRaw(close);
        json.WriteRawValue(buffer.Bytes.WrittenSpan, skipInputValidation: true);
        buffer.Return();
    }

    /// <summary>
    /// Finds each column's value, quotes included. Both sides are in one order, so each is passed once.
    /// </summary>
    private void Find(byte[] json, Span<Range> found)
    {
        found.Clear();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            while (next < values.Length && InStoredOrder(values[next].Name, name) < 0)
                next++;
            reader.Read();
            if (
                next < values.Length
                && reader.TokenType == JsonTokenType.String
                && name.SequenceEqual(values[next].Name))
                found[values[next].Column] = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        }
    }

    private static string Quoted(string name) => $"\"{JsonEncodedText.Encode(name)}\"";

    private static int InStoredOrder(byte[] one, byte[] other) => InStoredOrder(one, other.AsSpan());

    private static int InStoredOrder(byte[] one, ReadOnlySpan<byte> other) =>
        one.Length != other.Length ? one.Length - other.Length : one.AsSpan().SequenceCompareTo(other);
}
