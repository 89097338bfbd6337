using Leadline.Leads;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Imports;

/// <summary>A refused row, to be kept.</summary>
internal readonly record struct ImportRefusal(
    int AccountId, Guid ImportId, long Line, long At, int Length, string? Field, string Reason);

/// <summary>The SQL by which an import gets on, in the transaction that writes the leads of its rows.</summary>
internal static class ImportProgressStore
{
    /// <summary>Where the progress stands among a transaction's statements: after the rows.</summary>
    public const int Order = 131;

    public static readonly RowStatement<ImportRefusal> AddRefusal = new RowStatement<ImportRefusal>(
            order: 130,
            row => row.AccountId,
            $"""
            INSERT INTO lead_import_refusal (account_id, import_id, line, at, length, field, reason)
            {RowSource.WithAccount("import_id", "line", "at", "length", "field", "reason")}
            """)
        .With(NpgsqlDbType.Uuid, row => row.ImportId)
        .With(NpgsqlDbType.Bigint, row => row.Line)
        .With(NpgsqlDbType.Bigint, row => row.At)
        .With(NpgsqlDbType.Integer, row => row.Length)
        .With(NpgsqlDbType.Text, row => row.Field)
        .With(NpgsqlDbType.Text, row => row.Reason);

    /// <summary>
    /// Locks the import, if it still runs under the lease and stands where the rows begin: otherwise no row.
    /// </summary>
    public static NpgsqlBatchCommand Lock(LeadImport import, Guid lease, long readTo) => LeadStore.Command(
        """
        SELECT import_id FROM lead_import
        WHERE account_id = $1 AND import_id = $2 AND lease = $3 AND state = 2 AND read_to = $4
        FOR NO KEY UPDATE
        """,
        LeadStore.Account(import.AccountId),
        new NpgsqlParameter<Guid> { TypedValue = import.ImportId },
        new NpgsqlParameter<Guid> { TypedValue = lease },
        new NpgsqlParameter<long> { TypedValue = readTo });

    /// <summary>Moves the import on, with its lease; it is finished with its last rows.</summary>
    public static NpgsqlBatchCommand Move(
        LeadImport import, ImportProgress progress, bool isLast, DateTime now, DateTime until) => LeadStore.Command(
        """
        UPDATE lead_import SET read_to = $3, line = $4, rows_read = $5, created = $6, updated = $7, refused = $8,
            progressed_on = $9, leased_until = $10, state = $11, finished_on = CASE WHEN $11 = 3 THEN $9 END
        WHERE account_id = $1 AND import_id = $2
        """,
        LeadStore.Account(import.AccountId),
        new NpgsqlParameter<Guid> { TypedValue = import.ImportId },
        new NpgsqlParameter<long> { TypedValue = progress.ReadTo },
        new NpgsqlParameter<long> { TypedValue = progress.Line },
        new NpgsqlParameter<long> { TypedValue = progress.RowsRead },
        new NpgsqlParameter<long> { TypedValue = progress.Created },
        new NpgsqlParameter<long> { TypedValue = progress.Updated },
        new NpgsqlParameter<long> { TypedValue = progress.Refused },
        new NpgsqlParameter<DateTime> { TypedValue = now },
        new NpgsqlParameter<DateTime> { TypedValue = until },
        new NpgsqlParameter<short> { TypedValue = (short)(isLast ? ImportState.Finished : ImportState.Running) });
}
