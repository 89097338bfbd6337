using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Leads;

/// <summary>What a batch came to.</summary>
internal sealed record RekeyBatch(RekeyProgress Progress, int Changed, IReadOnlyList<RekeyClash> Clashes);

/// <summary>The SQL of <see cref="IdentityRekeying"/>.</summary>
internal static class IdentityRekeyStore
{
    private const int BatchSize = 500;

    public static Task<RekeyProgress?> Progress(NpgsqlConnection connection, int accountId) =>
        connection.QuerySingleOrDefaultAsync<RekeyProgress?>(
            """
            SELECT rules AS "Rules", field AS "Field", value AS "Value", lead_id AS "LeadId"
            FROM lead_identity_rules WHERE account_id = @accountId
            """,
            new { accountId });

    /// <summary>
    /// Does the next 500 identities, or mobile numbers once there are no more, and keeps where it ended.
    /// </summary>
    public static async Task<RekeyBatch> Batch(
        NpgsqlConnection connection, Account account, FieldCatalog catalog, RekeyProgress progress)
    {
        var batch = progress.Field is null
            ? await Mobiles(connection, account, progress)
            : await Identities(connection, account, catalog, progress);
        await Keep(connection, account.Id, batch.Progress);
        return batch;
    }

    public static Task Keep(NpgsqlConnection connection, int accountId, RekeyProgress progress) =>
        connection.ExecuteAsync(
            """
            INSERT INTO lead_identity_rules (account_id, rules, field, value, lead_id)
            VALUES (@accountId, @Rules, @Field, @Value, @LeadId)
            ON CONFLICT (account_id) DO UPDATE SET
                rules = EXCLUDED.rules, field = EXCLUDED.field, value = EXCLUDED.value, lead_id = EXCLUDED.lead_id
            """,
            new { accountId, progress.Rules, progress.Field, progress.Value, progress.LeadId });

    private static async Task<RekeyBatch> Mobiles(NpgsqlConnection connection, Account account, RekeyProgress progress)
    {
        var rows = (await connection.QueryAsync<(Guid LeadId, string? Mobile, string? Key)>(
            """
            SELECT lead_id, "values" ->> @Mobile, mobile_key FROM lead
            WHERE account_id = @Id AND lead_id > @LeadId ORDER BY lead_id LIMIT @BatchSize
            """,
            new { LeadFieldNames.Mobile, account.Id, progress.LeadId, BatchSize })).AsList();
        var stale = rows.Where(row => row.Mobile is not null)
            .Select(row => row with { Key = ValueKey.From(FieldType.Phone, row.Mobile!, account.CountryCode) })
            .Except(rows).ToList();

        // A write that comes in between changes the number and its key together: it is left alone.
        if (stale.Count > 0)
            await connection.ExecuteAsync(
                """
                UPDATE lead l SET mobile_key = u.key FROM unnest(@ids, @mobiles, @keys) AS u (lead_id, mobile, key)
                WHERE l.account_id = @Id AND l.lead_id = u.lead_id AND l."values" ->> @Mobile = u.mobile
                """,
                new
                {
                    LeadFieldNames.Mobile,
                    account.Id,
                    ids = stale.Select(row => row.LeadId).ToArray(),
                    mobiles = stale.Select(row => row.Mobile).ToArray(),
                    keys = stale.Select(row => row.Key).ToArray(),
                });
        return new RekeyBatch(
            progress with { LeadId = rows.Count < BatchSize ? null : rows[^1].LeadId }, stale.Count, []);
    }

    private static async Task<RekeyBatch> Identities(
        NpgsqlConnection connection, Account account, FieldCatalog catalog, RekeyProgress progress)
    {
        var rows = (await connection.QueryAsync<(string Field, string Value, Guid LeadId, bool IsAlias, string? Text)>(
            """
            SELECT i.field, i.value, i.lead_id, i.is_alias, l."values" ->> i.field
            FROM (
                SELECT field, value, lead_id, is_alias FROM lead_identity
                WHERE account_id = @Id AND (field, value) > (@Field, @Value) ORDER BY field, value LIMIT @BatchSize
            ) i
            LEFT JOIN lead l ON l.account_id = @Id AND l.lead_id = i.lead_id
            ORDER BY i.field, i.value
            """,
            new { account.Id, progress.Field, progress.Value, BatchSize })).AsList();
        var next = rows.Count < BatchSize
            ? progress with { Field = null, Value = null }
            : progress with { Field = rows[^1].Field, Value = rows[^1].Value };

        // What was unmarked as unique is being taken away by who unmarked it.
        var stale = rows
            .Where(row => catalog.Find(row.Field) is { Unique: not Uniqueness.None } field
                && Key(account, field, row.Text) != row.Value)
            .ToList();
        if (stale.Count == 0)
            return new RekeyBatch(next, 0, []);
        var work = new Rekeyed(connection, account, catalog);
        await work.Lock(stale.ConvertAll(row => row.LeadId));

        // What merged leads were known by stays as it was.
        await work.Remove([.. stale.Where(row => !row.IsAlias).Select(row => (row.Field, row.Value, row.LeadId))]);
        foreach (var (field, _, leadId, _, _) in stale)
            await work.Claim(field, leadId);
        return new RekeyBatch(next, stale.Count, work.Clashes);
    }

    private static string? Key(Account account, FieldDefinition field, string? text) =>
        text is null ? null : LeadInput.Key(account, field, text)?.Value;

    /// <summary>The leads of a batch, locked, while they get their keys.</summary>
    private sealed class Rekeyed(NpgsqlConnection connection, Account account, FieldCatalog catalog)
    {
        private readonly Dictionary<Guid, (DateTime CreatedOn, Dictionary<string, string> Values)> leads = [];

        public List<RekeyClash> Clashes { get; } = [];

        /// <summary>In the order of their ids, as writers lock leads.</summary>
        public async Task Lock(IReadOnlyList<Guid> ids)
        {
            var rows = await connection.QueryAsync<(Guid LeadId, DateTime CreatedOn, string Values)>(
                """
                SELECT lead_id, created_on, "values"::text FROM lead
                WHERE account_id = @Id AND lead_id = ANY(@ids) ORDER BY lead_id FOR UPDATE
                """,
                new { account.Id, ids });
            foreach (var (id, createdOn, values) in rows)
                leads[id] = (createdOn, JsonSerializer.Deserialize<Dictionary<string, string>>(values)!);
        }

        public Task Remove(List<(string Field, string Value, Guid LeadId)> rows) => connection.ExecuteAsync(
            """
            DELETE FROM lead_identity i USING unnest(@fields, @values, @ids) AS u (field, value, lead_id)
            WHERE i.account_id = @Id AND i.field = u.field AND i.value = u.value AND i.lead_id = u.lead_id
            """,
            new
            {
                account.Id,
                fields = rows.Select(row => row.Field).ToArray(),
                values = rows.Select(row => row.Value).ToArray(),
                ids = rows.Select(row => row.LeadId).ToArray(),
            });

        /// <summary>Gives the lead the key of its value, unless an older lead has it by the same rules.</summary>
        public async Task Claim(string field, Guid leadId)
        {
            if (KeyOf(field, leadId) is not { } key)
                return;
            if (await Add(field, key, leadId))
                return;
            var owner = await Owner(field, key);
            if (owner == leadId)
                return;
            await Lock([owner]);
            var isKept = KeyOf(field, owner) == key;
            if (isKept && IsOlder(owner, leadId))
            {
                Clashes.Add(new RekeyClash(field, owner, leadId));
                return;
            }

            await TakeOver(field, key, owner, leadId);
            if (isKept)
                Clashes.Add(new RekeyClash(field, leadId, owner));
            else
                await Claim(field, owner);
        }

        private string? KeyOf(string field, Guid leadId) => leads.TryGetValue(leadId, out var lead)
            ? Key(account, catalog.Find(field)!, lead.Values.GetValueOrDefault(field))
            : null;

        private bool IsOlder(Guid one, Guid other) =>
            (leads[one].CreatedOn, one).CompareTo((leads[other].CreatedOn, other)) < 0;

        private async Task<bool> Add(string field, string key, Guid leadId) => await connection.ExecuteAsync(
            """
            INSERT INTO lead_identity (account_id, field, value, lead_id) VALUES (@Id, @field, @key, @leadId)
            ON CONFLICT (account_id, field, value) DO NOTHING
            """,
            new { account.Id, field, key, leadId }) > 0;

        // Whoever had the key has given it up since: the batch can now go on.
        private async Task<Guid> Owner(string field, string key) => await connection.ExecuteScalarAsync<Guid?>(
            "SELECT lead_id FROM lead_identity WHERE account_id = @Id AND field = @field AND value = @key",
            new { account.Id, field, key }) ?? throw new RaceLostException();

        private async Task TakeOver(string field, string key, Guid from, Guid to)
        {
            var taken = await connection.ExecuteAsync(
                """
                UPDATE lead_identity SET lead_id = @to, is_alias = false
                WHERE account_id = @Id AND field = @field AND value = @key AND lead_id = @from
                """,
                new { account.Id, field, key, from, to });
            if (taken == 0)
                throw new RaceLostException();
        }
    }
}
