using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads.Merging;

/// <summary>The SQL of leads that were merged, and of the identities that they leave to their parents.</summary>
internal sealed class MergedLeadStore(Database database)
{
    // What the leads have taken up. Of the statement's columns those are named that it uses.
    private static string Children(params string[] columns) =>
        $"""
        ({RowSource.Select(columns)}) u
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place, x.keys FROM merged_lead x
            WHERE x.account_id = $1 AND x.parent_id = u.lead_id ORDER BY x.lead_id) child
        """;

    // The identities' table has this one index, so that its columns need no order (RowSource.Key).
    private const string Aliases =
        """
        CROSS JOIN LATERAL (SELECT k.key ->> 0 AS field, k.key ->> 1 AS value
            FROM jsonb_array_elements(child.keys) AS k (key) OFFSET 0) k
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM lead_identity x
            WHERE x.account_id = $1 AND x.field = k.field AND x.value = k.value AND x.lead_id = u.lead_id
        """;

    public static readonly RowStatement<MergedLead> Insert = new RowStatement<MergedLead>(
            order: LeadMerging.Order - 1,
            row => row.AccountId,
            $"""
            INSERT INTO merged_lead (account_id, lead_id, parent_id, audit_id, number, owner_id, created_by,
                modified_by, created_on, modified_on, last_modified_on, first_activity_on, last_activity_on,
                last_activity_name, "values", keys)
            {RowSource.WithAccount(
                "lead_id", "parent_id", "audit_id", "number", "owner_id", "created_by", "modified_by", "created_on",
                "modified_on", "last_modified_on", "first_activity_on", "last_activity_on", "last_activity_name",
                "values", "keys")}
            """)
        .With(NpgsqlDbType.Uuid, row => row.Lead.Id)
        .With(NpgsqlDbType.Uuid, row => row.ParentId)
        .With(NpgsqlDbType.Uuid, row => row.AuditId)
        .With(NpgsqlDbType.Bigint, row => row.Lead.Number)
        .With(NpgsqlDbType.Uuid, row => row.Lead.OwnerId)
        .With(NpgsqlDbType.Uuid, row => row.Lead.CreatedBy)
        .With(NpgsqlDbType.Uuid, row => row.Lead.ModifiedBy)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.CreatedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.ModifiedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.LastModifiedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.FirstActivityOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.LastActivityOn)
        .With(NpgsqlDbType.Text, row => row.Lead.LastActivityName)
        .With(NpgsqlDbType.Jsonb, row => LeadStore.Json(row.Lead.Values))
        .With(
            NpgsqlDbType.Jsonb,
            row => JsonSerializer.SerializeToUtf8Bytes(row.Keys.Select(key => new[] { key.Field, key.Value })));

    /// <summary>What a merged lead had taken up itself becomes its parent's.</summary>
    public static readonly LeadMerging MovedWithParent = LeadMerging.ByStatements(
        $"SELECT FROM {Children("lead_id")} {Aliases} FOR UPDATE) at",
        $"""
        UPDATE lead_identity i SET lead_id = u.parent_id
        FROM {Children("lead_id", "parent_id")} {Aliases} OFFSET 0) at
        WHERE i.account_id + 0 = $1 AND i.ctid = at.place
        """,
        $"""
        UPDATE merged_lead m SET parent_id = u.parent_id FROM {Children("lead_id", "parent_id")}
        WHERE m.account_id + 0 = $1 AND m.ctid = child.place
        """);

    /// <summary>What a lead had taken up goes with it.</summary>
    public static readonly LeadDeletion DeletedWithParent = LeadDeletion.ByStatements(
        $"SELECT FROM {Children("lead_id")} {Aliases} FOR UPDATE) at",
        $"""
        DELETE FROM lead_identity i USING {Children("lead_id")} {Aliases} OFFSET 0) at
        WHERE i.account_id + 0 = $1 AND i.ctid = at.place
        """,
        $"""
        DELETE FROM merged_lead m USING {Children("lead_id")}
        WHERE m.account_id + 0 = $1 AND m.ctid = child.place
        """);

    /// <summary>Of those of the leads that were merged, the leads that they are a part of now.</summary>
    public static NpgsqlBatchCommand FindParents(int accountId, IReadOnlyCollection<Guid> leadIds) => LeadStore.Command(
        $"""
        SELECT m.lead_id, m.parent_id FROM ({RowSource.Select("lead_id")}) k
        CROSS JOIN LATERAL (
            SELECT m.* FROM merged_lead m WHERE m.account_id = $1 AND {RowSource.Key("m.lead_id", "k.lead_id")}) m
        """,
        LeadStore.Account(accountId),
        LeadStore.Array(NpgsqlDbType.Uuid, leadIds));

    /// <summary>The lead that this one is a part of; null where it is of none.</summary>
    public async Task<Guid?> ParentOf(int accountId, Guid leadId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "SELECT m.parent_id FROM merged_lead m WHERE m.account_id = @accountId AND m.lead_id = @leadId",
            new { accountId, leadId },
            cancellationToken: cancellation));
    }

    /// <summary>The leads that a merge took up, as they were, where their parent is one of the scope.</summary>
    public Task<List<StoredLead>> OfAudit(
        int accountId, Guid auditId, RecordScope scope, CancellationToken cancellation) =>
        Read("l.audit_id = $2", accountId, auditId, scope, cancellation);

    /// <summary>All leads that are a part of this one now, as they were.</summary>
    public Task<List<StoredLead>> OfParent(int accountId, Guid parentId, CancellationToken cancellation) =>
        Read("l.parent_id = $2", accountId, parentId, RecordScope.All, cancellation);

    private async Task<List<StoredLead>> Read(
        string condition, int accountId, Guid id, RecordScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {LeadStore.Columns} FROM merged_lead l
            WHERE l.account_id = $1 AND {condition} AND ($3::uuid[] IS NULL OR EXISTS (
                SELECT FROM lead p WHERE p.account_id = $1 AND p.lead_id = l.parent_id
                    AND (p.owner_id = ANY($3) OR p.lead_id = ANY($4))))
            ORDER BY l.lead_id
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid[]?> { TypedValue = scope.OwnerIds });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = scope.SharedIds });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leads = new List<StoredLead>();
        while (await reader.ReadAsync(cancellation))
            leads.Add(StoredLead.Read(reader));
        return leads;
    }
}
