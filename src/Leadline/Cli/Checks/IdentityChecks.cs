using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Npgsql;

namespace Leadline.Cli.Checks;

/// <summary>
/// Whether leads and the identity table agree: each unique value of a lead is found there and leads back to it, and
/// nothing
/// there leads nowhere. The newest leads, or all. Leads that new rules made one person are counted apart.
/// </summary>
internal static class IdentityChecks
{
    private const int Page = 1000;

    private const int MostPairs = 20;

    public static async Task<Check> Run(NpgsqlConnection connection, Account account, FieldCatalog catalog, bool full)
    {
        var name = $"account {account.Id} identity";
        var fields = catalog.Identifying.Where(field => field.Unique == Uniqueness.Enforced).ToList();
        long leads = 0, keys = 0, lost = 0, shared = 0, aliases = 0;
        var pairs = new List<string>();
        var before = Guid.AllBitsSet;
        do
        {
            var page = await Leads(connection, account, before);
            if (page.Count == 0)
                break;
            var expected = page.SelectMany(lead => Keys(account, fields, lead)).ToList();
            leads += page.Count;
            keys += expected.Count;
            var others = await Others(connection, account, expected);
            var twins = others.Where(other => IsShared(account, fields, other)).ToList();
            lost += others.Count - twins.Count;
            shared += twins.Count;
            aliases += full ? await Aliases(connection, account, expected) : 0;
            pairs.AddRange(twins.Take(MostPairs - pairs.Count)
                .Select(twin => $"{twin.LeadId} is {twin.Owner} by {twin.Key.Field}"));
            before = page[^1].Id;
        }
        while (full);

        var orphans = await Orphans(connection, account, fields, full);
        var stale = full ? await Rows(connection, account, fields) - (keys - lost - shared - aliases) - orphans : 0;
        var detail = $"{leads} {(full ? "leads, all of them" : "newest leads")}, with {keys} unique values";
        if (lost + orphans + stale > 0)
            return Check.Fail(
                name,
                $"{detail}: {lost} values do not lead to their lead, {orphans} lead to none, "
                + $"{stale} to one that has them no more");
        return shared == 0
            ? Check.Ok(name, detail)
            : Check.Warn(
                name, $"{detail}: {shared} values lead to another lead that has them too: {string.Join(", ", pairs)}");
    }

    private static async Task<List<(Guid Id, string Values)>> Leads(
        NpgsqlConnection connection, Account account, Guid before) =>
    [
        .. await connection.QueryAsync<(Guid, string)>(
            """
            SELECT lead_id, "values"::text FROM lead
            WHERE account_id = @Id AND lead_id < @before
            ORDER BY lead_id DESC LIMIT @Page
            """,
            new { account.Id, before, Page })
    ];

    private static IEnumerable<(IdentityKey Key, Guid LeadId)> Keys(
        Account account, List<FieldDefinition> fields, (Guid Id, string Values) lead)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(lead.Values)!;
        return from field in fields
               where values.ContainsKey(field.SchemaName)
               let key = LeadInput.Key(account, field, values[field.SchemaName])
               where key is not null
               select (key.Value, lead.Id);
    }

    /// <summary>
    /// The values that do not lead to their lead, with the lead that they lead to, if any, and its values.
    /// </summary>
    private static async Task<List<(IdentityKey Key, Guid LeadId, Guid? Owner, string? Values)>> Others(
        NpgsqlConnection connection, Account account, List<(IdentityKey Key, Guid LeadId)> expected)
    {
        var rows = await connection.QueryAsync<(int Place, Guid? Owner, string? Values)>(
            """
            SELECT u.place::int, i.lead_id, l."values"::text
            FROM unnest(@fields, @values, @leads) WITH ORDINALITY AS u (field, value, lead_id, place)
            LEFT JOIN lead_identity i ON i.account_id = @Id AND i.field = u.field AND i.value = u.value
            LEFT JOIN lead l ON l.account_id = @Id AND l.lead_id = i.lead_id
            WHERE i.lead_id IS DISTINCT FROM u.lead_id
            """,
            new
            {
                account.Id,
                fields = expected.Select(row => row.Key.Field).ToArray(),
                values = expected.Select(row => row.Key.Value).ToArray(),
                leads = expected.Select(row => row.LeadId).ToArray(),
            });
        return
        [
            .. from row in rows
               let lead = expected[row.Place - 1]
               select (lead.Key, lead.LeadId, row.Owner, row.Values),
        ];
    }

    /// <summary>How many of the values were those of merged leads before.</summary>
    private static Task<long> Aliases(
        NpgsqlConnection connection, Account account, List<(IdentityKey Key, Guid LeadId)> expected) =>
        connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM unnest(@fields, @values, @leads) AS u (field, value, lead_id)
            JOIN lead_identity i ON i.account_id = @Id AND i.field = u.field AND i.value = u.value
            WHERE i.lead_id = u.lead_id AND i.is_alias
            """,
            new
            {
                account.Id,
                fields = expected.Select(row => row.Key.Field).ToArray(),
                values = expected.Select(row => row.Key.Value).ToArray(),
                leads = expected.Select(row => row.LeadId).ToArray(),
            });

    private static bool IsShared(
        Account account,
        List<FieldDefinition> fields,
        (IdentityKey Key, Guid LeadId, Guid? Owner, string? Values) other) =>
        other is { Owner: { } owner, Values: { } values }
        && Keys(account, fields, (owner, values)).Any(row => row.Key == other.Key);

    private static Task<long> Orphans(
        NpgsqlConnection connection, Account account, List<FieldDefinition> fields, bool full) =>
        connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*)
            FROM (SELECT lead_id FROM lead_identity WHERE account_id = @Id AND field = ANY(@names) LIMIT @limit) i
            WHERE NOT EXISTS (SELECT 1 FROM lead l WHERE l.account_id = @Id AND l.lead_id = i.lead_id)
            """,
            new { account.Id, names = Names(fields), limit = full ? long.MaxValue : Page });

    private static Task<long> Rows(NpgsqlConnection connection, Account account, List<FieldDefinition> fields) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM lead_identity WHERE account_id = @Id AND field = ANY(@names) AND NOT is_alias",
            new { account.Id, names = Names(fields) });

    private static string[] Names(List<FieldDefinition> fields) => [.. fields.Select(field => field.SchemaName)];
}
