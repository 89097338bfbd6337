using Dapper;
using Leadline.Storage;

namespace Leadline.Audit;

/// <summary>The SQL of the audit log. All but refused sign-ins is written by the triggers of its schema.</summary>
internal sealed class AuditStore(Database database)
{
    private const int RemovedAtOnce = 5_000;

    /// <summary>Entries of a filter behind one, the newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> List(
        int accountId, AuditFilter filter, Guid? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<AuditEntry>(new CommandDefinition(
                """
                SELECT entry_id AS EntryId, occurred_on AS OccurredOn, user_id AS UserId, access_key AS AccessKey,
                    address, action, kind, record, name, before::text AS Before, after::text AS After
                FROM audit_entry
                WHERE account_id = @accountId
                    AND (@after::uuid IS NULL OR entry_id < @after)
                    AND (@first::uuid IS NULL OR entry_id >= @first AND occurred_on >= @From)
                    AND (@end::uuid IS NULL OR entry_id < @end AND occurred_on < @To)
                    AND (@UserId::uuid IS NULL OR user_id = @UserId)
                    AND (@Action::text IS NULL OR action = @Action)
                    AND (@Kind::text IS NULL OR kind = @Kind)
                    AND (@Record::text IS NULL OR record = @Record)
                ORDER BY entry_id DESC LIMIT @most
                """,
                new
                {
                    accountId,
                    after,
                    most,
                    filter.From,
                    filter.To,
                    filter.UserId,
                    filter.Action,
                    filter.Kind,
                    filter.Record,
                    first = filter.From is { } from ? AuditEntry.FirstId(from) : (Guid?)null,
                    end = filter.To is { } to ? AuditEntry.FirstId(to.AddMilliseconds(1)) : (Guid?)null,
                },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Writes down what no row changes with.</summary>
    public async Task Add(int accountId, AuditEntry entry)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO audit_entry (account_id, entry_id, occurred_on, user_id, access_key, address, action, kind,
                record, name)
            VALUES (@accountId, audit_entry_id(@OccurredOn), @OccurredOn, @UserId, @AccessKey, @Address, @Action, @Kind,
                @Record, @Name)
            """,
            new
            {
                accountId,
                entry.OccurredOn,
                entry.UserId,
                entry.AccessKey,
                entry.Address,
                entry.Action,
                entry.Kind,
                entry.Record,
                entry.Name,
            });
    }

    /// <summary>Removes some of what is older than a moment; how many there were.</summary>
    public async Task<int> RemoveOld(int accountId, DateTime before)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteAsync(
            $"""
            DELETE FROM audit_entry a
            WHERE a.account_id = @accountId AND a.entry_id IN (
                SELECT o.entry_id FROM audit_entry o
                WHERE o.account_id = @accountId AND o.entry_id < @end ORDER BY o.entry_id LIMIT {RemovedAtOnce})
            """,
            new { accountId, end = AuditEntry.FirstId(before) });
    }
}
